"""Pictures that users bring: checked by their header before a pixel is decoded, then scaled to cover a frame.

Invariant: what comes out is upright sRGB without transparency, whatever camera or program made the file.
"""

from pathlib import Path
from typing import cast

import numpy as np
import pyvips
from numpy.typing import NDArray

from mutoscope.media.file_type import FileType
from mutoscope.media.library_types import MOST_MEGAPIXELS
from mutoscope.media.refusals import PictureBroken, PictureTooLarge


def check_picture(path: Path, kind: FileType, name: str) -> None:
    """Decodes the whole picture once, so that a bad one is refused when it comes and not when the film is made.

    Raises PictureTooLarge, PictureBroken.
    """
    try:
        picture = getattr(pyvips.Image, kind.reader)(str(path), access="sequential", fail_on="truncated")
        if picture.width * picture.height > MOST_MEGAPIXELS * 1_000_000:
            size = {"width": picture.width, "height": picture.height}
            raise PictureTooLarge(param="file", name=name, **size, most=MOST_MEGAPIXELS)
        picture.avg()
    except pyvips.Error as error:
        raise PictureBroken(param="file", name=name) from error


def upright(path: Path, most: int, name: str) -> tuple[NDArray[np.uint8], tuple[int, int]]:
    """The whole picture, uint8, shape (h, w, 3), sRGB, at most `most` on a side, and its own width and height.

    Raises PictureBroken.
    """
    try:
        header = pyvips.Image.new_from_file(str(path), access="sequential").autorot()
        scaled = pyvips.Image.thumbnail(
            str(path), most, height=most, size="down", fail_on="truncated", output_profile="srgb"
        )
        whole = scaled.flatten(background=[255.0]) if scaled.hasalpha() else scaled
        pixels = whole.colourspace("srgb").cast("uchar").numpy().reshape(scaled.height, scaled.width, -1)[:, :, :3]
        return cast(NDArray[np.uint8], np.ascontiguousarray(pixels)), (int(header.width), int(header.height))
    except pyvips.Error as error:
        raise PictureBroken(param="file", name=name) from error


def cover(path: Path, width: int, height: int, name: str) -> NDArray[np.uint8]:
    """uint8, shape (height, width, 3), sRGB: the picture scaled to fill the frame, what is too much cut off.

    The cut keeps what draws the eye (libvips' attention strategy). Raises PictureBroken.
    """
    try:
        scaled = pyvips.Image.thumbnail(
            str(path), width, height=height, crop="attention", fail_on="truncated", output_profile="srgb"
        )
        whole = scaled.flatten(background=[255.0]) if scaled.hasalpha() else scaled
        plain = whole.colourspace("srgb").cast("uchar")
        return cast(NDArray[np.uint8], plain.numpy().reshape(height, width, -1)[:, :, :3])
    except pyvips.Error as error:
        raise PictureBroken(param="file", name=name) from error
