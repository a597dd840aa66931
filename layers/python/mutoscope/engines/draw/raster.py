"""From SVG to pixels: each depth of a scene through librsvg, the film's finish over it, and all of them laid together.

Pixels are uint8 sRGB with straight alpha; the same SVG, finish and seed give the same bytes.
The vignette is the same at the same place in every layer, so laying the layers over one another gives it to the flat
picture too: it is affine in the colour, and the weights of a pixel's layers add up to one. Grain is left to the
farthest layer, whose wide gradients need it: in the others it would be four fifths of their bytes.
"""

from dataclasses import dataclass
from typing import cast

import cv2
import numpy as np
import pyvips
from numpy.typing import NDArray

from mutoscope.engines.draw.room import Box
from mutoscope.engines.tasks import Layer

Pixels = NDArray[np.uint8]
SHADOW = (0x14, 0x18, 0x2B)
_MIDDLE, _REACH = 0.6, 0.75
"""Where the vignette begins, as a share of its radius, and that radius as a share of the picture."""


@dataclass(frozen=True)
class Finish:
    """`grain` is the noise's deviation in 8-bit steps, `vignette` how dark the corners get (0 to 1)."""

    grain: float
    vignette: float
    seed: int


@dataclass(frozen=True)
class Cut:
    """Pixels (h, w, 4) with their upper left corner at (`x`, `y`) of the scene, bleed included."""

    pixels: Pixels
    x: int
    y: int


def rasterise(svg: str) -> Pixels:
    """The SVG at its own size, (height, width, 4)."""
    image = pyvips.Image.svgload_buffer(svg.encode("utf-8"))
    return np.ascontiguousarray(image.numpy())


def trim(pixels: Pixels) -> Cut | None:
    """Without the transparent margins; None where nothing is left."""
    x, y, width, height = cv2.boundingRect(pixels[:, :, 3])
    return Cut(np.ascontiguousarray(pixels[y : y + height, x : x + width]), x, y) if width and height else None


class Finisher:
    """Lays grain and vignette over cuts of one scene of `width` by `height`."""

    def __init__(self, finish: Finish, width: int, height: int) -> None:
        self._grain = _noise(finish, width, height) if finish.grain else None
        self._vignette = _shade(finish.vignette, width, height) if finish.vignette else None

    def lay_over(self, cut: Cut, *, grained: bool) -> Cut:
        height, width = cut.pixels.shape[:2]
        place = np.s_[cut.y : cut.y + height, cut.x : cut.x + width]
        colour = np.ascontiguousarray(cut.pixels[:, :, :3])
        if self._vignette is not None:
            dark = np.empty_like(colour)
            dark[:] = SHADOW
            share = np.ascontiguousarray(self._vignette[place])
            colour = cast(Pixels, cv2.blendLinear(dark, colour, share, 1 - share))
        if grained and self._grain is not None:
            colour = cast(Pixels, cv2.add(colour, cv2.merge([self._grain[place]] * 3), dtype=cv2.CV_8U))
        alpha = cut.pixels[:, :, 3]
        colour[alpha == 0] = 0
        return Cut(np.dstack((colour, alpha)), cut.x, cut.y)


def flatten(layers: tuple[Layer, ...], width: int, height: int) -> Pixels:
    """The picture that the layers make where nothing has moved, (height, width, 3)."""
    flat = np.zeros((height, width, 3), np.uint8)
    for layer in layers:
        left, top = max(layer.x, 0), max(layer.y, 0)
        seen = layer.pixels[top - layer.y : height - layer.y, left - layer.x : width - layer.x]
        if not seen.size:
            continue
        under = np.ascontiguousarray(flat[top : top + seen.shape[0], left : left + seen.shape[1]])
        cover = seen[:, :, 3].astype(np.float32) / 255
        over = np.ascontiguousarray(seen[:, :, :3])
        flat[top : top + seen.shape[0], left : left + seen.shape[1]] = cv2.blendLinear(over, under, cover, 1 - cover)
    return flat


def lightness(layer: Layer, box: Box, bleed: int) -> float:
    """The mean Rec. 709 luma of the layer in the box, 0 (black) to 1 (white); the box's places include the bleed."""
    left, top = max(int(box.left) - bleed, 0), max(int(box.top) - bleed, 0)
    red, green, blue, _ = layer.pixels[top : int(box.bottom) - bleed, left : int(box.right) - bleed].mean(axis=(0, 1))
    return float(0.2126 * red + 0.7152 * green + 0.0722 * blue) / 255


def _noise(finish: Finish, width: int, height: int) -> NDArray[np.int16]:
    noise = np.random.default_rng(finish.seed).standard_normal((height, width), dtype=np.float32)
    grain: NDArray[np.int16] = np.rint(noise * np.float32(finish.grain)).astype(np.int16)
    return grain


def _shade(strength: float, width: int, height: int) -> NDArray[np.float32]:
    across = (np.arange(width, dtype=np.float32) / width - 0.5) / _REACH
    down = (np.arange(height, dtype=np.float32) / height - 0.5) / _REACH
    away = np.sqrt(across[None, :] ** 2 + down[:, None] ** 2)
    return (np.clip((away - _MIDDLE) / (1 - _MIDDLE), 0, 1) * strength).astype(np.float32)
