"""The formats that pictures are delivered in, and writing them. JPEG alone has no transparency.

`compression` is what OpenAI calls output_compression: 100 keeps the most, 0 makes the smallest file; PNG loses nothing.
"""

from enum import StrEnum

from mutoscope.errors import InvalidInput


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
