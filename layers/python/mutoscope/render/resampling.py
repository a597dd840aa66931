"""Draws a rectangle of a plane at any place and scale, exact to a few hundredths of a pixel, at the speed of a resize.

Along each axis samples are sought near the rectangle's edges that fall on whole pixels: between two such samples the
plane is resized by integer sizes. At a scale near 1, or near 4/5, there are too few: `falls_evenly` tells.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from math import ceil, floor

import cv2
import numpy as np

from mutoscope.render.planes import Plane

REACH = 128
"""How many samples beyond a rectangle's edges may be used; planes repeat or clear that much around them."""
_NEAR_ENOUGH = 0.015
_WIDEST_GAP = 0.08


@dataclass(frozen=True)
class Axis:
    """How samples fall on pixels along one axis: sample edge `at` on pixel edge 0, `scale` pixels for each sample."""

    at: float
    scale: float


@dataclass(frozen=True)
class Span:
    """Samples `start` to `stop` fill pixels `first` to `last`; an edge lies at most `error` pixels from its place."""

    start: int
    stop: int
    first: int
    last: int
    error: float


@dataclass(frozen=True)
class Area:
    """Pixels of a plane: from `left`, `top` up to, not including, `right`, `bottom`."""

    left: int
    top: int
    right: int
    bottom: int

    @property
    def is_empty(self) -> bool:
        return self.left >= self.right or self.top >= self.bottom

    def of(self, plane: Plane) -> Plane:
        return plane[self.top : self.bottom, self.left : self.right]


def resample(source: Plane, x: Axis, y: Axis, area: Area, room: Plane) -> Plane:
    """What the source shows in `area`, as a part of `room`, which is larger than the area by `REACH` on each side."""
    across, down = find_span(x, area.left, area.right), find_span(y, area.top, area.bottom)
    resized = room[: down.last - down.first, : across.last - across.first]
    crop = source[down.start : down.stop, across.start : across.stop]
    cv2.resize(crop, (resized.shape[1], resized.shape[0]), dst=resized, interpolation=cv2.INTER_LINEAR)
    left, top = area.left - across.first, area.top - down.first
    return resized[top : top + area.bottom - area.top, left : left + area.right - area.left]


def falls_evenly(scale: float) -> bool:
    """Whether at this scale there is a sample near a whole pixel wherever a plane begins."""
    places = np.sort(np.arange(REACH) * scale % 1)
    return float(np.diff(places, append=places[0] + 1).max()) < _WIDEST_GAP


@lru_cache(maxsize=512)
def find_span(axis: Axis, first: int, last: int) -> Span:
    """The samples from at most pixel `first` to at least pixel `last` whose ends fall best on whole pixels."""
    start, low, before = min(_ends(axis, floor(axis.at + first / axis.scale), -1))[1:]
    stop, high, after = min(_ends(axis, ceil(axis.at + last / axis.scale), 1))[1:]
    return Span(start, stop, low, high, max(before, after))


def _ends(axis: Axis, sample: int, step: int) -> Iterator[tuple[float, int, int, float]]:
    """Samples outwards from `sample`: (cost, sample, its pixel, its error); ends with the first that is near enough."""
    for end in range(sample, sample + step * REACH, step):
        place = (end - axis.at) * axis.scale
        pixel = round(place)
        error = abs(place - pixel)
        yield error, end, pixel, error
        if error < _NEAR_ENOUGH:
            return
