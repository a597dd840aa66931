"""A picture of one's own fills the frame, upright and in plain colours."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
import pyvips

from mutoscope.media.picture_file import cover

Make = Callable[..., Path]


@pytest.mark.parametrize(("width", "height"), [(400, 200), (200, 400), (300, 300), (640, 360)])
def test_a_picture_covers_the_frame_whatever_its_own_shape(picture: Make, width: int, height: int) -> None:
    pixels = cover(picture("a.jpg", width=320, height=200), width, height, "a.jpg")

    assert (pixels.shape, pixels.dtype) == ((height, width, 3), np.uint8)
    assert pixels.reshape(-1, 3).max(axis=1).min() > 100


def test_a_photograph_is_turned_upright_as_its_camera_says(picture: Make) -> None:
    path = picture("plain.png", width=400, height=400)
    turned = pyvips.Image.new_from_file(str(path)).copy()
    turned.set_type(pyvips.GValue.gint_type, "orientation", 3)
    turned.write_to_file(str(path.with_name("phone.jpg")))

    pixels = cover(path.with_name("phone.jpg"), 200, 200, "phone.jpg")

    assert pixels[100, 10, 2] > 150
    assert pixels[100, 190, 0] > 150


@pytest.mark.parametrize("bands", [1, 2, 4])
def test_grey_and_transparent_pictures_become_plain_colour(tmp_path: Path, bands: int) -> None:
    path = tmp_path / "a.png"
    grey = pyvips.Image.black(50, 50, bands=bands).linear(1, [120, 0, 0, 0][:bands])
    space = "b-w" if bands < 3 else "srgb"
    grey.cast("uchar").copy(interpretation=space).write_to_file(str(path))

    pixels = cover(path, 60, 60, "a.png")

    assert pixels.shape == (60, 60, 3)
    assert int(pixels[30, 30].min()) == (255 if bands in (2, 4) else 120)


def test_a_picture_with_sixteen_bits_and_four_inks_can_be_used(tmp_path: Path) -> None:
    deep, inks = tmp_path / "deep.png", tmp_path / "inks.jpg"
    (pyvips.Image.black(40, 40, bands=3) + 30_000).cast("ushort").copy(interpretation="rgb16").write_to_file(str(deep))
    pyvips.Image.black(40, 40, bands=4).cast("uchar").copy(interpretation="cmyk").write_to_file(str(inks))

    assert cover(deep, 40, 40, "deep.png")[20, 20].tolist() == pytest.approx([117, 117, 117], abs=6)
    assert cover(inks, 40, 40, "inks.jpg").shape == (40, 40, 3)


def test_the_same_picture_gives_the_same_pixels(picture: Make) -> None:
    path = picture("a.webp")

    assert np.array_equal(cover(path, 200, 300, "a"), cover(path, 200, 300, "a"))
