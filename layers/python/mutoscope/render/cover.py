"""What of a layer has to be drawn: rectangles where it hides what is behind it, and others where it is blended.

They lie apart, have even edges, and together hold all that is not see-through. They are chosen by what they cost to
draw, so a hill becomes a strip along its crest and one opaque block below.
"""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from mutoscope.render.planes import Plane

CELL = 32
OPAQUE = 254
AROUND = 4
"""What holds inside a part holds so many samples around it as well, since its edges move to whole pixels."""
# Measured, in samples: how far a resize reaches beyond a part, the time its calls take, and what blending costs.
_REACHED, _CALLS, _BLENDING = 24, 80_000, 2.2
_PATIENCE = 2


@dataclass(frozen=True)
class Part:
    """A rectangle of a picture, in its luma samples; the layer hides all behind it, or is blended with it."""

    left: int
    top: int
    right: int
    bottom: int
    opaque: bool


def parts_of(keep: Plane, left: int, top: int) -> tuple[Part, ...]:
    """The parts of a layer whose `keep` (255: all behind it shows through) begins at (`left`, `top`), both even."""
    if not keep.size:
        return ()
    height, width = keep.shape
    cells = _Cells.of(keep)
    return tuple(
        Part(
            left + x * CELL,
            top + y * CELL,
            left + min(end * CELL, width),
            top + min(foot * CELL, height),
            bool(cells.opaque[y:foot, x:end].all()),
        )
        for x, y, end, foot in _split(cells, (0, 0, cells.full.shape[1], cells.full.shape[0]), _PATIENCE)[1]
    )


def solid_from(keep: Plane) -> int:
    """The row, a multiple of `CELL`, from which `keep` shows nothing behind it down to its last row."""
    see_through = np.flatnonzero(~_Cells.of(keep).opaque.all(axis=1))
    return min((int(see_through[-1]) + 1) * CELL, len(keep)) if len(see_through) else 0


_Cut = tuple[int, int, int, int]
_Marks = NDArray[np.bool_]


@dataclass(frozen=True)
class _Cells:
    """For each cell whether something is drawn in it, and whether it hides all behind it."""

    full: _Marks
    opaque: _Marks

    @classmethod
    def of(cls, keep: Plane) -> "_Cells":
        near = np.ones((2 * AROUND + 1, 2 * AROUND + 1), np.uint8)
        least, most = _by_cell(cv2.erode(keep, near), np.minimum), _by_cell(cv2.dilate(keep, near), np.maximum)
        return cls(least < 255, most <= 255 - OPAQUE)


def _by_cell(plane: cv2.typing.MatLike, extreme: np.ufunc) -> NDArray[np.uint8]:
    height, width = plane.shape
    whole = np.pad(plane, ((0, -height % CELL), (0, -width % CELL)), mode="edge")
    rows = extreme.reduce(whole.reshape(-1, CELL, whole.shape[1]), axis=1)
    found: NDArray[np.uint8] = extreme.reduce(rows.reshape(rows.shape[0], -1, CELL), axis=2)
    return found


def _split(cells: _Cells, cut: _Cut, patience: int) -> tuple[float, list[_Cut]]:
    """The cheapest way found to draw what is in `cut`, and its cost: as one, or parted once and so on.

    A split that saves nothing by itself is followed `patience` times, since it may take two to leave a hole out.
    """
    shrunk = _shrunk(cells.full, cut)
    if shrunk is None:
        return 0.0, []
    left, top, right, bottom = shrunk
    full, opaque = cells.full[top:bottom, left:right], cells.opaque[top:bottom, left:right]
    whole = float(_costs(full, opaque)[-1])
    down, across = _split_costs(full, opaque), _split_costs(full.T, opaque.T)
    best = min((*down, *across), default=whole)
    if opaque.all() or (best >= whole and not patience):
        return whole, [shrunk]
    left_over = patience - (best >= whole)
    if best in down:
        row = top + 1 + int(np.argmin(down))
        halves = ((left, top, right, row), (left, row, right, bottom))
    elif best in across:
        column = left + 1 + int(np.argmin(across))
        halves = ((left, top, column, bottom), (column, top, right, bottom))
    else:
        return whole, [shrunk]
    one, other = (_split(cells, half, left_over) for half in halves)
    return (one[0] + other[0], one[1] + other[1]) if one[0] + other[0] < whole else (whole, [shrunk])


def _shrunk(full: _Marks, cut: _Cut) -> _Cut | None:
    left, top, right, bottom = cut
    inside = full[top:bottom, left:right]
    rows, columns = np.flatnonzero(inside.any(axis=1)), np.flatnonzero(inside.any(axis=0))
    if not len(rows):
        return None
    return left + int(columns[0]), top + int(rows[0]), left + int(columns[-1]) + 1, top + int(rows[-1]) + 1


def _split_costs(full: _Marks, opaque: _Marks) -> NDArray[np.float64]:
    """What it costs when the rows are parted after the first one, after the second one, and so on."""
    above, below = _costs(full, opaque), _costs(full[::-1], opaque[::-1])[::-1]
    return above[:-1] + below[1:]


def _costs(full: _Marks, opaque: _Marks) -> NDArray[np.float64]:
    """What the first row costs to draw, the first two together, and so on, each without the empty cells around."""
    count, width = full.shape
    some, rows = full.any(axis=1), np.arange(count)
    first = np.minimum.accumulate(np.where(some, full.argmax(axis=1), width))
    last = np.maximum.accumulate(np.where(some, width - full[:, ::-1].argmax(axis=1), 0))
    foot = np.maximum.accumulate(np.where(some, rows + 1, 0))
    wide, high = np.maximum(last - first, 0), np.maximum(foot - int(some.argmax()), 0)
    blended = np.cumsum(opaque.sum(axis=1)) < wide * high
    cost = (wide * CELL + _REACHED) * (high * CELL + _REACHED) * np.where(blended, _BLENDING, 1.0) + _CALLS
    return np.asarray(np.where(wide > 0, cost, 0.0))
