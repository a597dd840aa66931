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

from mutoscope.errors import DiskFull, InvalidInput

Plane = NDArray[np.uint8]
BLACK = (16, 128, 128)
_BAND = 128
_QUICK = (cv2.IMWRITE_PNG_COMPRESSION, 1, cv2.IMWRITE_PNG_FILTER, cv2.IMWRITE_PNG_FILTER_NONE)
_MOST_RATIO = 1.7

# ITU-R BT.709, limited range: rows give Y, Cb and Cr from 8-bit R, G, B and a constant.
_BT709 = np.array(
    [
        [0.2126 * 219 / 255, 0.7152 * 219 / 255, 0.0722 * 219 / 255, 16],
        [-0.2126 / 1.8556 * 224 / 255, -0.7152 / 1.8556 * 224 / 255, 0.9278 / 1.8556 * 224 / 255, 128],
        [0.7874 / 1.5748 * 224 / 255, -0.7152 / 1.5748 * 224 / 255, -0.0722 / 1.5748 * 224 / 255, 128],
    ],
    dtype=np.float32,
)


# Each chroma sample lies on an even column, between two rows.
_ACROSS, _DOWN = np.array([0.25, 0.5, 0.25], np.float32), np.array([0.5, 0.5], np.float32)
_FROM_BT709 = np.linalg.inv(_BT709[:, :3].astype(np.float64)).astype(np.float32)


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


def load_still(path: Path, width: int, height: int, *, zoom: float = 1.0, exact: bool = False) -> Planes:
    """The picture file as planes of the shape of `width` by `height`, cut to it around the centre.

    It keeps its own size if that is at least `zoom` times the frame, and not by far too large, since what is not
    resampled is quicker to load and sharper; otherwise, or if `exact`, it is scaled to `zoom` times the frame.
    Raises PictureUnreadable.
    """
    try:
        image = _shaped(path, width, height, zoom, exact)
        if image.hasalpha():
            image = image.flatten()
        rgb = cast(Plane, image[0:3].numpy())
    except pyvips.Error as error:
        raise PictureUnreadable(name=path.name, reason=str(error).splitlines()[0]) from error
    return convert(rgb)


def _shaped(path: Path, width: int, height: int, zoom: float, exact: bool) -> pyvips.Image:
    image = pyvips.Image.new_from_file(str(path))
    fits = min(image.width / width, image.height / height)
    plain = image.interpretation == "srgb" and image.format == "uchar" and not image.get_typeof("orientation")
    if plain and not exact and zoom <= fits <= _MOST_RATIO:
        wide, high = min(_even(width * fits), image.width), min(_even(height * fits), image.height)
        return image.crop((image.width - wide) // 2, (image.height - high) // 2, wide, high)
    size = _even(width * zoom), _even(height * zoom)
    scaled = pyvips.Image.thumbnail(str(path), size[0], height=size[1], crop="centre", size="both")
    return scaled.colourspace("srgb").cast("uchar")


def read_layer(path: Path) -> Plane:
    """A layer's PNG: uint8, shape (height, width, 4), blue first, straight alpha. Raises PictureUnreadable."""
    bgra = cv2.imread(str(path), cv2.IMREAD_UNCHANGED)
    if bgra is None or bgra.ndim != 3 or bgra.dtype != np.uint8:
        raise PictureUnreadable(name=path.name, reason="it is no 8-bit picture in colour")
    return cast(Plane, bgra if bgra.shape[2] == 4 else cv2.cvtColor(bgra, cv2.COLOR_BGR2BGRA))


def convert_layer(bgra: Plane) -> tuple[Planes, Planes]:
    """A layer of even size as (colour, keep): colour times cover, and how much of what lies behind shows (255: all)."""
    cover = cast(Plane, np.ascontiguousarray(bgra[..., 3]))
    colour = convert(cast(Plane, cv2.cvtColor(bgra, cv2.COLOR_BGRA2RGB)), cover)
    coarse = 255 - _left_sited(cover.astype(np.float32))
    return colour, Planes(255 - cover, coarse, coarse)


def convert(rgb: Plane, cover: Plane | None = None) -> Planes:
    """`rgb`: uint8, shape (height, width, 3), sRGB, both even; with `cover` (255 hides all) premultiplied by it."""
    # Bands, because a whole picture in floats is larger than all else a worker holds.
    height, width = rgb.shape[:2]
    planes = blank(width, height)
    for top in range(0, height, _BAND):
        band = slice(top, min(top + _BAND, height))
        yuv = cv2.transform(rgb[band].astype(np.float32), _BT709)
        if cover is not None:
            yuv = yuv * (cover[band] * np.float32(1 / 255))[..., np.newaxis]
        y, u, v = cv2.split(yuv)
        planes.y[band] = _rounded(y)
        half = slice(band.start // 2, band.stop // 2)
        planes.u[half], planes.v[half] = _left_sited(u), _left_sited(v)
    return planes


def to_rgb(planes: Planes, width: int, height: int) -> Plane:
    """uint8, shape (height, width, 3): the picture scaled to that size."""
    scaled = [
        cv2.resize(plane, (width, height), interpolation=cv2.INTER_AREA).astype(np.float32) - offset
        for plane, offset in zip(planes, BLACK, strict=True)
    ]
    return _rounded(cast(NDArray[np.float32], cv2.transform(np.stack(scaled, axis=-1), _FROM_BT709)))


def save_planes(planes: Planes, path: Path) -> None:
    """Writes the planes as they are, as one grey PNG: luma above, both chroma planes below. Raises DiskFull."""
    height, width = planes.y.shape
    chroma = np.concatenate([planes.u, planes.v], axis=1)
    # The file lives in the cache alone: filters take twice as long for a few hundredths of its size, the default level
    # four times as long.
    sheet = np.concatenate([planes.y, chroma.reshape(height // 2, width)])
    if not cv2.imwrite(str(path), sheet, _QUICK):
        raise DiskFull(where=str(path.parent))


def load_planes(path: Path) -> Planes:
    """What `save_planes` wrote. Raises PictureUnreadable."""
    sheet = cv2.imread(str(path), cv2.IMREAD_GRAYSCALE)
    if sheet is None:
        raise PictureUnreadable(name=path.name, reason="it is no PNG")
    height = sheet.shape[0] * 2 // 3
    u, v = np.split(cast(Plane, sheet[height:]), 2, axis=1)
    return Planes(cast(Plane, sheet[:height]), u, v)


def _left_sited(chroma: cv2.typing.MatLike) -> Plane:
    """Half the size, rounded: pairs of rows averaged, columns weighted 1-2-1 around every even one."""
    smooth = cv2.sepFilter2D(chroma, cv2.CV_32F, _ACROSS, _DOWN, anchor=(1, 0), borderType=cv2.BORDER_REPLICATE)
    return _rounded(smooth[::2, ::2])


def _rounded(values: cv2.typing.MatLike) -> Plane:
    """To whole levels from 0 to 255; half of one goes to the even level."""
    return cast(Plane, cv2.convertScaleAbs(cv2.threshold(values, 0, 0, cv2.THRESH_TOZERO)[1]))


def _even(value: float) -> int:
    return 2 * round(value / 2)
