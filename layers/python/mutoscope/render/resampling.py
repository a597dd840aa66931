"""Draws a rectangle of a plane at any place and scale, exact to a few hundredths of a pixel, at the speed of a resize.

A resize keeps any scale exactly but begins at a whole sample and a whole pixel: a little before the rectangle a sample
is sought that falls on a whole pixel. At a scale near 1, or near 4/5, there are too few: `falls_evenly` tells.
"""

from dataclasses import dataclass
from math import ceil, floor

import cv2
import numpy as np

from mutoscope.render.planes import Plane

REACH = 128
"""How many luma samples beyond a rectangle's edges may be used (half as many of chroma): planes go on that far."""
_NEAR_ENOUGH = 0.018
_WIDEST_GAP = 0.08


@dataclass(frozen=True, slots=True)
class Axis:
    """How samples fall on pixels along one axis: sample edge `at` on pixel edge 0, `scale` pixels for each sample.

    At most `reach` samples beyond what is drawn may be used.
    """

    at: float
    scale: float
    reach: int = REACH


@dataclass(frozen=True, slots=True)
class Start:
    """Sample edge `sample` is drawn on pixel edge `pixel`, and from there on at `scale`."""

    sample: int
    pixel: int
    scale: float


@dataclass(frozen=True, slots=True)
class Area:
    """Pixels of a plane: from `left`, `top` up to, not including, `right`, `bottom`."""

    left: int
    top: int
    right: int
    bottom: int

    @property
    def is_empty(self) -> bool:
        return self.left >= self.right or self.top >= self.bottom

    def halved(self) -> "Area":
        """The same in planes of chroma."""
        return Area(self.left // 2, self.top // 2, self.right // 2, self.bottom // 2)

    def of(self, plane: Plane) -> Plane:
        return plane[self.top : self.bottom, self.left : self.right]


@dataclass(frozen=True, slots=True)
class Window:
    """What fills `area` on the axes it was made for: so many samples from where they start, as so many pixels."""

    across: Start
    down: Start
    samples: tuple[int, int]
    pixels: tuple[int, int]
    """Columns and rows, of both."""
    area: Area

    def show(self, source: Plane, room: Plane, *, left: int = 0, top: int = 0) -> Plane:
        """What the source, of any number of channels, which begins at sample (`left`, `top`) of the axes, shows.

        It is a part of `room`, which has as many channels and is larger than the area by what the axes reach.
        """
        across, down, area = self.across, self.down, self.area
        before, above = across.sample - left, down.sample - top
        cv2.resize(
            source[above : above + self.samples[1], before : before + self.samples[0]],
            None,
            dst=room[: self.pixels[1], : self.pixels[0]],
            fx=across.scale,
            fy=down.scale,
            interpolation=cv2.INTER_LINEAR,
        )
        before, above = area.left - across.pixel, area.top - down.pixel
        return room[above : above + area.bottom - area.top, before : before + area.right - area.left]


def window(x: Axis, y: Axis, area: Area) -> Window:
    """How samples that lie on the axes like this fill the area."""
    across, down = find_start(x, area.left, area.right), find_start(y, area.top, area.bottom)
    columns, wide = _extent(across, area.right)
    rows, high = _extent(down, area.bottom)
    return Window(across, down, (columns, rows), (wide, high), area)


def _extent(start: Start, last: int) -> tuple[int, int]:
    """How many samples are drawn, and as how many pixels, up to pixel `last` and the sample that is blended with it."""
    samples = ceil((last - start.pixel) / start.scale) + 1
    # As OpenCV rounds it: half to even.
    return samples, round(samples * start.scale)


def falls_evenly(scale: float) -> bool:
    """Whether at this scale there is a sample near a whole pixel wherever a plane begins."""
    places = np.sort(np.arange(REACH) * scale % 1)
    return float(np.diff(places, append=places[0] + 1).max()) < _WIDEST_GAP


def find_start(axis: Axis, first: int, last: int) -> Start:
    """The sample from which pixels `first` to `last` are drawn nearest to their places."""
    sample = floor(axis.at + first / axis.scale)
    # What is enlarged reaches over more pixels with each sample, and there is room for so many.
    turns = int(axis.reach / max(axis.scale, 1.0))
    # A plain loop: it ends after some forty turns, in which time an array would just have been made.
    place = (sample - axis.at) * axis.scale
    # Chroma, of which half as much may be used, is seen half as sharp.
    scale, least = axis.scale, _NEAR_ENOUGH * REACH / axis.reach
    most = 1 - least
    for turn in range(turns):
        if not least < (place - turn * scale) % 1.0 < most:
            return _centred(sample - turn, place - turn * scale, scale, first, last)
    places = place - np.arange(turns) * axis.scale
    nearest = int(np.abs(places - np.rint(places)).argmin())
    return _centred(sample - nearest, float(places[nearest]), scale, first, last)


def _centred(sample: int, place: float, scale: float, first: int, last: int) -> Start:
    """A start that is off its place: the scale makes up for it, so that the middle is right."""
    pixel = round(place)
    middle = (first + last) / 2 - pixel
    return Start(sample, pixel, scale * middle / (middle + pixel - place))
