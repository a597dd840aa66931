"""Writing a picture in the format that it is delivered in."""

from pathlib import Path

import numpy as np
import pyvips
from numpy.typing import NDArray

from mutoscope.errors import DiskFull
from mutoscope.media.origin import XMP
from mutoscope.media.picture_format import PictureFormat


def save_picture(
    pixels: NDArray[np.uint8], path: Path, format: PictureFormat, compression: int, *, by_model: bool = False
) -> None:
    """`pixels`: uint8, shape (h, w, 3 or 4), sRGB, straight alpha. `by_model` marks it as made by a model.

    Raises DiskFull.
    """
    picture = pyvips.Image.new_from_array(np.ascontiguousarray(pixels), interpretation="srgb")
    if by_model:
        picture = picture.copy()
        picture.set_type(pyvips.GValue.blob_type, "xmp-data", XMP.encode())
    keep = "xmp" if by_model else "none"
    try:
        match format:
            case PictureFormat.PNG:
                picture.pngsave(str(path), compression=4, keep=keep)
            case PictureFormat.WEBP:
                picture.webpsave(str(path), Q=compression, smart_subsample=True, effort=3, keep=keep)
            case PictureFormat.JPEG:
                picture.jpegsave(str(path), Q=max(1, compression), optimize_coding=True, keep=keep)
    except pyvips.Error as error:
        raise DiskFull(where=str(path.parent)) from error
