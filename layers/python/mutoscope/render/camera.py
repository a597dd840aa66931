"""Where a shot's view is at each of its frames, and how it looks at each depth of the picture.

A view starts and stops softly and moves in the shot's pace. Nearer things move and grow more than farther ones: on
screen both the zoom and the way from the middle are scaled by the depth, so that a sheet that covers the picture
covers every frame.
"""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from mutoscope.render.resampling import REACH, Axis
from mutoscope.render.timeline import Beat, Shot, View

_RAMP = 0.25
_FARTHEST, _NEAREST = 0.45, 1.55


@dataclass(frozen=True)
class Camera:
    """The frame's corner shows sample edge (`left`, `top`) of the picture; a sample is `across` by `down` pixels."""

    left: float
    top: float
    across: float
    down: float

    def column(self, sample: float) -> float:
        return (sample - self.left) * self.across

    def row(self, sample: float) -> float:
        return (sample - self.top) * self.down

    def axes(self, *, chroma: bool) -> tuple[Axis, Axis]:
        """How the picture's samples of luma or chroma fall on the frame's pixels of it."""
        if not chroma:
            return Axis(self.left, self.across), Axis(self.top, self.down)
        # Sited left: its first sample lies a quarter of a chroma sample left of the pair it stands for.
        left = self.left / 2 + (1 - 1 / self.across) / 4
        return Axis(left, self.across, REACH // 2), Axis(self.top / 2, self.down, REACH // 2)


def camera_at(shot: Shot, frame: int, size: tuple[int, int], screen: tuple[int, int], depth: float) -> Camera:
    """The camera on what lies `depth` deep in a picture of `size`, at the shot's `frame`, for frames of `screen`."""
    moved = float(_path(shot)[frame])
    zoom, x, y = (before + (after - before) * moved for before, after in zip(*_ends(shot), strict=True))
    share = _FARTHEST + (_NEAREST - _FARTHEST) * depth
    near = 1 + (zoom - 1) * share
    across, down = screen[0] * near / size[0], screen[1] * near / size[1]
    return Camera(
        left=size[0] / 2 + share * x * screen[0] / across - screen[0] / across / 2,
        top=size[1] / 2 + share * y * screen[1] / down - screen[1] / down / 2,
        across=across,
        down=down,
    )


def _ends(shot: Shot) -> tuple[tuple[float, float, float], tuple[float, float, float]]:
    return _placed(shot.start), _placed(shot.end)


def _placed(view: View) -> tuple[float, float, float]:
    """Zoom, and how far on screen the picture's middle lies from the view's, in frames; never beyond its edge."""
    zoom = view.zoom / 1000
    most = (zoom - 1) / 2
    x, y = zoom * (view.x / 1000 - 0.5), zoom * (view.y / 1000 - 0.5)
    return zoom, min(max(x, -most), most), min(max(y, -most), most)


@lru_cache(maxsize=8)
def _path(shot: Shot) -> NDArray[np.float64]:
    """For every frame of the shot, how much of the way from `start` to `end` lies behind."""
    beats = shot.pace or _even_pace(shot)
    times = np.arange(shot.frames)
    speeds = np.interp(times, [beat.frame for beat in beats], [float(beat.speed) for beat in beats])
    speeds[: shot.joined_frames] = 0
    way = np.concatenate([[0.0], np.cumsum((speeds[1:] + speeds[:-1]) / 2)])
    return way / way[-1] if way[-1] > 0 else way


def _even_pace(shot: Shot) -> tuple[Beat, ...]:
    """Even speed between a soft start and a soft stop."""
    first, last = shot.joined_frames, shot.frames - 1
    ramp = round((last - first) * _RAMP)
    return (
        Beat(frame=first, speed=0),
        *(Beat(frame=frame, speed=1000) for frame in (first + ramp, last - ramp) if first < frame < last),
        Beat(frame=max(last, first), speed=0),
    )
