"""Pictures in layers: they lie as they were drawn, move by their depth, and hide what is behind them."""

from collections.abc import Callable
from pathlib import Path

import cv2
import numpy as np
import pytest

from mutoscope.render.camera import camera_at
from mutoscope.render.cover import CELL
from mutoscope.render.layers import LayeredPicture, PictureSource, PlacedLayer
from mutoscope.render.planes import PictureUnreadable, Planes, blank, load_still
from mutoscope.render.segment import draw_frames
from mutoscope.render.sheets import load_sheets
from mutoscope.render.stacking import Rooms, draw_sheets
from mutoscope.render.timeline import Captions, Shot, Timeline, View

WIDTH, HEIGHT = 320, 180
SIZE = (416, 234)


def painted(folder: Path) -> tuple[LayeredPicture, Path]:
    """A sky, hills that reach the bottom from side to side, and two small things before them; and the same flat."""
    random = np.random.default_rng(3)
    width, height = SIZE
    sky = np.full((height, width, 4), 255, np.uint8)
    sky[..., :3] = cv2.resize(random.integers(90, 255, (4, 6), np.uint8), SIZE, interpolation=cv2.INTER_CUBIC)[
        ..., None
    ]
    hills = np.zeros((90, width, 4), np.uint8)
    crest = (30 + 20 * np.sin(np.arange(width) / 40)).astype(int)
    hills[np.arange(90)[:, np.newaxis] > crest[np.newaxis, :]] = (40, 120, 60, 255)
    thing = np.zeros((61, 47, 4), np.uint8)
    cv2.circle(thing, (23, 30), 20, (30, 60, 220, 255), -1, cv2.LINE_AA)
    pieces = ((sky, 0, 0, 0.0), (hills, 0, height - 90, 0.4), (thing, 51, 83, 0.8), (thing, 250, 77, 1.0))
    flat = sky[..., :3].astype(float)
    for pixels, x, y, _ in pieces[1:]:
        part = flat[y : y + pixels.shape[0], x : x + pixels.shape[1]]
        cover = pixels[..., 3:] / 255
        part[:] = part * (1 - cover) + pixels[..., :3] * cover
    layers = []
    for number, (pixels, x, y, depth) in enumerate(pieces):
        path = folder / f"{number}.png"
        cv2.imwrite(str(path), pixels)
        layers.append(PlacedLayer(path, x, y, depth))
    cv2.imwrite(str(folder / "flat.png"), np.rint(flat).astype(np.uint8))
    return LayeredPicture(width, height, tuple(layers)), folder / "flat.png"


def seen(source: PictureSource, shot: Shot, number: int) -> Planes:
    picture, frame = load_sheets(source, shot, (WIDTH, HEIGHT)), blank(WIDTH, HEIGHT)
    cameras = tuple(camera_at(shot, number, picture.size, (WIDTH, HEIGHT), sheet.depth) for sheet in picture.sheets)
    draw_sheets(picture, cameras, frame, Rooms.for_frames(WIDTH, HEIGHT))
    return frame


def test_at_rest_the_layers_are_the_flat_picture(tmp_path: Path) -> None:
    layers, flat = painted(tmp_path)
    shot = Shot(picture="p", frames=1)

    frame = seen(layers, shot, 0)
    wanted = seen(flat, shot, 0)

    for one, other in zip(frame, wanted, strict=True):
        assert np.abs(one.astype(int) - other).mean() < 0.5
        assert np.percentile(np.abs(one.astype(int) - other), 99) <= 6


def test_a_sheet_that_hides_what_is_behind_it_is_told_from_one_that_does_not(tmp_path: Path) -> None:
    picture = load_sheets(painted(tmp_path)[0], Shot(picture="p", frames=1), (WIDTH, HEIGHT))

    sky, hills, near, nearest = picture.sheets

    assert sky.solid == 0
    assert all(part.opaque for part in sky.parts)
    # Crests lie up to 50 samples below the layer's top; cells are 32 high, and their neighbourhood counts.
    assert SIZE[1] - 90 + 50 <= hills.solid <= SIZE[1] - 90 + 50 + 2 * CELL
    assert near.solid == nearest.solid == SIZE[1]
    assert not any(part.opaque for part in near.parts)


def test_what_a_nearer_sheet_hides_in_every_frame_is_not_kept(tmp_path: Path) -> None:
    size, screen = (416, 468), (320, 360)
    for name, high in (("sky", 468), ("wall", 300)):
        cv2.imwrite(str(tmp_path / f"{name}.png"), np.full((high, 416, 4), 255, np.uint8))
    layers = (PlacedLayer(tmp_path / "sky.png", 0, 0, 0.0), PlacedLayer(tmp_path / "wall.png", 0, 168, 1.0))
    shot = Shot(picture="p", frames=30, start=View(zoom=1100, y=440), end=View(zoom=1200, x=540, y=560))

    sky, wall = load_sheets(LayeredPicture(*size, layers), shot, screen).sheets
    cameras = [[camera_at(shot, number, size, screen, depth) for depth in (0.0, 1.0)] for number in range(30)]

    foot = max(part.bottom for part in sky.parts)
    assert foot < 300
    assert all(far.row(foot) >= near.row(wall.solid) + 2 for far, near in cameras)


def test_a_near_thing_passes_before_a_far_one_smoothly(tmp_path: Path) -> None:
    layers, _ = painted(tmp_path)
    shot = Shot(picture="p", frames=40, start=View(zoom=1100, x=460), end=View(zoom=1150, x=540))

    places = []
    for number in range(40):
        red = np.maximum(seen(layers, shot, number).v[:, 60:].astype(float) - 128, 0)
        places.append((red.sum(axis=0) * np.arange(red.shape[1])).sum() / red.sum())
    wanted = [camera_at(shot, number, SIZE, (WIDTH, HEIGHT), 1.0).column(250 + 23.5) / 2 for number in range(40)]

    assert np.ptp(np.array(places) - wanted) < 0.06


def test_layers_in_a_film_look_the_same_however_it_is_cut(
    film: Callable[..., Timeline], fonts: Path, tmp_path: Path
) -> None:
    shot = Shot(picture="p", frames=12, start=View(), end=View(zoom=1150, x=560))
    timeline, pictures = film(shots=(shot,), cues=(), captions=Captions.NONE), {"p": painted(tmp_path)[0]}

    whole = [frame.to_ndarray().copy() for frame in draw_frames(timeline, pictures, fonts, 0, 12)]
    parts = [
        frame.to_ndarray().copy()
        for first, last in ((0, 5), (5, 12))
        for frame in draw_frames(timeline, pictures, fonts, first, last)
    ]

    assert all(np.array_equal(one, other) for one, other in zip(whole, parts, strict=True))


def test_a_layer_that_is_no_picture_is_named(tmp_path: Path) -> None:
    (tmp_path / "broken.png").write_bytes(b"no picture")
    picture = LayeredPicture(*SIZE, (PlacedLayer(tmp_path / "broken.png", 0, 0, 0.0),))

    with pytest.raises(PictureUnreadable, match=r"broken\.png"):
        load_sheets(picture, Shot(picture="p", frames=1), (WIDTH, HEIGHT))


def test_a_picture_large_enough_is_kept_in_its_own_size(tmp_path: Path) -> None:
    cv2.imwrite(str(tmp_path / "large.png"), np.zeros((208, 370, 3), np.uint8))

    assert load_still(tmp_path / "large.png", WIDTH, HEIGHT, zoom=1.1).size == (370, 208)
    assert load_still(tmp_path / "large.png", WIDTH, HEIGHT, zoom=1.4).size == (448, 252)
