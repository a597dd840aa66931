"""Ken Burns motion: which window of a still each frame shows, and how to cut it sub-pixel exactly with integer sizes.

A frame is an integer crop of the still, resized to integer sizes, of which a part as large as the frame is kept.
Crop, size and part are searched together so that the window's edges land within about 0.02 pixels of their place.
"""

from dataclasses import dataclass
from functools import lru_cache

import cv2
import numpy as np

from mutoscope.render.planes import Plane, Planes
from mutoscope.render.timeline import Shot, View

_SLACK = 64
_RAMP = 0.25


@dataclass(frozen=True)
class Window:
    """A rectangle on a still, in its luma samples, with the frame's shape."""

    left: float
    top: float
    width: float
    height: float


@dataclass(frozen=True)
class Cut:
    """Along one axis: take `crop` samples from `start`, resize them to `size`, keep a frame's worth from `skip`."""

    start: int
    crop: int
    size: int
    skip: int


def still_size(shot: Shot, width: int, height: int) -> tuple[int, int]:
    """How large to hold the still: a moving view is drawn from more samples than it shows, so zooms stay sharp."""
    zoom = max(shot.start.zoom, shot.end.zoom) / 1000
    ratio = zoom if shot.start == shot.end else max(1.2, zoom)
    ratio = min(ratio, 1.6)
    return 2 * round(width * ratio / 2), 2 * round(height * ratio / 2)


def window_at(shot: Shot, frame: int, size: tuple[int, int]) -> Window:
    """The window that the shot shows at its `frame`, on a still of `size`."""
    moved = _eased(frame / (shot.frames - 1)) if shot.frames > 1 else 0.0
    start, end = _window(shot.start, size), _window(shot.end, size)
    return Window(
        left=start.left + (end.left - start.left) * moved,
        top=start.top + (end.top - start.top) * moved,
        width=start.width + (end.width - start.width) * moved,
        height=start.height + (end.height - start.height) * moved,
    )


def _window(view: View, size: tuple[int, int]) -> Window:
    width, height = size[0] * 1000 / view.zoom, size[1] * 1000 / view.zoom
    left = min(max(size[0] * view.x / 1000 - width / 2, 0.0), size[0] - width)
    top = min(max(size[1] * view.y / 1000 - height / 2, 0.0), size[1] - height)
    return Window(left, top, width, height)


def _eased(time: float) -> float:
    """Even speed between a soft start and a soft stop: the speed ramps up and down over `_RAMP` of the time."""
    top = 1 / (1 - _RAMP)
    if time < _RAMP:
        return top * time * time / (2 * _RAMP)
    if time > 1 - _RAMP:
        return 1 - top * (1 - time) ** 2 / (2 * _RAMP)
    return top * (time - _RAMP / 2)


def draw_window(still: Planes, window: Window, frame: Planes) -> None:
    """Fills `frame` with the window of the still."""
    _draw(still.y, frame.y, (window.left, window.width), (window.top, window.height))
    # Chroma is sited left: across, its first sample lies a quarter of a chroma sample left of the pair it stands for.
    per_pixel = window.width / frame.size[0]
    across = (window.left / 2 + (1 - per_pixel) / 4, window.width / 2)
    down = (window.top / 2, window.height / 2)
    _draw(still.u, frame.u, across, down)
    _draw(still.v, frame.v, across, down)


def _draw(source: Plane, target: Plane, across: tuple[float, float], down: tuple[float, float]) -> None:
    height, width = target.shape
    x = find_cut(*across, width, source.shape[1])
    y = find_cut(*down, height, source.shape[0])
    crop = source[y.start : y.start + y.crop, x.start : x.start + x.crop]
    if (x.size, y.size) == (width, height):
        cv2.resize(crop, (width, height), dst=target, interpolation=cv2.INTER_LINEAR)
        return
    resized = cv2.resize(crop, (x.size, y.size), interpolation=cv2.INTER_LINEAR)
    target[:] = resized[y.skip : y.skip + height, x.skip : x.skip + width]


@lru_cache(maxsize=64)
def find_cut(start: float, length: float, kept: int, available: int) -> Cut:
    """The integer cut whose kept part lies closest to `start` .. `start + length` of `available` samples.

    Smaller sizes win ties, since every extra sample costs time; an edge is off by at most the error it minimises.
    """
    scale = length / kept
    sizes, skips = _choices(kept)
    crops = np.rint(sizes * scale)
    step = crops / sizes
    starts = np.rint(start + (length - kept * step) / 2 - skips * step)
    starts = np.clip(starts, 0, np.maximum(available - crops, 0))
    left = np.abs(starts + skips * step - start)
    right = np.abs(starts + (skips + kept) * step - start - length)
    error = np.maximum(left, right) / scale + np.where(crops > available, np.inf, 0) + (sizes - kept) * 1e-4
    best = int(np.argmin(error))
    return Cut(int(starts[best]), int(crops[best]), int(sizes[best]), int(skips[best]))


@lru_cache(maxsize=8)
def _choices(kept: int) -> tuple[np.ndarray, np.ndarray]:
    pairs = [(kept + extra, skip) for extra in range(_SLACK + 1) for skip in range(extra + 1)]
    sizes, skips = zip(*pairs, strict=True)
    return np.array(sizes, np.float64), np.array(skips, np.float64)
