"""The formats that pictures are delivered in, and writing them. JPEG alone has no transparency.

`compression` is what OpenAI calls output_compression: 100 keeps the most, 0 makes the smallest file; PNG loses nothing.
"""

from enum import StrEnum
from pathlib import Path

import numpy as np
import pyvips
from numpy.typing import NDArray

from mutoscope.errors import DiskFull, InvalidInput
from mutoscope.media.origin import XMP


class PictureFormat(StrEnum):
    PNG = "png"
    WEBP = "webp"
    JPEG = "jpeg"


class Background(StrEnum):
    AUTO = "auto"  # as the prompt and the engine have it
    OPAQUE = "opaque"
    TRANSPARENT = "transparent"  # the subject alone


class FormatOpaque(InvalidInput):
    """A JPEG picture cannot have a transparent background."""

    code = "format_not_transparent"
    hint = "Ask for png or webp, or for an opaque background."


def require_transparency(background: Background, format: PictureFormat, *, param: str = "background") -> None:
    if background is Background.TRANSPARENT and format is PictureFormat.JPEG:
        raise FormatOpaque(param=param)


def picture_file(format: PictureFormat, stem: str = "picture") -> str:
    return f"{stem}.{format.value}"


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
