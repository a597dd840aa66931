"""Inspecting a picture: bounds by its header and outline, then every pixel once, then a thumbnail.

Invariant: nothing is decoded of a picture that is too large, has too many frames, or is something else as well.
"""

import re
from collections.abc import Callable

import pyvips

from mutoscope.media.file_type import PNG, WEBP, FileType
from mutoscope.media.inspection.containers import MOST_FRAMES, Outline, gif_outline, png_outline, webp_outline
from mutoscope.media.inspection.report import LONGEST_SIDE, Facts
from mutoscope.media.library_types import GIF, MOST_MEGAPIXELS
from mutoscope.media.refusals import PictureBroken, PictureTooLarge, TooManyFrames, TwoFilesInOne

_OUTLINES: dict[FileType, Callable[[bytes], Outline]] = {GIF: gif_outline, PNG: png_outline, WEBP: webp_outline}
_PROGRAM = re.compile(rb"<script|<\?php|<html", re.IGNORECASE)
_PADDING = 16


def inspect_picture(data: bytes, kind: FileType) -> tuple[Facts, bytes]:
    """What it is, and its thumbnail as JPEG. Raises PictureBroken, PictureTooLarge, TooManyFrames, TwoFilesInOne."""
    try:
        outline = _OUTLINES[kind](data) if kind in _OUTLINES else Outline(1, len(data))
    except (IndexError, ValueError) as error:
        raise PictureBroken(name="") from error
    if outline.frames > MOST_FRAMES:
        raise TooManyFrames(name="", frames=outline.frames, most=MOST_FRAMES)
    try:
        opened = getattr(pyvips.Image, f"{kind.reader}_buffer")(data, access="sequential", fail_on="truncated")
        facts = _measure(opened, outline)
        _require_one_file(data, kind, outline)
        opened.avg()
        return facts, _thumbnail(data)
    except pyvips.Error as error:
        raise PictureBroken(name="") from error


def warm_up() -> None:
    """Loads what libvips loads on first use, while the process may still open files."""
    tiny = pyvips.Image.black(8, 8, bands=3).copy(interpretation="srgb").pngsave_buffer()
    _thumbnail(tiny)


def _measure(picture: pyvips.Image, outline: Outline) -> Facts:
    width, height = int(picture.width), int(picture.height)
    if width * height * outline.frames > MOST_MEGAPIXELS * 1_000_000 * (4 if outline.frames > 1 else 1):
        raise PictureTooLarge(name="", width=width, height=height * outline.frames, most=MOST_MEGAPIXELS)
    return Facts(width=width, height=height, frames=outline.frames)


def _require_one_file(data: bytes, kind: FileType, outline: Outline) -> None:
    """A GIF can be a script that begins with its header, and any picture can carry a page behind its end."""
    if _PROGRAM.search(data) or data[outline.end : outline.end + _PADDING].strip(b"\0\r\n"):
        raise TwoFilesInOne(name="")
    if len(data) > outline.end + _PADDING or (kind is GIF and data[6:8] in (b"/*", b"=/", b"='", b'="')):
        raise TwoFilesInOne(name="")


def _thumbnail(data: bytes) -> bytes:
    small = pyvips.Image.thumbnail_buffer(data, LONGEST_SIDE, height=LONGEST_SIDE, size="down", output_profile="srgb")
    plain = small.flatten(background=[255.0]) if small.hasalpha() else small
    saved: bytes = plain.colourspace("srgb").cast("uchar").jpegsave_buffer(Q=82, keep="none")
    return saved
