"""The view's motion: smooth to a few hundredths of a pixel, soft at both ends, deeper for what is nearer."""

import numpy as np
import pytest

from mutoscope.render.camera import Camera, camera_at
from mutoscope.render.planes import Planes, blank
from mutoscope.render.sheets import flat_sheets
from mutoscope.render.stacking import Rooms, draw_sheets
from mutoscope.render.timeline import Beat, Shot, Transition, View

WIDTH, HEIGHT = 640, 360
FLAT = 0.5


def slope(width: int, height: int, *, at: int) -> Planes:
    """A picture that says where it is: left of `at` dark, right of it bright, and between them 50 even steps."""
    planes = blank(width, height)
    planes.y[:] = np.clip(116 + 4 * (np.arange(width) - at), 16, 216)[np.newaxis, :]
    return planes


def cameras(shot: Shot, depth: float = FLAT) -> list[Camera]:
    return [camera_at(shot, number, (WIDTH, HEIGHT), (WIDTH, HEIGHT), depth) for number in range(shot.frames)]


@pytest.mark.parametrize(
    ("start", "end", "size"),
    [
        (View(), View(zoom=1200, x=400, y=450), (822, 462)),
        (View(zoom=1200, x=300), View(zoom=1200, x=700), (822, 462)),
        (View(zoom=1150, x=300), View(zoom=1050, x=700), (768, 432)),
        (View(), View(zoom=1600, x=1000), (1096, 616)),
    ],
    ids=["zoom in", "pan", "zoom out", "zoom into an edge"],
)
def test_every_frame_shows_its_window_within_six_hundredths_of_a_pixel(
    start: View, end: View, size: tuple[int, int]
) -> None:
    shot = Shot(picture="p", frames=90, start=start, end=end)
    at = size[0] * 45 // 100
    picture, frame, rooms = flat_sheets(slope(*size, at=at)), blank(WIDTH, HEIGHT), Rooms.for_frames(WIDTH, HEIGHT)

    errors = []
    for number in range(90):
        camera = camera_at(shot, number, size, (WIDTH, HEIGHT), FLAT)
        draw_sheets(picture, (camera,), frame, rooms)
        seen = (216 - frame.y[HEIGHT // 2].astype(float)).sum() / 200
        errors.append(seen - camera.column(at + 0.5))

    assert np.abs(errors - np.mean(errors)).max() < 0.06


def test_motion_starts_and_stops_softly() -> None:
    shot = Shot(picture="p", frames=100, start=View(), end=View(zoom=1500))

    speeds = np.diff([camera.across for camera in cameras(shot)])

    assert speeds.min() > 0
    assert speeds[0] < speeds[50] / 5
    assert speeds[-1] < speeds[50] / 5


def test_motion_keeps_the_shots_own_pace() -> None:
    pace = tuple(
        Beat(frame=frame, speed=speed) for frame, speed in ((0, 1000), (40, 1000), (50, 0), (60, 1000), (99, 1000))
    )
    shot = Shot(picture="p", frames=100, start=View(), end=View(zoom=1500), pace=pace)

    speeds = np.diff([camera.across for camera in cameras(shot)])

    assert speeds[50] < speeds[20] / 8
    assert speeds[20] == pytest.approx(speeds[80])


def test_a_view_rests_while_two_pictures_are_seen() -> None:
    shot = Shot(
        picture="p", frames=50, start=View(), end=View(zoom=1500), transition=Transition.PUSH, transition_frames=12
    )

    zooms = [camera.across for camera in cameras(shot)]

    assert len(set(zooms[:12])) == 1
    assert zooms[49] == pytest.approx(1.5)


@pytest.mark.parametrize("depth", [0.0, 0.5, 1.0])
def test_the_view_never_leaves_the_picture(depth: float) -> None:
    shot = Shot(picture="p", frames=30, start=View(zoom=1300, x=0, y=1000), end=View(x=1000, y=0))

    seen = cameras(shot, depth)

    assert min(min(camera.left, camera.top) for camera in seen) >= -1e-9
    assert max(camera.left + WIDTH / camera.across for camera in seen) <= WIDTH + 1e-9
    assert max(camera.top + HEIGHT / camera.down for camera in seen) <= HEIGHT + 1e-9


def test_what_is_nearer_moves_and_grows_more() -> None:
    shot = Shot(picture="p", frames=30, start=View(zoom=1100, x=460), end=View(zoom=1200, x=540))

    ways = [cameras(shot, depth)[-1].column(320) - cameras(shot, depth)[0].column(320) for depth in (0.0, 0.5, 1.0)]
    growths = [cameras(shot, depth)[-1].across - cameras(shot, depth)[0].across for depth in (0.0, 0.5, 1.0)]

    assert ways[0] > ways[1] > ways[2]
    assert growths[0] < growths[1] < growths[2]
