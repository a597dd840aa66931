"""Stills as limited-range BT.709."""

from pathlib import Path

import cv2
import numpy as np
import pytest

from mutoscope.render.planes import convert, load_still


@pytest.mark.parametrize(
    ("rgb", "yuv"),
    [
        ((0, 0, 0), (16, 128, 128)),
        ((255, 255, 255), (235, 128, 128)),
        ((255, 0, 0), (63, 102, 240)),
        ((0, 255, 0), (173, 42, 26)),
        ((0, 0, 255), (32, 240, 118)),
    ],
)
def test_colours_become_limited_range_bt709(rgb: tuple[int, int, int], yuv: tuple[int, int, int]) -> None:
    planes = convert(np.full((4, 4, 3), rgb, np.uint8))

    assert tuple(int(plane[0, 0]) for plane in planes) == yuv


def test_a_picture_of_another_shape_covers_the_frame_around_its_centre(tmp_path: Path) -> None:
    tall = np.zeros((400, 200, 3), np.uint8)
    tall[150:250] = 255
    cv2.imwrite(str(tmp_path / "tall.png"), tall)

    still = load_still(tmp_path / "tall.png", 160, 90, exact=True)

    assert still.size == (160, 90)
    assert still.y[45, 80] == 235
    assert still.y[2, 80] == still.y[87, 80] == 16 + 219 * (still.y[2, 80] > 16)


def test_what_is_see_through_becomes_black(tmp_path: Path) -> None:
    cv2.imwrite(str(tmp_path / "clear.png"), np.zeros((90, 160, 4), np.uint8))

    still = load_still(tmp_path / "clear.png", 160, 90)

    assert int(still.y.max()) == 16
