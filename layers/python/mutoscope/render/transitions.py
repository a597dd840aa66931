"""How one picture takes another's place: what is seen while both are there, and going into and out of black.

`shown` is how much of the way lies behind, from 0 to 1; all of it is exact to the frame and the same on every machine.
"""

import cv2
import numpy as np

from mutoscope.render.planes import BLACK, Plane, Planes
from mutoscope.render.timeline import Shot, Transition

_EDGE = 0.25


def shown_at(shot: Shot, within: int) -> float:
    """How much of the way the shot has come in at its frame `within`; 1 when it is there."""
    if shot.transition is Transition.CUT or within >= shot.transition_frames:
        return 1.0
    return (within + 1) / (shot.transition_frames + 1)


def left_at(shot: Shot, within: int) -> float:
    """How much of a shot that goes into black is still there at its frame `within`."""
    remaining = shot.frames - within
    if shot.leaving is not Transition.BLACK or remaining > shot.leaving_frames:
        return 1.0
    return (remaining - 1) / shot.leaving_frames


def darken(frame: Planes, shown: float) -> None:
    for plane, level in zip(frame, BLACK, strict=True):
        cv2.convertScaleAbs(plane, dst=plane, alpha=shown, beta=level * (1 - shown))


def bring_in(kind: Transition, shown: float, below: Planes, frame: Planes) -> None:
    """Turns the frame, which holds the picture that comes, into what is seen of it and of the one `below`."""
    way = shown if kind is Transition.CROSSFADE else shown * shown * (3 - 2 * shown)
    for under, plane in zip(below, frame, strict=True):
        if kind is Transition.CROSSFADE:
            cv2.addWeighted(plane, way, under, 1 - way, 0, dst=plane)
        elif kind is Transition.PUSH:
            _push(way, under, plane, frame.size[0])
        elif kind is Transition.WIPE:
            _wipe(way, under, plane)


def _push(way: float, under: Plane, plane: Plane, width: int) -> None:
    # An even way, so that chroma moves by whole samples too.
    moved = 2 * round(width * way / 2) * plane.shape[1] // width
    stays = plane.shape[1] - moved
    coming = plane[:, :moved].copy()
    plane[:, :stays] = under[:, moved:]
    plane[:, stays:] = coming


def _wipe(way: float, under: Plane, plane: Plane) -> None:
    places = (np.arange(plane.shape[1]) + 0.5) / plane.shape[1]
    edge = np.clip((way * (1 + _EDGE) - places) / _EDGE, 0, 1)
    weights = np.rint(edge * edge * (3 - 2 * edge) * 256).astype(np.uint16)
    mixed = plane * weights + under * (256 - weights)
    plane[:] = (mixed + 128) >> 8
