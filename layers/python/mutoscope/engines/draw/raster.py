"""From SVG to pixels: each depth of a scene through librsvg, the film's finish over it, and all of them laid together.

Pixels are uint8 sRGB with straight alpha; the same SVG, finish and seed give the same bytes.
The vignette is the same at the same place in every layer, so laying the layers over one another gives it to the flat
picture too: it is affine in the colour, and the weights of a pixel's layers add up to one. Grain is left to the
farthest layer, whose wide gradients need it: in the others it would be four fifths of their bytes.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import NormalDist
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
    x, y, width, height = cv2.boundingRect(cv2.extractChannel(pixels, 3))
    return Cut(np.ascontiguousarray(pixels[y : y + height, x : x + width]), x, y) if width and height else None


class Finisher:
    """Lays grain and vignette over cuts of one scene of `width` by `height`."""

    def __init__(self, finish: Finish, width: int, height: int) -> None:
        self._finish = finish
        self._vignette = _shade(finish.vignette, width, height) if finish.vignette else None

    def lay_over(self, cut: Cut, *, grained: bool) -> Cut:
        pixels = cut.pixels
        if self._vignette is not None:
            pixels = _shaded(pixels, self._vignette[cut.y :, cut.x :][: pixels.shape[0], : pixels.shape[1]])
        if grained and self._finish.grain:
            grain = _noise(self._finish, pixels.shape[1], pixels.shape[0])
            still = np.zeros_like(grain)
            pixels = cast(Pixels, cv2.add(pixels, cv2.merge([grain, grain, grain, still]), dtype=cv2.CV_8U))
        # Colour that nobody sees would only make the files larger.
        return Cut(cast(Pixels, cv2.copyTo(pixels, cv2.extractChannel(pixels, 3))), cut.x, cut.y)


def _shaded(pixels: Pixels, share: Pixels) -> Pixels:
    """Darker by `share` (255: as dark as a shadow) in bytes, which takes a fifth of the time that floats take."""
    left, still = cv2.bitwise_not(share), np.zeros_like(share)
    # Everything into the same memory: taking fresh memory costs more than the sums do.
    mixed = cv2.merge([left, left, left, cv2.bitwise_not(still)])
    cv2.multiply(pixels, mixed, scale=1 / 255, dst=mixed)
    dark = [cv2.LUT(share, _levels(level)) for level in SHADOW]
    return cast(Pixels, cv2.add(mixed, cv2.merge([*dark, still]), dst=mixed))


def _levels(level: int) -> Pixels:
    """For each share, in bytes, so much of a level."""
    levels: Pixels = np.rint(np.arange(256) * (level / 255)).astype(np.uint8)
    return levels


def flatten(layers: Sequence[Layer], width: int, height: int) -> Pixels:
    """The picture that the layers make where nothing has moved, (height, width, 3)."""
    flat = np.zeros((height, width, 3), np.uint8)
    for layer in layers:
        left, top, seen = _seen(layer, width, height)
        if not seen.size:
            continue
        under = np.ascontiguousarray(flat[top : top + seen.shape[0], left : left + seen.shape[1]])
        cover = seen[:, :, 3].astype(np.float32) / 255
        over = np.ascontiguousarray(seen[:, :, :3])
        flat[top : top + seen.shape[0], left : left + seen.shape[1]] = cv2.blendLinear(over, under, cover, 1 - cover)
    return flat


def lay_clear(layers: Sequence[Layer], width: int, height: int) -> Pixels:
    """The same without what is behind them, (height, width, 4): straight alpha, as Porter and Duff's "over" has it."""
    colour = np.zeros((height, width, 3), np.float32)
    cover = np.zeros((height, width, 1), np.float32)
    for layer in layers:
        left, top, seen = _seen(layer, width, height)
        if not seen.size:
            continue
        place = np.s_[top : top + seen.shape[0], left : left + seen.shape[1]]
        alpha = seen[:, :, 3:].astype(np.float32) / 255
        colour[place] = seen[:, :, :3] * alpha + colour[place] * (1 - alpha)
        cover[place] = alpha + cover[place] * (1 - alpha)
    straight = colour / np.maximum(cover, 1 / 255)
    return np.asarray(np.rint(np.clip(np.concatenate([straight, cover * 255], axis=2), 0, 255)), np.uint8)


def _seen(layer: Layer, width: int, height: int) -> tuple[int, int, Pixels]:
    """Where the layer's seen part begins, and that part: nothing of one that lies wholly beyond an edge."""
    left, top = max(layer.x, 0), max(layer.y, 0)
    bottom, right = max(height - layer.y, 0), max(width - layer.x, 0)
    return left, top, layer.pixels[top - layer.y : bottom, left - layer.x : right]


def lightness(layer: Layer, box: Box, bleed: int) -> float:
    """The mean Rec. 709 luma of the layer in the box, 0 (black) to 1 (white); the box's places include the bleed."""
    left, top = max(int(box.left) - bleed, 0), max(int(box.top) - bleed, 0)
    red, green, blue, _ = layer.pixels[top : int(box.bottom) - bleed, left : int(box.right) - bleed].mean(axis=(0, 1))
    return float(0.2126 * red + 0.7152 * green + 0.0722 * blue) / 255


def _noise(finish: Finish, width: int, height: int) -> NDArray[np.int8]:
    """Normally distributed, by a table: drawing it sample by sample takes fifteen times as long."""
    chance = np.frombuffer(np.random.default_rng(finish.seed).bytes(width * height), np.uint8)
    quantiles = [NormalDist(0, finish.grain).inv_cdf((step + 0.5) / 256) for step in range(256)]
    return cast(NDArray[np.int8], cv2.LUT(chance.reshape(height, width), np.rint(quantiles).astype(np.int8)))


def _shade(strength: float, width: int, height: int) -> Pixels:
    """How much of each pixel is taken by the dark, 255 for all of it."""
    across = (np.arange(width, dtype=np.float32) / width - 0.5) / _REACH
    down = (np.arange(height, dtype=np.float32) / height - 0.5) / _REACH
    away = np.sqrt(across[None, :] ** 2 + down[:, None] ** 2)
    begun = np.maximum(away - np.float32(_MIDDLE), 0)
    return cast(Pixels, cv2.convertScaleAbs(begun, alpha=255 * strength / (1 - _MIDDLE)))
