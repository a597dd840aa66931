"""Draws sheets one over another: opaque parts are copied, the others blended, and what nearer ones hide is left out."""

from dataclasses import dataclass

import cv2
import numpy as np

from mutoscope.render.camera import Camera
from mutoscope.render.cover import Part
from mutoscope.render.planes import Plane, Planes
from mutoscope.render.resampling import REACH, Area, Axis, resample
from mutoscope.render.sheets import Held, Sheet, Sheets


@dataclass(frozen=True)
class Rooms:
    """Room to resample a plane in: taking fresh memory for every frame costs as much as resampling."""

    colour: Plane
    keep: Plane

    @classmethod
    def for_frames(cls, width: int, height: int) -> "Rooms":
        size = (height + 2 * REACH + 16, width + 2 * REACH + 16)
        return cls(np.zeros(size, np.uint8), np.zeros(size, np.uint8))


def draw_sheets(picture: Sheets, cameras: tuple[Camera, ...], frame: Planes, rooms: Rooms) -> None:
    """Fills the frame with the picture, each sheet seen by its camera; what `rooms` hold means nothing."""
    width, until = frame.size
    plan: list[tuple[Sheet, Camera, Part, Area]] = []
    for sheet, camera in reversed(list(zip(picture.sheets, cameras, strict=True))):
        areas = ((part, _area(part, camera, width, until)) for part in sheet.parts)
        plan += [(sheet, camera, part, area) for part, area in areas if not area.is_empty]
        if sheet.solid < picture.size[1]:
            until = min(until, max(_even(camera.row(sheet.solid)), 0))
    for sheet, camera, part, area in reversed(plan):
        _draw(sheet, camera, part, area, frame, rooms)


def _area(part: Part, camera: Camera, width: int, until: int) -> Area:
    """The part's pixels in the frame above row `until`: neighbours meet at even pixels, where chroma is whole."""
    return Area(
        max(_even(camera.column(part.left)), 0),
        max(_even(camera.row(part.top)), 0),
        min(_even(camera.column(part.right)), width),
        min(_even(camera.row(part.bottom)), until),
    )


def _even(place: float) -> int:
    return 2 * round(place / 2)


def _draw(sheet: Sheet, camera: Camera, part: Part, area: Area, frame: Planes, rooms: Rooms) -> None:
    half = Area(area.left // 2, area.top // 2, area.right // 2, area.bottom // 2)
    kept: Plane | None = None
    for index, (plane, where) in enumerate(zip(frame, (area, half, half), strict=True)):
        target, axes = where.of(plane), camera.axes(chroma=index > 0)
        if not part.opaque and sheet.keep is not None and index < 2:
            kept = _sampled(sheet.keep, index, axes, where, rooms.keep)
        seen = _sampled(sheet.colour, index, axes, where, rooms.colour)
        if kept is None:
            target[:] = seen
        else:
            cv2.multiply(target, kept, scale=1 / 255, dst=target)
            cv2.add(target, seen, dst=target)


def _sampled(held: Held, index: int, axes: tuple[Axis, Axis], area: Area, room: Plane) -> Plane:
    share = 1 if index == 0 else 2
    return resample(tuple(held.planes)[index], *axes, area, room, left=held.left // share, top=held.top // share)
