"""A presenter at work: the drawn puppet before a backdrop, speaking in time with its voice, frame by frame.

The head nods with what is stressed, sways a little and blinks; between two sounds the mouth rests.
"""

from dataclasses import dataclass
from functools import lru_cache
from math import pi, sin
from random import Random
from typing import cast

import cv2
import numpy as np
from numpy.typing import NDArray

from mutoscope.clips.puppet import HEIGHT, NECK, WIDTH, Face, Presenter, body_svg, head_svg
from mutoscope.clips.visemes import Lips, Mouth
from mutoscope.engines.draw.raster import rasterise
from mutoscope.render.planes import Planes, convert
from mutoscope.render.timeline import SAMPLES_PER_FRAME

Pixels = NDArray[np.uint8]
_HIGH, _BROAD = 0.9, 1.08
"""How much of the frame's height and width the puppet takes at most."""
_BLINK_FRAMES = (0.35, 0.9, 1.0, 0.7, 0.25)
_KEPT_BYTES = 64 << 20
_STEP = 4
"""The mouth is drawn in steps of so many hundredths, so that heads that were drawn before are used again."""


@dataclass(frozen=True)
class _Pose:
    """The head's move to the right and down in units, and its turn in degrees."""

    x: float
    y: float
    turn: float


class PuppetShow:
    """Paints frames of a clip of `frames` at 30 a second. `backdrop`: uint8, shape (h, w, 3), sRGB."""

    def __init__(self, who: Presenter, backdrop: Pixels, lips: Lips, frames: int, seed: int) -> None:
        self._who, self._lips = who, lips
        height, width = backdrop.shape[:2]
        self._scale = min(height * _HIGH / HEIGHT, width * _BROAD / WIDTH)
        self._whole = convert(backdrop)
        wide, high = 2 * round(WIDTH * self._scale / 2), 2 * round(HEIGHT * self._scale / 2)
        left, top = 2 * round((width - wide) / 4), height - high
        # What of the puppet lies within the frame.
        self._box = (max(left, 0), top, min(left + wide, width), height)
        self._offset = (left, top)
        self._size = (wide, high)
        behind = backdrop[top:, self._box[0] : self._box[2]]
        self._behind = _laid_over(behind, self._cut(_premultiplied(rasterise(body_svg(who, self._scale)), self._size)))
        self._blinks = _blinks(frames, Random(f"{seed}/blinks"))
        self._phase = Random(f"{seed}/sway").uniform(0, 2 * pi)
        self._head = lru_cache(maxsize=max(8, _KEPT_BYTES // (wide * high * 4)))(self._drawn_head)

    def paint(self, number: int, frame: Planes) -> None:
        sample = number * SAMPLES_PER_FRAME
        stress = self._lips.stress(sample)
        face = Face(
            _stepped(self._lips.at(sample)),
            lids=self._blinks.get(number, 0.0),
            brows=round(stress * 3) / 3,
            gaze=round(1.6 * sin(number / 47 + self._phase), 0),
        )
        head = self._turned(self._head(face), self._pose(number, stress))
        seen = convert(np.ascontiguousarray(_laid_over(self._behind, self._cut(head))))
        left, top, right, bottom = self._box
        for plane, whole, part, share in zip(frame, self._whole, seen, (1, 2, 2), strict=True):
            np.copyto(plane, whole)
            plane[top // share : bottom // share, left // share : right // share] = part

    def _pose(self, number: int, stress: float) -> _Pose:
        seconds = number / 30
        return _Pose(
            x=2.4 * sin(2 * pi * seconds / 6.1 + self._phase),
            y=1.2 * sin(2 * pi * seconds / 3.7) + 3.2 * stress * (1 - stress) * 4,
            turn=1.3 * sin(2 * pi * seconds / 4.9 + self._phase) + 0.7 * sin(2 * pi * seconds / 2.3),
        )

    def _drawn_head(self, face: Face) -> Pixels:
        return _premultiplied(rasterise(head_svg(self._who, face, self._scale)), self._size)

    def _turned(self, head: Pixels, pose: _Pose) -> Pixels:
        neck = (NECK[0] * self._scale, NECK[1] * self._scale)
        matrix = cv2.getRotationMatrix2D(neck, pose.turn, 1.0)
        matrix[:, 2] += (pose.x * self._scale, pose.y * self._scale)
        return cast(Pixels, cv2.warpAffine(head, matrix, self._size, flags=cv2.INTER_LINEAR))

    def _cut(self, pixels: Pixels) -> Pixels:
        left = self._box[0] - self._offset[0]
        return pixels[:, left : left + self._box[2] - self._box[0]]


def _premultiplied(pixels: Pixels, size: tuple[int, int]) -> Pixels:
    """RGBA of `size`, its colours times its cover."""
    fitted = cv2.resize(pixels, size, interpolation=cv2.INTER_AREA) if pixels.shape[1::-1] != size else pixels
    cover = cv2.merge([fitted[:, :, 3]] * 3)
    colours = cv2.multiply(np.ascontiguousarray(fitted[:, :, :3]), cover, scale=1 / 255)
    return cast(Pixels, np.dstack([colours, fitted[:, :, 3]]))


def _laid_over(under: Pixels, over: Pixels) -> Pixels:
    """`over` is premultiplied RGBA, `under` RGB of the same size."""
    kept = cv2.bitwise_not(cv2.merge([over[:, :, 3]] * 3))
    below = cv2.multiply(np.ascontiguousarray(under), kept, scale=1 / 255)
    return cast(Pixels, cv2.add(below, np.ascontiguousarray(over[:, :, :3])))


def _stepped(mouth: Mouth) -> Mouth:
    """Lips that are nearly shut are shut: a closure must be seen."""
    opened, wide, teeth, tongue = (
        float(_STEP * round(value / _STEP)) for value in (mouth.opened, mouth.wide, mouth.teeth, mouth.tongue)
    )
    return Mouth(opened, 2 * _STEP * round(wide / _STEP / 2), 20 * round(teeth / 20), 20 * round(tongue / 20))


def _blinks(frames: int, chance: Random) -> dict[int, float]:
    """Frame to how far the lids are down: people blink every two to five seconds."""
    lids: dict[int, float] = {}
    at = chance.randrange(30, 75)
    while at < frames:
        lids |= {at + place: shut for place, shut in enumerate(_BLINK_FRAMES)}
        at += chance.randrange(62, 150)
    return lids
