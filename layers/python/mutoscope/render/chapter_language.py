"""Says in a finished MP4 which language its chapters' titles are in.

FFmpeg writes the chapters' track by itself and leaves its language at 0, which players read as English. A track's
language is 15 bits of its media header (ISO/IEC 14496-12, 8.4.2), so it is set in place and nothing else moves.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

_LANGUAGE_AT = {0: 20, 1: 32}
"""Where in a media header its language lies, by the header's version."""


def set_chapter_language(film: Path, language: str) -> None:
    """`language`: three letters (ISO 639-2). Does nothing to a film without chapters."""
    packed = sum((ord(letter) - 0x60) << shift for letter, shift in zip(language, (10, 5, 0), strict=True))
    with film.open("r+b") as file:
        for start, end in _boxes(file, 0, film.stat().st_size, b"moov", b"trak", b"mdia"):
            handler, _ = next(_boxes(file, start, end, b"hdlr"))
            header, _ = next(_boxes(file, start, end, b"mdhd"))
            if _read(file, handler + 8, 4) == b"text":
                version = _read(file, header, 1)[0]
                file.seek(header + _LANGUAGE_AT[version])
                file.write(packed.to_bytes(2))


def _boxes(file: BinaryIO, start: int, end: int, *path: bytes) -> Iterator[tuple[int, int]]:
    """Where the contents of the boxes at `path` begin and end, between two places of the file."""
    at = start
    while at < end:
        size, name = int.from_bytes(_read(file, at, 4)), _read(file, at + 4, 4)
        large = size == 1
        size = int.from_bytes(_read(file, at + 8, 8)) if large else size or end - at
        inside = (at + (16 if large else 8), at + size)
        if name == path[0]:
            yield from _boxes(file, *inside, *path[1:]) if path[1:] else (inside,)
        at += size


def _read(file: BinaryIO, at: int, length: int) -> bytes:
    file.seek(at)
    return file.read(length)
