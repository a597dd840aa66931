"""Something drawn by hand: its ink, when each part of it is drawn, and the colour that is laid in afterwards.

Everything is a map of moments: at any share of the way the picture follows from the maps alone, so that a frame needs
none of those before it.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import cast

import cv2
import numpy as np
from numpy.typing import NDArray

from mutoscope.engines.draw.raster import rasterise

Pixels = NDArray[np.uint8]
Points = NDArray[np.float64]
_STEPS = 160
_SHORTEST = 10
"""Pixels of a line that is worth drawing."""
_NEVER = 2.0


@dataclass(frozen=True)
class Sketch:
    """`ink` is cover (255 hides), `moments` when a pixel of it is drawn, 0 to 1; both of one size, as is `wash`.

    `wash` is RGBA that lies under the ink and is laid in from the upper left once the ink is there. `path` is where
    the pen is at each of its even steps: shape (n, 2), pixels from the sketch's corner.
    """

    ink: Pixels
    moments: NDArray[np.float32]
    path: Points
    wash: Pixels | None = None

    @property
    def size(self) -> tuple[int, int]:
        return self.ink.shape[1], self.ink.shape[0]

    def inked(self, share: float) -> Pixels:
        """The ink's cover when so much of the way is drawn."""
        return cast(Pixels, np.where(self.moments <= share, self.ink, 0).astype(np.uint8))

    def pen(self, share: float) -> tuple[float, float]:
        x, y = self.path[min(int(share * len(self.path)), len(self.path) - 1)]
        return float(x), float(y)

    def washed(self, share: float) -> Pixels | None:
        """The colour when so much of it is laid in, as RGBA with a soft edge."""
        if self.wash is None or share <= 0:
            return None
        height, width = self.ink.shape
        down = np.arange(height)[:, np.newaxis] / height
        place = (np.arange(width) / width + down + 0.05 * np.sin(down * 40)) / 2.05
        shown = np.clip((share * 1.2 - place) / 0.2, 0, 1)
        washed = self.wash.copy()
        washed[..., 3] = (washed[..., 3] * shown).astype(np.uint8)
        return washed


def sketch_pictogram(body: str, side: int, thickness: float, chance: np.random.Generator) -> Sketch:
    """The outlines of a pictogram's colours as a hand would draw them, the longest first, then its colours."""
    margin = round(thickness * 2)
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="{side}" '
        f'height="{side}" viewBox="0 0 32 32">{body}</svg>'
    )
    flat = cv2.copyMakeBorder(rasterise(svg), margin, margin, margin, margin, cv2.BORDER_CONSTANT, value=(0, 0, 0, 0))
    lines = [_by_hand(line, chance) for line in _outlines(cast(Pixels, flat))]
    ink, moments, path = _drawn(lines, flat.shape[1::-1], thickness)
    wash = flat.copy()
    # Paler than print, so that the lines stay what one sees.
    wash[..., :3] = (255 - (255 - flat[..., :3].astype(np.float32)) * 0.78).astype(np.uint8)
    return Sketch(ink, moments, path, cast(Pixels, wash))


def sketch_lines(lines: Sequence[Points], size: tuple[int, int], thickness: float) -> Sketch:
    """Lines as they are given: arrows and underlines."""
    return Sketch(*_drawn(lines, size, thickness))


def sketch_letters(mask: Pixels, lines: int, chance: np.random.Generator) -> Sketch:
    """Lettering that is written line by line, a little uneven, as a hand has it."""
    uneven = _uneven(mask, max(1.0, mask.shape[0] / max(lines, 1) * 0.022), chance)
    height, width = uneven.shape
    row = np.minimum(np.arange(height) * lines // height, lines - 1)[:, np.newaxis]
    inked = [np.flatnonzero(part.any(axis=0)) for part in np.array_split(uneven, lines)]
    spans = [(int(columns[0]), int(columns[-1]) + 1) if columns.size else (0, width) for columns in inked]
    starts, ends = (np.array([span[side] for span in spans], np.float64)[row] for side in (0, 1))
    across = np.clip((np.arange(width)[np.newaxis, :] - starts) / np.maximum(ends - starts, 1), 0, 1)
    moments = ((row + across) / lines).astype(np.float32)
    return Sketch(uneven, moments, _written_path(spans, height, lines))


def _written_path(spans: Sequence[tuple[int, int]], height: int, lines: int) -> Points:
    pitch = height / lines
    path = []
    for line, (first, last) in enumerate(spans):
        for step in np.linspace(0, 1, 60):
            rise = 0.24 * pitch * np.sin(step * (last - first) / pitch * 9)
            path.append((first + (last - first) * step, (line + 0.6) * pitch + rise))
    return np.array(path)


def _uneven(mask: Pixels, amount: float, chance: np.random.Generator) -> Pixels:
    height, width = mask.shape
    coarse = chance.normal(0, amount, (2, max(2, height // 24), max(2, width // 24))).astype(np.float32)
    dx, dy = (cv2.resize(each, (width, height), interpolation=cv2.INTER_CUBIC) for each in coarse)
    x, y = np.meshgrid(np.arange(width, dtype=np.float32), np.arange(height, dtype=np.float32))
    return cast(Pixels, cv2.remap(mask, x + dx, y + dy, cv2.INTER_LINEAR, borderValue=0))


def _outlines(flat: Pixels) -> Iterator[Points]:
    """The borders of a picture's colours, each drawn once, the silhouette first."""
    taken = np.zeros(flat.shape[:2], np.uint8)
    cover = np.where(flat[..., 3] > 127, 255, 0).astype(np.uint8)
    for region in (cover, *_regions(flat, cover)):
        found, _ = cv2.findContours(region, cv2.RETR_LIST, cv2.CHAIN_APPROX_NONE)
        for contour in sorted(found, key=len, reverse=True):
            yield from _new_parts(contour[:, 0, :].astype(np.float64), taken)


def _regions(flat: Pixels, cover: Pixels) -> list[Pixels]:
    """A mask for each colour that covers enough to be seen, the largest first."""
    coarse = (flat[..., :3].astype(np.int32) >> 4) @ np.array([1, 16, 256])
    colours, counts = np.unique(coarse[cover > 0], return_counts=True)
    order = np.argsort(-counts, kind="stable")
    large = [int(colours[place]) for place in order[:9] if counts[place] > cover.size * 0.0025]
    masks = (np.where((coarse == colour) & (cover > 0), 255, 0).astype(np.uint8) for colour in large)
    return [cast(Pixels, cv2.morphologyEx(mask, cv2.MORPH_OPEN, np.ones((3, 3), np.uint8))) for mask in masks]


def _new_parts(contour: Points, taken: Pixels) -> Iterator[Points]:
    """What of a contour was not drawn yet. `taken` learns of it."""
    closed = np.concatenate([contour, contour[:1]])
    places = closed.astype(int)
    free = taken[places[:, 1], places[:, 0]] == 0
    for run in np.split(np.arange(len(closed)), np.flatnonzero(np.diff(free)) + 1):
        if free[run[0]] and len(run) >= _SHORTEST:
            cv2.polylines(taken, [places[run].reshape(-1, 1, 2)], False, 255, 7)
            yield closed[run]


def _by_hand(line: Points, chance: np.random.Generator) -> Points:
    """Without the steps of pixels, and not quite where it was."""
    kernel = np.ones(7) / 7
    smooth = np.stack([np.convolve(np.pad(axis, 3, "edge"), kernel, "valid") for axis in line.T], axis=1)
    knots = max(2, len(line) // 40)
    for axis in range(2):
        wobble = chance.normal(0, 0.9, knots)
        smooth[:, axis] += np.interp(np.linspace(0, knots - 1, len(line)), np.arange(knots), wobble)
    return smooth


def _drawn(
    lines: Sequence[Points], size: tuple[int, int], thickness: float
) -> tuple[Pixels, NDArray[np.float32], Points]:
    """The lines' ink, its moments, and the pen's path through all of them, at an even pace."""
    ink = np.zeros(size[::-1], np.uint8)
    moments = np.full(size[::-1], _NEVER, np.float32)
    whole = np.concatenate(lines) if lines else np.zeros((1, 2))
    pen = whole[np.linspace(0, len(whole) - 1, _STEPS * 2).astype(int)]
    drawn, total = 0, max(1, sum(map(len, lines)))
    for line in lines:
        step = max(4, total // _STEPS)
        for start in range(0, len(line) - 1, step):
            part = np.rint(line[start : start + step + 1] * 16).astype(np.int32).reshape(-1, 1, 2)
            fresh = np.zeros_like(ink)
            cv2.polylines(fresh, [part], False, 255, max(1, round(thickness)), cv2.LINE_AA, 4)
            stronger = fresh > ink
            moments[stronger & (moments == _NEVER)] = (drawn + start) / total
            ink[stronger] = fresh[stronger]
        drawn += len(line)
    return cast(Pixels, ink), moments, pen
