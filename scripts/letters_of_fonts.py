"""Writes down which characters set-up's fonts have a shape for, so that an order is checked where no font is.

`python scripts/letters_of_fonts.py` after fonts were added; a test fails while the list and the fonts differ.
"""

import struct
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path

from mutoscope.render.fonts import font_files
from mutoscope.render.letters import LIST
from mutoscope.settings import settings

_HEADING = (
    "# Characters that set-up's fonts have a shape for, first to last, in hexadecimal: scripts/letters_of_fonts.py.\n"
)


def main() -> None:
    LIST.write_text(listed(settings().assets), encoding="utf-8")


def listed(assets: Path) -> str:
    """One range a line: "41-5a"."""
    found = sorted({character for file in font_files(assets) for character in characters(file.read_bytes())})
    runs = (list(run) for _, run in groupby(enumerate(found), key=lambda entry: entry[1] - entry[0]))
    return _HEADING + "".join(f"{run[0][1]:x}-{run[-1][1]:x}\n" for run in runs)


def characters(font: bytes) -> Iterator[int]:
    """What an OpenType font maps to a glyph: its `cmap` table, formats 4 and 12 (ISO/IEC 14496-22, 5.3.1)."""
    cmap = _table(font, b"cmap")
    count = struct.unpack_from(">H", cmap, 2)[0]
    for record in range(count):
        table = cmap[struct.unpack_from(">I", cmap, 8 + 8 * record)[0] :]
        format_ = struct.unpack_from(">H", table)[0]
        yield from _segments(table) if format_ == 4 else _groups(table) if format_ == 12 else ()


def _table(font: bytes, tag: bytes) -> bytes:
    for entry in range(struct.unpack_from(">H", font, 4)[0]):
        name, _, start, length = struct.unpack_from(">4sIII", font, 12 + 16 * entry)
        if name == tag:
            return font[start : start + length]
    raise ValueError(f"the font has no {tag.decode()} table")


def _segments(table: bytes) -> Iterator[int]:
    twice = struct.unpack_from(">H", table, 6)[0]
    columns = [
        struct.unpack_from(f">{twice // 2}H", table, start)
        for start in (14, 16 + twice, 16 + 2 * twice, 16 + 3 * twice)
    ]
    for segment, (last, first, delta, offset) in enumerate(zip(*columns, strict=True)):
        for character in range(first, min(last, 0xFFFE) + 1):
            glyph = character
            if offset:
                place = 16 + 3 * twice + 2 * segment + offset + 2 * (character - first)
                glyph = struct.unpack_from(">H", table, place)[0]
            if (glyph or not offset) and (glyph + delta) % 0x10000:
                yield character


def _groups(table: bytes) -> Iterator[int]:
    for group in range(struct.unpack_from(">I", table, 12)[0]):
        first, last, glyph = struct.unpack_from(">III", table, 16 + 12 * group)
        yield from range(first + (glyph == 0), last + 1)


if __name__ == "__main__":
    main()
