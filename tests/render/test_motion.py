"""Ken Burns motion is smooth to a few hundredths of a pixel."""

import numpy as np
import pytest

from mutoscope.render.motion import draw_window, frame_still, scratch_for, still_size, window_at
from mutoscope.render.planes import Planes, blank
from mutoscope.render.timeline import Shot, View

WIDTH, HEIGHT = 640, 360


def slope(width: int, height: int, *, at: int) -> Planes:
    """A picture that says where it is: left of `at` dark, right of it bright, and between them 50 even steps."""
    planes = blank(width, height)
    planes.y[:] = np.clip(116 + 4 * (np.arange(width) - at), 16, 216)[np.newaxis, :]
    return planes


@pytest.mark.parametrize(
    ("start", "end"),
    [
        (View(), View(zoom=1200, x=400, y=450)),
        (View(zoom=1200, x=300), View(zoom=1200, x=700)),
        (View(zoom=1150, x=300), View(zoom=1050, x=700)),
        (View(), View(zoom=1600, x=1000)),
    ],
    ids=["zoom in", "pan", "zoom out", "zoom into an edge"],
)
def test_every_frame_shows_its_window_within_six_hundredths_of_a_pixel(start: View, end: View) -> None:
    shot = Shot(picture="p", frames=90, start=start, end=end)
    size = still_size(shot, WIDTH, HEIGHT)
    at = size[0] * 45 // 100
    still, frame = frame_still(slope(*size, at=at)), blank(WIDTH, HEIGHT)
    scratch = scratch_for(WIDTH, HEIGHT)

    errors = []
    for number in range(90):
        window = window_at(shot, number, size)
        draw_window(still, window, frame, scratch)
        seen = (216 - frame.y[HEIGHT // 2].astype(float)).sum() / 200
        errors.append(seen - (at + 0.5 - window.left) * WIDTH / window.width)

    assert np.abs(errors).max() < 0.06


def test_motion_starts_and_stops_softly() -> None:
    shot = Shot(picture="p", frames=100, start=View(), end=View(zoom=1500))
    widths = [window_at(shot, number, (640, 360)).width for number in range(100)]

    speeds = -np.diff(widths)

    assert speeds.min() > 0
    assert speeds[0] < speeds[50] / 5
    assert speeds[-1] < speeds[50] / 5


def test_the_window_never_leaves_the_picture() -> None:
    shot = Shot(picture="p", frames=30, start=View(zoom=1300, x=0, y=1000), end=View(x=1000, y=0))
    windows = [window_at(shot, number, (640, 360)) for number in range(30)]

    assert min(min(window.left, window.top) for window in windows) >= 0
    assert max(window.left + window.width for window in windows) <= 640 + 1e-9
    assert max(window.top + window.height for window in windows) <= 360 + 1e-9
