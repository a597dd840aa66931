"""A tape: a film's sound in a plain file of stereo samples, read and written a block at a time."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from mutoscope.render.sound import BLOCK, Sound


@dataclass(frozen=True)
class Tape:
    """`samples` of two channels at 48 kHz in the file, interleaved, each of type `kind` ("<i2" or "<f4")."""

    path: Path
    samples: int
    kind: str
    first: int = 0
    """Where in the file it begins, in samples."""

    def passage(self, offset: int, samples: int) -> "Tape":
        """`samples` of it from `offset` on, or as many as there are."""
        return replace(self, first=self.first + offset, samples=max(0, min(samples, self.samples - offset)))

    def read(self, start: int, count: int) -> NDArray[np.generic]:
        """Shape (count, 2); nothing lies before the start or after the end, and less comes back there."""
        start, stop = max(start, 0), min(start + count, self.samples)
        width = 2 * np.dtype(self.kind).itemsize
        read = np.fromfile(self.path, self.kind, max(stop - start, 0) * 2, offset=(self.first + start) * width)
        return read.reshape(-1, 2)

    def blocks(self) -> Iterator[NDArray[np.generic]]:
        for start in range(0, self.samples, BLOCK):
            yield self.read(start, BLOCK)

    def signal(self, start: int, count: int) -> NDArray[np.float32]:
        """The same as float32 with full scale 1.0."""
        read = self.read(start, count)
        return read.astype(np.float32) / np.float32(32768 if self.kind == "<i2" else 1)

    def signals(self) -> Iterator[NDArray[np.float32]]:
        for start in range(0, self.samples, BLOCK):
            yield self.signal(start, BLOCK)

    def sounds(self) -> Iterator[Sound]:
        for start in range(0, self.samples, BLOCK):
            yield self.read(start, BLOCK).astype(np.int16)


def record(path: Path, blocks: Iterable[NDArray[np.generic]], kind: str, *, samples: int | None = None) -> Tape:
    """Writes the blocks; with `samples` cut to that many, or filled up with silence."""
    written = 0
    with path.open("wb") as file:
        for block in blocks:
            kept = block if samples is None else block[: samples - written]
            file.write(np.ascontiguousarray(kept, kind).tobytes())
            written += len(kept)
        if samples is not None:
            file.write(bytes((samples - written) * 2 * np.dtype(kind).itemsize))
    return Tape(path, written if samples is None else samples, kind)
