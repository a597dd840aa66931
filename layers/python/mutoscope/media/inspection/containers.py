"""Reading the frame of a picture file without decoding it: how many frames it has, and where it ends.

Sources: GIF89a; PNG 3rd edition, 5; WebP container specification (RFC 9649).
"""

import struct
from collections.abc import Iterator
from dataclasses import dataclass

MOST_FRAMES = 1_000


@dataclass(frozen=True)
class Outline:
    """`end` is where the file ends by its own word; `frames` stops counting one above the most."""

    frames: int
    end: int


def gif_outline(data: bytes) -> Outline:
    """Raises IndexError or ValueError when the file ends before it says so."""
    at = 13 + _table(data[10])
    frames = 0
    while frames <= MOST_FRAMES:
        kind = data[at]
        if kind == 0x3B:
            return Outline(frames, at + 1)
        if kind == 0x21:
            at = _after_blocks(data, at + 2)
        elif kind == 0x2C:
            frames += 1
            at = _after_blocks(data, at + 11 + _table(data[at + 9]))
        else:
            raise ValueError("no block of a GIF begins here")
    return Outline(frames, len(data))


def png_outline(data: bytes) -> Outline:
    """Frames are those that an APNG announces."""
    frames, end = 1, 0
    for kind, first, size in _png_chunks(data):
        if kind == b"acTL":
            frames = int(struct.unpack(">I", data[first : first + 4])[0])
        if kind == b"IEND":
            end = first + size + 4
            break
    return Outline(frames, end or len(data))


def webp_outline(data: bytes) -> Outline:
    end = 8 + int(struct.unpack("<I", data[4:8])[0])
    at, frames = 12, 0
    while at + 8 <= min(end, len(data)) and frames <= MOST_FRAMES:
        frames += data[at : at + 4] == b"ANMF"
        size = int(struct.unpack("<I", data[at + 4 : at + 8])[0])
        at += 8 + size + size % 2
    return Outline(max(frames, 1), end)


def _png_chunks(data: bytes) -> Iterator[tuple[bytes, int, int]]:
    at = 8
    while at + 8 <= len(data):
        size = int(struct.unpack(">I", data[at : at + 4])[0])
        yield data[at + 4 : at + 8], at + 8, size
        at += 12 + size


def _table(packed: int) -> int:
    """Bytes of the colour table that a GIF's flags announce."""
    return 3 * 2 ** ((packed & 7) + 1) if packed & 0x80 else 0


def _after_blocks(data: bytes, at: int) -> int:
    """Behind the sub-blocks that begin here."""
    while (size := data[at]) != 0:
        at += size + 1
    return at + 1
