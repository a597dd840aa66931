"""Draws a rectangle of a plane at any place and scale, exact to a few hundredths of a pixel, at the speed of a resize.

A resize keeps any scale exactly but begins at a whole sample and a whole pixel: a little before the rectangle a sample
is sought that falls on a whole pixel. At a scale near 1, or near 4/5, there are too few: `falls_evenly` tells.
"""

from dataclasses import dataclass
from functools import lru_cache
from math import ceil, floor

import cv2
import numpy as np

from mutoscope.render.planes import Plane

REACH = 128
"""How many luma samples beyond a rectangle's edges may be used (half as many of chroma): planes go on that far."""
_NEAR_ENOUGH = 0.012
_WIDEST_GAP = 0.08


@dataclass(frozen=True)
class Axis:
    """How samples fall on pixels along one axis: sample edge `at` on pixel edge 0, `scale` pixels for each sample.

    At most `reach` samples beyond what is drawn may be used.
    """

    at: float
    scale: float
    reach: int = REACH


@dataclass(frozen=True)
class Start:
    """Sample edge `sample` is drawn on pixel edge `pixel`, and from there on at `scale`."""

    sample: int
    pixel: int
    scale: float


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


def resample(source: Plane, x: Axis, y: Axis, area: Area, room: Plane, *, left: int = 0, top: int = 0) -> Plane:
    """What the source, which begins at sample (`left`, `top`) of the axes, shows in `area`.

    It is a part of `room`, which is larger than the area by what the axes reach.
    """
    across, down = find_start(x, area.left, area.right), find_start(y, area.top, area.bottom)
    columns, wide = _extent(across, area.right)
    rows, high = _extent(down, area.bottom)
    before, above = across.sample - left, down.sample - top
    cv2.resize(
        source[above : above + rows, before : before + columns],
        None,
        dst=room[:high, :wide],
        fx=across.scale,
        fy=down.scale,
        interpolation=cv2.INTER_LINEAR,
    )
    before, above = area.left - across.pixel, area.top - down.pixel
    return room[above : above + area.bottom - area.top, before : before + area.right - area.left]


def _extent(start: Start, last: int) -> tuple[int, int]:
    """How many samples are drawn, and as how many pixels, up to pixel `last` and the sample that is blended with it."""
    samples = ceil((last - start.pixel) / start.scale) + 1
    # As OpenCV rounds it: half to even.
    return samples, round(samples * start.scale)


def falls_evenly(scale: float) -> bool:
    """Whether at this scale there is a sample near a whole pixel wherever a plane begins."""
    places = np.sort(np.arange(REACH) * scale % 1)
    return float(np.diff(places, append=places[0] + 1).max()) < _WIDEST_GAP


@lru_cache(maxsize=512)
def find_start(axis: Axis, first: int, last: int) -> Start:
    """The sample from which pixels `first` to `last` are drawn nearest to their places."""
    sample = floor(axis.at + first / axis.scale)
    # What is enlarged reaches over more pixels with each sample, and there is room for so many.
    turns = int(axis.reach / max(axis.scale, 1.0))
    # A plain loop: it ends after some forty turns, in which time an array would just have been made.
    place = (sample - axis.at) * axis.scale
    for turn in range(turns):
        if not _NEAR_ENOUGH < (place - turn * axis.scale) % 1.0 < 1 - _NEAR_ENOUGH:
            return Start(sample - turn, round(place - turn * axis.scale), axis.scale)
    places = place - np.arange(turns) * axis.scale
    least = int(np.abs(places - np.rint(places)).argmin())
    return _centred(sample - least, float(places[least]), axis.scale, first, last)


def _centred(sample: int, place: float, scale: float, first: int, last: int) -> Start:
    """A start so far from its place that it would be seen: the scale makes up for it, so that the middle is right."""
    pixel = round(place)
    middle = (first + last) / 2 - pixel
    return Start(sample, pixel, scale * middle / (middle + pixel - place))
