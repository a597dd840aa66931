"""Ken Burns motion: which window of a still each frame shows, and how to cut it sub-pixel exactly with integer sizes.

A frame is an integer crop of the still, resized to integer sizes, of which a part as large as the frame is kept.
Crop, size and part are searched together so that the window's edges land within 0.04 pixels of their place; where no
such cut exists (a pure pan) the window is warped, which is as exact and three times as slow.
"""

from dataclasses import dataclass
from functools import lru_cache
from typing import cast

import cv2
import numpy as np

from mutoscope.render.planes import Plane, Planes, blank
from mutoscope.render.timeline import Shot, View

_SLACK = 64
_RAMP = 0.25
_MOST_RATIO = 1.7
_MARGIN = 192
_TOLERATED = 0.04


@dataclass(frozen=True)
class Window:
    """A rectangle on a still, in its luma samples, with the frame's shape."""

    left: float
    top: float
    width: float
    height: float


@dataclass(frozen=True)
class Cut:
    """Along one axis: take `crop` samples from `start`, resize them to `size`, keep a frame's worth from `skip`.

    `error` is how far, in the frame's pixels, an edge lies from its place.
    """

    start: int
    crop: int
    size: int
    skip: int
    error: float


@dataclass(frozen=True)
class Still:
    """A picture of `size` in planes that repeat its edge around it, so that a cut may reach beyond what it keeps."""

    planes: Planes
    size: tuple[int, int]


def frame_still(picture: Planes) -> Still:
    margins = (_MARGIN, _MARGIN // 2, _MARGIN // 2)
    bordered = (
        cv2.copyMakeBorder(plane, margin, margin, margin, margin, cv2.BORDER_REPLICATE)
        for plane, margin in zip(picture, margins, strict=True)
    )
    return Still(Planes(*(cast(Plane, plane) for plane in bordered)), picture.size)


def still_size(shot: Shot, width: int, height: int) -> tuple[int, int]:
    """How large to hold the still: a moving view is drawn from more samples than it shows, so zooms stay sharp."""
    zoom = max(shot.start.zoom, shot.end.zoom) / 1000
    # A little more than the zoom, because cuts at a scale near one are too alike to choose from.
    ratio = min(zoom if shot.start == shot.end else max(1.2, zoom * 1.07), _MOST_RATIO)
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


def scratch_for(width: int, height: int) -> Planes:
    """Room to resize in, for frames of this size: taking fresh memory for every frame costs as much as resizing."""
    return blank(width + 2 * _SLACK, height + 2 * _SLACK)


def draw_window(still: Still, window: Window, frame: Planes, scratch: Planes) -> None:
    """Fills `frame` with the window of the still; what `scratch` holds before or after means nothing."""
    source = still.planes
    _draw(source.y, frame.y, scratch.y, (window.left + _MARGIN, window.width), (window.top + _MARGIN, window.height))
    # Chroma is sited left: across, its first sample lies a quarter of a chroma sample left of the pair it stands for.
    left = (window.left + _MARGIN) / 2 + (1 - window.width / frame.size[0]) / 4
    top = (window.top + _MARGIN) / 2
    _draw(source.u, frame.u, scratch.u, (left, window.width / 2), (top, window.height / 2))
    _draw(source.v, frame.v, scratch.v, (left, window.width / 2), (top, window.height / 2))


def _draw(source: Plane, target: Plane, scratch: Plane, across: tuple[float, float], down: tuple[float, float]) -> None:
    height, width = target.shape
    x = find_cut(*across, width, source.shape[1])
    y = find_cut(*down, height, source.shape[0])
    if max(x.error, y.error) > _TOLERATED:
        _warp(source, target, across, down)
        return
    crop = source[y.start : y.start + y.crop, x.start : x.start + x.crop]
    if (x.size, y.size) == (width, height):
        cv2.resize(crop, (width, height), dst=target, interpolation=cv2.INTER_LINEAR)
        return
    resized = scratch[: y.size, : x.size]
    cv2.resize(crop, (x.size, y.size), dst=resized, interpolation=cv2.INTER_LINEAR)
    target[:] = resized[y.skip : y.skip + height, x.skip : x.skip + width]


def _warp(source: Plane, target: Plane, across: tuple[float, float], down: tuple[float, float]) -> None:
    height, width = target.shape
    x, y = across[1] / width, down[1] / height
    # Positions are of sample centres here, and of edges everywhere else.
    matrix = np.array([[x, 0, across[0] + x / 2 - 0.5], [0, y, down[0] + y / 2 - 0.5]])
    flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
    cv2.warpAffine(source, matrix, (width, height), dst=target, flags=flags, borderMode=cv2.BORDER_REPLICATE)


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
    error = np.maximum(left, right) / scale + np.where(crops > available, np.inf, 0)
    best = int(np.argmin(error + (sizes - kept) * 1e-4))
    return Cut(int(starts[best]), int(crops[best]), int(sizes[best]), int(skips[best]), float(error[best]))


@lru_cache(maxsize=8)
def _choices(kept: int) -> tuple[np.ndarray, np.ndarray]:
    pairs = [(kept + extra, skip) for extra in range(_SLACK + 1) for skip in range(extra + 1)]
    sizes, skips = zip(*pairs, strict=True)
    return np.array(sizes, np.float64), np.array(skips, np.float64)
