"""A camera that moves before a picture of which the depth is known: what is nearer moves and grows more.

For each pixel of a frame the place of the picture is sought that is seen there; nothing is torn open, since places
between near and far are stretched.
"""

from math import cos, pi, sin
from typing import cast

import cv2
import numpy as np
from numpy.typing import NDArray

from mutoscope.clips.camera_path import Path
from mutoscope.clips.depth import Depth
from mutoscope.render.planes import Planes, convert

Pixels = NDArray[np.uint8]
ORBIT_SECONDS = 6.0
_ROOM = 1.075
_ASIDE, _DOWN, _NEARER = 0.026, 0.012, 0.10
_LOOKS = 3
_STILL = 0.42
"""What is so near stays where it is: farther things move one way, nearer ones the other."""


class DepthCamera:
    """Paints frames of a clip of `frames` at `fps` a second, of the picture's own size."""

    def __init__(self, rgb: Pixels, depth: Depth, path: Path, frames: int, fps: int) -> None:
        self._rgb, self._depth, self._path = rgb, depth, path
        self._frames, self._turns = frames, max(1, round(frames / fps / ORBIT_SECONDS))
        height, width = depth.shape
        self._across, self._along = np.meshgrid(
            (np.arange(width, dtype=np.float32) - (width - 1) / 2) / _ROOM,
            (np.arange(height, dtype=np.float32) - (height - 1) / 2) / _ROOM,
        )

    def paint(self, number: int, frame: Planes) -> None:
        for plane, painted in zip(frame, convert(self.look(number)), strict=True):
            np.copyto(plane, painted)

    def look(self, number: int) -> Pixels:
        """uint8, shape (h, w, 3), sRGB: the picture as it is seen from the camera's place."""
        height, width = self._depth.shape
        aside, down, nearer = self._place(number / max(self._frames - 1, 1))
        x, y = self._across + (width - 1) / 2, self._along + (height - 1) / 2
        for _ in range(_LOOKS):
            near = cv2.remap(self._depth, x, y, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE) - _STILL
            grown = 1 + nearer * near
            x = (self._across / grown + aside * width * near + (width - 1) / 2).astype(np.float32)
            y = (self._along / grown + down * height * near + (height - 1) / 2).astype(np.float32)
        seen = cv2.remap(self._rgb, x, y, cv2.INTER_CUBIC, borderMode=cv2.BORDER_REFLECT)
        return cast(Pixels, seen)

    def _place(self, share: float) -> tuple[float, float, float]:
        """How far the camera is aside, down and in."""
        turn = 2 * pi * share * self._turns
        eased = share * share * (3 - 2 * share)
        match self._path:
            case Path.ORBIT:
                return _ASIDE * sin(turn), _DOWN * (cos(turn) - 1) / 2, _NEARER * 0.35 * (1 - cos(turn)) / 2
            case Path.SLIDE:
                return _ASIDE * 1.2 * (2 * eased - 1), 0.0, _NEARER * 0.3
            case Path.PUSH:
                return _ASIDE * 0.25 * (2 * eased - 1), 0.0, _NEARER * 2.0 * eased
