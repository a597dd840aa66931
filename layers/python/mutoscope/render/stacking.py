"""Draws sheets one over another: opaque parts are copied, the others blended, and what nearer ones hide is left out."""

from dataclasses import dataclass

import cv2
import numpy as np

from mutoscope.render.camera import Camera
from mutoscope.render.cover import Part
from mutoscope.render.planes import Plane, Planes
from mutoscope.render.resampling import REACH, Area, Axis, Window, window
from mutoscope.render.sheets import Held, Sheet, Sheets

_Axes = tuple[Axis, Axis]


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
    plan: list[tuple[Sheet, _Axes, _Axes, Part, Area]] = []
    for sheet, camera in reversed(list(zip(picture.sheets, cameras, strict=True))):
        fine, coarse = camera.axes(chroma=False), camera.axes(chroma=True)
        areas = ((part, _area(part, camera, width, until)) for part in sheet.parts)
        plan += [(sheet, fine, coarse, part, area) for part, area in areas if not area.is_empty]
        if sheet.solid < picture.size[1]:
            until = min(until, max(_even(camera.row(sheet.solid)), 0))
    for sheet, fine, coarse, part, area in reversed(plan):
        draw = _copy if part.opaque else _blend
        draw(sheet, window(*fine, area), window(*coarse, area.halved()), frame, rooms)


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


def _copy(sheet: Sheet, fine: Window, coarse: Window, frame: Planes, rooms: Rooms) -> None:
    for index, (plane, seen) in enumerate(zip(frame, (fine, coarse, coarse), strict=True)):
        np.copyto(seen.area.of(plane), _shown(sheet.colour, index, seen, rooms.colour))


def _blend(sheet: Sheet, fine: Window, coarse: Window, frame: Planes, rooms: Rooms) -> None:
    assert sheet.keep is not None
    keep = rooms.keep
    for index, (plane, seen) in enumerate(zip(frame, (fine, coarse, coarse), strict=True)):
        # Cover is the same in both planes of chroma.
        keep = _shown(sheet.keep, index, seen, rooms.keep) if index < 2 else keep
        colour, target = _shown(sheet.colour, index, seen, rooms.colour), seen.area.of(plane)
        cv2.multiply(target, keep, scale=1 / 255, dst=target)
        cv2.add(target, colour, dst=target)


def _shown(held: Held, index: int, seen: Window, room: Plane) -> Plane:
    share = 1 if index == 0 else 2
    return seen.show(tuple(held.planes)[index], room, left=held.left // share, top=held.top // share)
