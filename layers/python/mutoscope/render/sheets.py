"""Pictures as sheets: one for each depth, far to near, in planes that are prepared once and drawn in every frame.

Only what is seen of a sheet is drawn: its opaque ground without blending, the rest inside the boxes around it, and
nothing of it below the ground of a nearer sheet.
"""

from dataclasses import dataclass
from math import ceil, floor
from pathlib import Path
from typing import cast

import cv2
import numpy as np

from mutoscope.render.camera import Camera
from mutoscope.render.layers import LayeredPicture, PictureSource, PlacedLayer
from mutoscope.render.planes import Plane, Planes, blank, load_layer, load_still
from mutoscope.render.resampling import REACH, Area, falls_evenly, resample

_MARGIN = 2 * REACH + 16
_CELL = 32
_REACHED = 90
_MOST_BLOBS, _MOST_BOXES = 24, 8
_OPAQUE = 254
FLAT_DEPTH = 0.5
# Samples at a scale near one fall too alike to choose from, so a picture is held a little larger than it is shown.
_ROOM = 1.07


@dataclass(frozen=True)
class Box:
    """A part of a picture, in its luma samples."""

    left: int
    top: int
    right: int
    bottom: int

    @property
    def cost(self) -> int:
        """How many samples are resampled to draw it: its own and those that reach beyond it to whole pixels."""
        return (self.right - self.left + _REACHED) * (self.bottom - self.top + _REACHED)

    def around(self, other: "Box") -> "Box":
        return Box(
            min(self.left, other.left),
            min(self.top, other.top),
            max(self.right, other.right),
            max(self.bottom, other.bottom),
        )


@dataclass(frozen=True)
class Sheet:
    """`colour` (times cover, where there is `keep`) begins at sample (`left`, `top`) of its picture, both even.

    From picture row `solid` on it is opaque from side to side; above, there is something of it inside `boxes` alone.
    """

    colour: Planes
    keep: Planes | None
    left: int
    top: int
    depth: float
    boxes: tuple[Box, ...]
    solid: int


@dataclass(frozen=True)
class Sheets:
    """A picture of `size` in sheets, far to near."""

    size: tuple[int, int]
    sheets: tuple[Sheet, ...]


def load_sheets(source: PictureSource, width: int, height: int, zoom: float) -> Sheets:
    """The picture for frames of `width` by `height` that come `zoom` times near. Raises PictureUnreadable."""
    if isinstance(source, Path):
        return flat_sheets(_still(source, width, height, zoom))
    size = (source.width, source.height)
    return Sheets(size, tuple(_layer_sheet(layer, source) for layer in source.layers))


def _still(path: Path, width: int, height: int, zoom: float) -> Planes:
    still = load_still(path, width, height, zoom=_ROOM * zoom)
    if not falls_evenly(width * zoom / still.size[0]):
        still = load_still(path, width, height, zoom=_ROOM * zoom, exact=True)
    return still


def flat_sheets(picture: Planes) -> Sheets:
    """A picture without depth."""
    return Sheets(picture.size, (Sheet(_bordered(picture), None, -_MARGIN, -_MARGIN, FLAT_DEPTH, (), 0),))


def _layer_sheet(layer: PlacedLayer, picture: LayeredPicture) -> Sheet:
    colour, keep = load_layer(layer.path)
    # Chroma is half as wide and high, so a layer begins on an even sample.
    odd = (layer.x % 2, layer.y % 2)
    left, top = layer.x - odd[0], layer.y - odd[1]
    if any(odd):
        colour, keep = _moved(colour, odd, (0, 0, 0)), _moved(keep, odd, (255, 255, 255))
    width, height = colour.size
    edges = (top <= 0, top + height >= picture.height, left <= 0, left + width >= picture.width)
    solid = _solid_from(keep.y, left, top, picture)
    boxes = _boxes(keep.y[: max(solid - top, 0)], left, top)
    if solid <= 0:
        return Sheet(_bordered(colour), None, left - _MARGIN, top - _MARGIN, layer.depth, (), 0)
    return Sheet(
        _bordered(colour, edges, (0, 0, 0)),
        _bordered(keep, edges, (255, 255, 255)),
        left - _MARGIN,
        top - _MARGIN,
        layer.depth,
        boxes,
        solid,
    )


def _moved(planes: Planes, by: tuple[int, int], clear: tuple[int, int, int]) -> Planes:
    """One sample to the right or down, the sizes kept even; chroma moves half a sample, which is too little to see."""
    grown = (
        cv2.copyMakeBorder(plane, top, bottom, left, right, cv2.BORDER_CONSTANT, value=level)
        for (top, bottom, left, right), plane, level in zip(_shifts(*by), planes, clear, strict=True)
    )
    return Planes(*(cast(Plane, plane) for plane in grown))


def _shifts(x: int, y: int) -> tuple[tuple[int, int, int, int], ...]:
    """What each plane grows by at the top, bottom, left and right, so that all keep even sizes."""
    return ((y, y, x, x), (0, y, 0, x), (0, y, 0, x))


def _solid_from(keep: Plane, left: int, top: int, picture: LayeredPicture) -> int:
    """The picture's row from which the layer hides everything down to the bottom, or the row below the last one."""
    height, width = keep.shape
    if left > 0 or left + width < picture.width or top + height < picture.height:
        return picture.height
    see_through = np.flatnonzero(keep[: picture.height - top, : picture.width].max(axis=1) > 255 - _OPAQUE)
    return 0 if not len(see_through) and top <= 0 else top + (int(see_through[-1]) + 1 if len(see_through) else 0)


def _boxes(keep: Plane, left: int, top: int) -> tuple[Box, ...]:
    """Boxes around all that is drawn; those that would overlap, or save little, are one."""
    if not keep.size:
        return ()
    cell = _CELL
    while len(found := _blobs(keep, cell)) > _MOST_BLOBS:
        cell *= 2
    height, width = keep.shape
    boxes = [
        Box(left + x * cell, top + y * cell, left + min((x + w) * cell, width), top + min((y + h) * cell, height))
        for x, y, w, h in found
    ]
    return tuple(sorted(_merged(boxes), key=lambda box: (box.top, box.left)))


def _blobs(keep: Plane, cell: int) -> list[tuple[int, int, int, int]]:
    """Left, top, width and height, in cells of so many samples, of every group of cells that hold something."""
    height, width = keep.shape
    padded = np.pad(keep, ((0, -height % cell), (0, -width % cell)), constant_values=255)
    full = padded.reshape(padded.shape[0] // cell, cell, padded.shape[1] // cell, cell).min(axis=(1, 3)) < 255
    _, _, found, _ = cv2.connectedComponentsWithStats(full.astype(np.uint8), connectivity=8)
    return [(int(x), int(y), int(w), int(h)) for x, y, w, h, _ in found[1:]]


def _merged(boxes: list[Box]) -> list[Box]:
    while len(boxes) > 1:
        waste, one, other = min(
            (a.around(b).cost - a.cost - b.cost, i, j) for i, a in enumerate(boxes) for j, b in enumerate(boxes[:i])
        )
        if waste > 0 and len(boxes) <= _MOST_BOXES:
            break
        joined = boxes[one].around(boxes[other])
        boxes = [box for index, box in enumerate(boxes) if index not in (one, other)] + [joined]
    return boxes


def _bordered(
    planes: Planes,
    repeats: tuple[bool, bool, bool, bool] = (True, True, True, True),
    clear: tuple[int, int, int] = (0, 0, 0),
) -> Planes:
    """With a margin around, repeated at the edges (top, bottom, left, right) of the picture and clear elsewhere."""
    margins = (_MARGIN, _MARGIN // 2, _MARGIN // 2)
    return Planes(*(_grown(*each, repeats) for each in zip(planes, margins, clear, strict=True)))


def _grown(plane: Plane, margin: int, level: int, repeats: tuple[bool, bool, bool, bool]) -> Plane:
    top, bottom, left, right = (margin if repeat else 0 for repeat in repeats)
    repeated = cv2.copyMakeBorder(plane, top, bottom, left, right, cv2.BORDER_REPLICATE)
    top, bottom, left, right = (0 if repeat else margin for repeat in repeats)
    return cast(Plane, cv2.copyMakeBorder(repeated, top, bottom, left, right, cv2.BORDER_CONSTANT, value=level))


@dataclass(frozen=True)
class Rooms:
    """Room to resample in: taking fresh memory for every frame costs as much as resampling."""

    colour: Planes
    keep: Planes

    @classmethod
    def for_frames(cls, width: int, height: int) -> "Rooms":
        beyond = 3 * REACH
        return cls(blank(width + beyond, height + beyond), blank(width + beyond, height + beyond))


def draw_sheets(picture: Sheets, cameras: tuple[Camera, ...], frame: Planes, rooms: Rooms) -> None:
    """Fills the frame with the picture, each sheet seen by its camera; what `rooms` hold means nothing."""
    until = frame.size[1]
    plan: list[tuple[Sheet, Camera, int, int]] = []
    for sheet, camera in reversed(list(zip(picture.sheets, cameras, strict=True))):
        ground = _ground(sheet, camera, picture.size[1], until)
        plan.append((sheet, camera, ground, until))
        until = min(until, ground)
    for sheet, camera, ground, foot in reversed(plan):
        for box in sheet.boxes:
            _draw_box(sheet, box, camera, ground, frame, rooms)
        if ground < foot:
            _draw_ground(sheet, camera, (ground, foot), frame, rooms)


def _ground(sheet: Sheet, camera: Camera, height: int, until: int) -> int:
    """The first row of the frame, even, from which the sheet hides all behind it; `until` if it does so nowhere."""
    if sheet.solid >= height:
        return until
    row = 0 if sheet.solid <= 0 else 2 * ceil((camera.row(sheet.solid) + 1) / 2)
    return min(max(row, 0), until)


def _draw_ground(sheet: Sheet, camera: Camera, rows: tuple[int, int], frame: Planes, rooms: Rooms) -> None:
    for index, (plane, source, room) in enumerate(zip(frame, sheet.colour, rooms.colour, strict=True)):
        half = 1 if index == 0 else 2
        area = Area(0, rows[0] // half, plane.shape[1], rows[1] // half)
        x, y = camera.axes(sheet.left, sheet.top, chroma=index > 0)
        area.of(plane)[:] = resample(source, x, y, area, room)


def _draw_box(sheet: Sheet, box: Box, camera: Camera, until: int, frame: Planes, rooms: Rooms) -> None:
    assert sheet.keep is not None, "a sheet without cover is opaque from its first row on"
    kept = rooms.keep.y
    for index, (plane, source, room) in enumerate(zip(frame, sheet.colour, rooms.colour, strict=True)):
        half = 1 if index == 0 else 2
        area = _seen(box, camera, plane.shape[1] * half, until, half)
        if area.is_empty:
            return
        x, y = camera.axes(sheet.left, sheet.top, chroma=index > 0)
        if index < 2:
            kept = resample(tuple(sheet.keep)[index], x, y, area, tuple(rooms.keep)[index])
        target = area.of(plane)
        cv2.multiply(target, kept, scale=1 / 255, dst=target)
        cv2.add(target, resample(source, x, y, area, room), dst=target)


def _seen(box: Box, camera: Camera, width: int, until: int, half: int) -> Area:
    """The pixels of a plane that the box may touch, inside the frame and above row `until`."""
    # Two pixels more: samples are blended beyond the box by half of one, and chroma of the whole pair.
    left, right = floor(camera.column(box.left)) - 2, ceil(camera.column(box.right)) + 2
    top, bottom = floor(camera.row(box.top)) - 2, ceil(camera.row(box.bottom)) + 2
    return Area(
        max(left, 0) // half,
        max(top, 0) // half,
        min(-(-right // half), width // half),
        min(-(-bottom // half), until // half),
    )
