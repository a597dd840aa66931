"""Pictures as sheets: one for each depth, far to near, in planes that are prepared once and drawn in every frame.

A sheet keeps what its shot may show of it, and around that as much as resampling reaches over: what nearer sheets
hide in every frame is not kept.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import ceil
from pathlib import Path
from typing import cast

import cv2
import numpy as np

from mutoscope.render.camera import camera_at
from mutoscope.render.cover import Part, parts_of, solid_from
from mutoscope.render.layers import LayeredPicture, PictureSource, PlacedLayer
from mutoscope.render.planes import Plane, Planes, convert_layer, load_still, read_layer
from mutoscope.render.resampling import REACH, falls_evenly
from mutoscope.render.timeline import Shot

FLAT_DEPTH = 0.5
# Resampling reaches left and up alone; a few samples more, since a part's edges move to even pixels.
_BEFORE, _AFTER = REACH + 8, 16
# Samples at a scale near one fall too alike to choose from, so a picture is held a little larger than it is shown.
_ROOM = 1.07
_LOOKS = 9
_RING = _SLACK = 16
_NOTHING, _ALL_BEHIND = (0, 0, 0), (255, 255, 255)


@dataclass(frozen=True)
class Held:
    """Planes that begin at sample (`left`, `top`) of a picture, both even."""

    planes: Planes
    left: int
    top: int


@dataclass(frozen=True)
class Sheet:
    """What is drawn of it lies in its `parts`; `colour` is times cover, `keep` is how much of what lies behind shows.

    From picture row `solid` on it hides all behind it from side to side. `keep` is there if a part is blended.
    """

    depth: float
    parts: tuple[Part, ...]
    solid: int
    colour: Held
    keep: Held | None = None


@dataclass(frozen=True)
class Sheets:
    """A picture of `size` in sheets, far to near."""

    size: tuple[int, int]
    sheets: tuple[Sheet, ...]


def load_sheets(source: PictureSource, shot: Shot, screen: tuple[int, int]) -> Sheets:
    """The picture for the shot's frames, of `screen` width and height. Raises PictureUnreadable."""
    if isinstance(source, LayeredPicture):
        return Sheets((source.width, source.height), tuple(_layer_sheets(source, shot, screen))[::-1])
    return flat_sheets(_still(source, *screen, max(shot.start.zoom, shot.end.zoom) / 1000))


def _still(path: Path, width: int, height: int, zoom: float) -> Planes:
    still = load_still(path, width, height, zoom=_ROOM * zoom)
    if not falls_evenly(width * zoom / still.size[0]):
        still = load_still(path, width, height, zoom=_ROOM * zoom, exact=True)
    return still


def flat_sheets(picture: Planes) -> Sheets:
    """A picture without depth."""
    whole = Part(0, 0, *picture.size, opaque=True)
    held = _held(Held(picture, 0, 0), (whole,), picture.size, _NOTHING)
    return Sheets(picture.size, (Sheet(FLAT_DEPTH, (whole,), 0, held),))


def _layer_sheets(picture: LayeredPicture, shot: Shot, screen: tuple[int, int]) -> Iterator[Sheet]:
    """Near to far, since what is near says how much of the farther ones is seen."""
    size, grounds = (picture.width, picture.height), list[Sheet]()
    for layer in reversed(picture.layers):
        until = min((_hidden_from(ground, layer.depth, shot, size, screen) for ground in grounds), default=size[1])
        sheet = _layer_sheet(layer, size, until)
        if sheet is not None:
            grounds.append(sheet)
            yield sheet


def _hidden_from(ground: Sheet, depth: float, shot: Shot, size: tuple[int, int], screen: tuple[int, int]) -> int:
    """The picture's row, even, from which nothing at `depth` is seen in any frame, because `ground` is before it."""
    if ground.solid >= size[1]:
        return size[1]
    rows = []
    for frame in np.linspace(0, shot.frames - 1, _LOOKS).astype(int):
        near, far = (camera_at(shot, int(frame), size, screen, where) for where in (ground.depth, depth))
        rows.append(far.top + near.row(ground.solid) / far.down)
    return min(2 * ceil(max(rows) / 2) + _SLACK, size[1])


def _layer_sheet(layer: PlacedLayer, size: tuple[int, int], until: int) -> Sheet | None:
    """None if nothing of it is seen above row `until`."""
    bgra, left, top = _on_even_samples(read_layer(layer.path), layer.x, layer.y, size)
    keep, x, y = _seen(255 - bgra[..., 3], left, top, (size[0], until))
    parts = parts_of(keep, x, y)
    if not parts:
        return None
    solid = y + solid_from(keep)
    hides = keep.shape[1] == size[0] and solid < y + len(keep) == until
    box = _around(parts)
    before, above = max(box[0] - _BEFORE - left, 0), max(box[1] - _BEFORE - top, 0)
    needed = bgra[above : box[3] + _AFTER - top, before : box[2] + _AFTER - left]
    colour, cover = (Held(planes, left + before, top + above) for planes in convert_layer(needed))
    blended = tuple(part for part in parts if not part.opaque)
    return Sheet(
        layer.depth,
        parts,
        solid if hides else size[1],
        _held(colour, parts, size, _NOTHING),
        _held(cover, blended, size, _ALL_BEHIND) if blended else None,
    )


def _on_even_samples(bgra: Plane, left: int, top: int, size: tuple[int, int]) -> tuple[Plane, int, int]:
    """The layer with even edges, because chroma is half as wide and high: it grows by what is see-through, or loses a
    row or column that lies outside the picture.
    """
    height, width = bgra.shape[:2]
    odd = (top % 2, (top + height) % 2, left % 2, (left + width) % 2)
    outside = (top < 0, top + height > size[1], left < 0, left + width > size[0])
    over, under, before, after = (int(one and not off) for one, off in zip(odd, outside, strict=True))
    lost = [one and off for one, off in zip(odd, outside, strict=True)]
    inside = bgra[lost[0] : height - lost[1], lost[2] : width - lost[3]]
    if over or under or before or after:
        inside = cast(
            Plane, cv2.copyMakeBorder(inside, over, under, before, after, cv2.BORDER_CONSTANT, value=(0, 0, 0, 0))
        )
    return inside, left - before + lost[2], top - over + lost[0]


def _seen(keep: Plane, left: int, top: int, until: tuple[int, int]) -> tuple[Plane, int, int]:
    """What of `keep`, and of the nothing around it, lies inside the picture before column and row `until`."""
    height, width = keep.shape
    x, y = max(left - _RING, 0), max(top - _RING, 0)
    end, foot = min(left + width + _RING, until[0]), min(top + height + _RING, until[1])
    seen = np.full((max(foot - y, 0), max(end - x, 0)), 255, np.uint8)
    part = keep[max(y - top, 0) : max(foot - top, 0), max(x - left, 0) : max(end - left, 0)]
    seen[max(top - y, 0) :, max(left - x, 0) :][: part.shape[0], : part.shape[1]] = part
    return seen, x, y


def _around(parts: Sequence[Part]) -> tuple[int, int, int, int]:
    """Left, top, right and bottom of all of them, even."""
    right, bottom = max(part.right for part in parts), max(part.bottom for part in parts)
    return (
        min(part.left for part in parts),
        min(part.top for part in parts),
        right + right % 2,
        bottom + bottom % 2,
    )


def _held(held: Held, parts: Sequence[Part], size: tuple[int, int], clear: tuple[int, int, int]) -> Held:
    """What resampling the parts takes; beyond its edges the picture of `size` goes on, and a thing inside it ends."""
    left, top, right, bottom = _around(parts)
    width, height = held.planes.size
    missing = (
        held.top - top + _BEFORE,
        bottom + _AFTER - held.top - height,
        held.left - left + _BEFORE,
        right + _AFTER - held.left - width,
    )
    goes_on = (
        held.top <= 0,
        held.top + height >= size[1],
        held.left <= 0,
        held.left + width >= size[0],
    )
    y, u, v = (
        _bordered(plane, tuple(share // (1 if plane is held.planes.y else 2) for share in missing), goes_on, level)
        for plane, level in zip(held.planes, clear, strict=True)
    )
    # Cover is the same in both planes of chroma, and one of them is enough.
    return Held(Planes(y, u, u if held.planes.v is held.planes.u else v), left - _BEFORE, top - _BEFORE)


def _bordered(plane: Plane, missing: tuple[int, ...], goes_on: tuple[bool, ...], level: int) -> Plane:
    """Cut off or continued by so many samples at the top, bottom, left and right."""
    height, width = plane.shape
    above, below, before, after = missing
    kept = plane[max(-above, 0) : height - max(-below, 0), max(-before, 0) : width - max(-after, 0)]
    top, bottom, left, right = (max(share, 0) if on else 0 for share, on in zip(missing, goes_on, strict=True))
    kept = cast(Plane, cv2.copyMakeBorder(kept, top, bottom, left, right, cv2.BORDER_REPLICATE))
    top, bottom, left, right = (0 if on else max(share, 0) for share, on in zip(missing, goes_on, strict=True))
    if top or bottom or left or right:
        kept = cast(Plane, cv2.copyMakeBorder(kept, top, bottom, left, right, cv2.BORDER_CONSTANT, value=level))
    return kept
