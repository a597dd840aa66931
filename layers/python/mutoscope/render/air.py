"""What moves in the air of a picture: rain, snow, leaves, petals, bubbles, fireflies, or dust in the light.

Each grain's place follows from its number and the time alone, so any frame can be drawn by itself. Grains leave the
picture at one edge and come in again at the other.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

import cv2
import numpy as np
from numpy.typing import NDArray

from mutoscope.engines.tasks import Air
from mutoscope.render.planes import Plane, Planes, convert

_SUB = 4
"""OpenCV draws in sixteenths of a pixel with so many bits."""
_ROUND = 2 * np.pi
_TURN = 0.2
"""Turns a second of whatever sways, blinks or turns; everything else is a whole multiple of it."""
_COMING = 0.12
Floats = NDArray[np.float64]
Draw = Callable[[Plane, "Grains", float], None]


@dataclass(frozen=True)
class Grains:
    """`places` and `drift` in frames and frames a second, `sizes` in shares of the short side, `phases` in turns."""

    places: Floats
    drift: Floats
    sizes: Floats
    phases: Floats

    def at(self, seconds: float, sway: float) -> Floats:
        """Where each is, shape (n, 2), in frames, a margin around it included."""
        moved = self.places + self.drift * seconds
        moved[:, 0] += sway * np.sin(_ROUND * (self.phases + seconds * _TURN))
        return np.asarray((moved + 0.1) % 1.2 - 0.1)

    def looped(self, seconds: float, period: float) -> "Grains":
        """As they are at a moment of a loop: each comes, drifts for one period and goes, not all at the same time."""
        lived = (seconds / period + self.phases) % 1
        there = np.clip(np.minimum(lived, 1 - lived) / _COMING, 0, 1)
        places = self.places + self.drift * (lived * period)[:, np.newaxis]
        return Grains(places, self.drift * 0, self.sizes * there, self.phases)


@dataclass(frozen=True)
class _Manner:
    """How many grains there are, how they drift (least, most; frames a second), how large, in which colours."""

    count: int
    drift: tuple[tuple[float, float], tuple[float, float]]
    sizes: tuple[float, float]
    colours: tuple[tuple[int, int, int], ...]
    draw: Draw


class AirArtist:
    """Draws what moves in the air over frames of one size; without anything in it, nothing."""

    def __init__(self, air: Air, width: int, height: int, seed: int, *, period: float | None = None) -> None:
        manner = _MANNERS.get(air)
        self._groups: list[tuple[Grains, tuple[int, int, int]]] = []
        self._period = period
        self._draw = manner.draw if manner else _nothing
        self._mask = np.zeros((height, width), np.uint8)
        if manner:
            chance = np.random.default_rng([seed, len(air)])
            self._groups = [(_scatter(manner, chance), _in_yuv(colour)) for colour in manner.colours]

    def draw(self, seconds: float, frame: Planes) -> None:
        """As it is after so many seconds; with a `period`, it is the same again after each."""
        for grains, colour in self._groups:
            self._mask[:] = 0
            if self._period:
                turns = max(1, round(_TURN * self._period)) * seconds / self._period
                self._draw(self._mask, grains.looped(seconds, self._period), turns / _TURN)
            else:
                self._draw(self._mask, grains, seconds)
            _tint(frame, self._mask, colour)


def _scatter(manner: _Manner, chance: np.random.Generator) -> Grains:
    count = -(-manner.count // len(manner.colours))
    near = chance.random(count)
    spans = (np.array(each) for each in manner.drift)
    # What is nearer is larger and moves faster.
    drift = np.stack([least + (most - least) * near for least, most in spans], axis=1)
    sizes = manner.sizes[0] + (manner.sizes[1] - manner.sizes[0]) * near**2
    return Grains(chance.random((count, 2)) * 1.2 - 0.1, drift, sizes, chance.random(count))


def _in_yuv(colour: tuple[int, int, int]) -> tuple[int, int, int]:
    planes = convert(np.full((2, 2, 3), colour, np.uint8))
    return int(planes.y[0, 0]), int(planes.u[0, 0]), int(planes.v[0, 0])


def _tint(frame: Planes, mask: Plane, colour: tuple[int, int, int]) -> None:
    coarse = cv2.resize(mask, (mask.shape[1] // 2, mask.shape[0] // 2), interpolation=cv2.INTER_AREA)
    for plane, cover, level in zip(frame, (mask, coarse, coarse), colour, strict=True):
        kept = cv2.multiply(plane, cv2.bitwise_not(cover), scale=1 / 255)
        cv2.add(kept, cv2.convertScaleAbs(cover, alpha=level / 255), dst=plane)


def _nothing(mask: Plane, grains: Grains, seconds: float) -> None:
    """For clear air."""


def _streaks(mask: Plane, grains: Grains, seconds: float) -> None:
    height, width = mask.shape
    short = min(width, height)
    heads = grains.at(seconds, 0.0) * (width, height)
    for (x, y), size in zip(heads, grains.sizes, strict=True):
        # As long as it falls while a shutter is open.
        tail = (round((x + size * short * 0.22) * 16), round((y - size * short) * 16))
        strength = round(60 + 90 * size / max(grains.sizes.max(), 1e-6))
        thickness = max(1, round(size * short * 0.035))
        cv2.line(mask, (round(x * 16), round(y * 16)), tail, strength, thickness, cv2.LINE_AA, _SUB)


def _soft(mask: Plane, grains: Grains, seconds: float, *, sway: float, strength: int, blink: float = 0.0) -> None:
    """Round grains that fade to their rim; with `blink` they go out and light up again, so many times a second."""
    height, width = mask.shape
    short = min(width, height)
    for (x, y), size, phase in zip(
        grains.at(seconds, sway) * (width, height), grains.sizes, grains.phases, strict=True
    ):
        lit = 0.5 + 0.5 * np.sin(_ROUND * (phase * 7 + seconds * blink)) if blink else 1.0
        _spot(mask, float(x), float(y), max(size * short, 0.7), (strength if size else 0) * float(lit) ** 2)


def _spot(mask: Plane, x: float, y: float, radius: float, strength: float) -> None:
    reach = 2.4 * radius
    left, top = max(int(x - reach), 0), max(int(y - reach), 0)
    right, bottom = min(int(x + reach) + 2, mask.shape[1]), min(int(y + reach) + 2, mask.shape[0])
    if left >= right or top >= bottom:
        return
    across = np.exp(-(((np.arange(left, right) + 0.5 - x) / radius) ** 2))
    down = np.exp(-(((np.arange(top, bottom) + 0.5 - y) / radius) ** 2))
    part = mask[top:bottom, left:right]
    np.maximum(part, np.rint(np.outer(down, across) * strength).astype(np.uint8), out=part)


def _turning(mask: Plane, grains: Grains, seconds: float, *, slim: float) -> None:
    """Leaves and petals: they turn in the plane and about their own axis while they fall."""
    height, width = mask.shape
    short = min(width, height)
    turn = np.linspace(0, _ROUND, 13)[:-1]
    for (x, y), size, phase in zip(
        grains.at(seconds, 0.03) * (width, height), grains.sizes, grains.phases, strict=True
    ):
        angle = _ROUND * (phase + _TURN * seconds * (1 if phase > 0.5 else -1))
        wide = slim * (0.3 + 0.7 * abs(np.cos(_ROUND * (phase * 3 + seconds * 2 * _TURN))))
        along, aside = np.cos(turn) * size * short, np.sin(turn) ** 3 * size * short * wide
        points = np.stack([x + along * np.cos(angle) - aside * np.sin(angle), y + along * np.sin(angle)
                           + aside * np.cos(angle)], axis=1)  # fmt: skip
        cv2.fillPoly(mask, [np.rint(points * 16).astype(np.int32)], 235, cv2.LINE_AA, _SUB)


def _rings(mask: Plane, grains: Grains, seconds: float) -> None:
    height, width = mask.shape
    short = min(width, height)
    for (x, y), size in zip(grains.at(seconds, 0.012) * (width, height), grains.sizes, strict=True):
        place, radius = (round(x * 16), round(y * 16)), round(size * short * 16)
        cv2.circle(mask, place, radius, 46, cv2.FILLED, cv2.LINE_AA, _SUB)
        cv2.circle(mask, place, radius, 150, max(1, round(size * short * 0.16)), cv2.LINE_AA, _SUB)
        _spot(mask, float(x - size * short * 0.35), float(y - size * short * 0.4), size * short * 0.22, 230)


_MANNERS = {
    Air.RAIN: _Manner(150, ((-0.26, -0.16), (1.5, 2.5)), (0.03, 0.085), ((226, 234, 244),), _streaks),
    Air.SNOW: _Manner(130, ((-0.02, -0.05), (0.07, 0.24)), (0.0016, 0.011), ((255, 255, 255),),
                      partial(_soft, sway=0.012, strength=235)),
    Air.MOTES: _Manner(34, ((0.004, 0.018), (-0.006, -0.022)), (0.0012, 0.0034), ((255, 246, 214),),
                       partial(_soft, sway=0.01, strength=150, blink=0.2)),
    Air.FIREFLIES: _Manner(26, ((-0.012, 0.016), (-0.012, 0.006)), (0.003, 0.0075), ((236, 255, 140),),
                           partial(_soft, sway=0.03, strength=255, blink=0.4)),
    Air.LEAVES: _Manner(12, ((-0.03, -0.07), (0.06, 0.13)), (0.006, 0.017), ((214, 122, 44), (232, 178, 66)),
                        partial(_turning, slim=0.62)),
    Air.PETALS: _Manner(16, ((0.03, 0.06), (0.05, 0.11)), (0.004, 0.011), ((255, 226, 232), (250, 190, 206)),
                        partial(_turning, slim=0.8)),
    Air.BUBBLES: _Manner(24, ((0.002, 0.006), (-0.07, -0.16)), (0.003, 0.011), ((232, 248, 255),), _rings),
}  # fmt: skip
