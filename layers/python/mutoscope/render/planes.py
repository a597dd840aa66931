"""A picture as three planes of limited-range BT.709 YUV 4:2:0: the form in which every frame is worked on.

Stills are converted once, so that no RGB is touched per frame. Chroma is sited left, as H.264 has it by default.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import cast

import cv2
import numpy as np
import pyvips
from numpy.typing import NDArray

from mutoscope.errors import InvalidInput

Plane = NDArray[np.uint8]
BLACK = (16, 128, 128)
_BAND = 128

# ITU-R BT.709, limited range: rows give Y, Cb and Cr from 8-bit R, G, B and a constant.
_BT709 = np.array(
    [
        [0.2126 * 219 / 255, 0.7152 * 219 / 255, 0.0722 * 219 / 255, 16],
        [-0.2126 / 1.8556 * 224 / 255, -0.7152 / 1.8556 * 224 / 255, 0.9278 / 1.8556 * 224 / 255, 128],
        [0.7874 / 1.5748 * 224 / 255, -0.7152 / 1.5748 * 224 / 255, -0.0722 / 1.5748 * 224 / 255, 128],
    ],
    dtype=np.float32,
)


class PictureUnreadable(InvalidInput):
    """The picture {name} cannot be read: {reason}."""

    code = "picture_unreadable"
    hint = "Give a PNG, JPEG or WebP file that opens in a browser."


@dataclass(frozen=True)
class Planes:
    """`y`: uint8, shape (height, width), both even; `u` and `v`: half as wide and half as high."""

    y: Plane
    u: Plane
    v: Plane

    def __iter__(self) -> Iterator[Plane]:
        return iter((self.y, self.u, self.v))

    @property
    def size(self) -> tuple[int, int]:
        """Width and height in luma samples."""
        return self.y.shape[1], self.y.shape[0]


def blank(width: int, height: int) -> Planes:
    """A black picture."""
    shapes = ((height, width), (height // 2, width // 2), (height // 2, width // 2))
    return Planes(*(np.full(shape, level, np.uint8) for shape, level in zip(shapes, BLACK, strict=True)))


def load_still(path: Path, width: int, height: int) -> Planes:
    """The picture file scaled to cover `width` by `height`, cut to it around the centre, as planes."""
    try:
        image = pyvips.Image.thumbnail(str(path), width, height=height, crop="centre", size="both")
        image = image.colourspace("srgb").cast("uchar")
        if image.hasalpha():
            image = image.flatten()
        rgb = cast(Plane, image[0:3].numpy())
    except pyvips.Error as error:
        raise PictureUnreadable(name=path.name, reason=str(error).splitlines()[0]) from error
    return convert(rgb)


def convert(rgb: Plane) -> Planes:
    """`rgb`: uint8, shape (height, width, 3), sRGB, both even."""
    # Bands, because a whole picture in floats is larger than all else a worker holds.
    height, width = rgb.shape[:2]
    planes = blank(width, height)
    for top in range(0, height, _BAND):
        band = slice(top, min(top + _BAND, height))
        yuv = cast(NDArray[np.float32], cv2.transform(rgb[band].astype(np.float32), _BT709))
        planes.y[band] = _rounded(yuv[..., 0])
        half = slice(band.start // 2, band.stop // 2)
        planes.u[half] = _rounded(_left_sited(yuv[..., 1]))
        planes.v[half] = _rounded(_left_sited(yuv[..., 2]))
    return planes


def _left_sited(chroma: NDArray[np.float32]) -> NDArray[np.float32]:
    """Half the size: pairs of rows averaged, columns weighted 1-2-1 around every even one."""
    rows = (chroma[0::2] + chroma[1::2]) / 2
    before = np.concatenate([rows[:, :1], rows[:, 1:-2:2]], axis=1)
    return cast(NDArray[np.float32], before / 4 + rows[:, 0::2] / 2 + rows[:, 1::2] / 4)


def _rounded(values: NDArray[np.float32]) -> Plane:
    return cast(Plane, np.clip(np.rint(values), 0, 255).astype(np.uint8))
