"""Measuring a picture: each figure follows what it says it measures, on pictures made to differ in just that."""

from pathlib import Path

import cv2
import numpy as np
import pytest
import pyvips
from numpy.typing import NDArray

from mutoscope.engines.look.exif import read_exif
from mutoscope.engines.look.measure import Measurements, measure
from mutoscope.engines.look.measured import MeasuringLooker
from mutoscope.engines.understanding import Focus, LookRequest

Pixels = NDArray[np.uint8]
NOISE: Pixels = np.random.default_rng(3).integers(60, 200, (300, 400, 3)).astype(np.uint8)


def plain(red: int, green: int, blue: int) -> Pixels:
    return np.full((300, 400, 3), (red, green, blue), np.uint8)


def measured(pixels: Pixels) -> Measurements:
    return measure(pixels, {})


def disc(x: int, y: int) -> Pixels:
    return np.asarray(cv2.circle(plain(40, 40, 60), (x, y), 30, (240, 220, 90), -1), np.uint8)


def lettered(*lines: str) -> Pixels:
    page = np.full((600, 900, 3), 245, np.uint8)
    for number, line in enumerate(lines):
        cv2.putText(page, line, (60, 150 + 120 * number), cv2.FONT_HERSHEY_SIMPLEX, 1.8, (30, 30, 30), 4)
    return page


def test_brightness_and_contrast_are_of_lightness() -> None:
    dark, bright = measured(plain(20, 20, 20)), measured(plain(250, 250, 250))

    assert dark.brightness < 10 < 95 < bright.brightness
    assert dark.contrast == 0
    assert measured(np.hstack([plain(0, 0, 0), plain(255, 255, 255)])).contrast > 45


def test_what_is_black_or_white_has_lost_its_detail() -> None:
    halves = measured(np.hstack([plain(0, 0, 0), plain(255, 255, 255)]))

    assert (halves.shadows, halves.highlights) == (0.5, 0.5)


def test_colours_are_named_with_their_shares() -> None:
    found = measured(np.hstack([plain(205, 35, 40), plain(205, 35, 40), plain(45, 105, 200)])).colours

    assert [(colour.name, colour.hex) for colour in found] == [("red", "#cd2328"), ("blue", "#2d69c8")]
    assert [colour.share for colour in found] == pytest.approx([2 / 3, 1 / 3], abs=0.02)


def test_warmth_and_colourfulness_tell_a_sunset_from_a_fog() -> None:
    sunset, fog = measured(plain(240, 140, 60)), measured(plain(150, 152, 155))

    assert sunset.warmth > 20 > fog.warmth
    assert sunset.colourfulness > 40 > 5 > fog.colourfulness


def test_a_blur_is_less_sharp_and_less_grainy() -> None:
    blurred = measured(np.asarray(cv2.GaussianBlur(NOISE, (0, 0), 4), np.uint8))

    assert blurred.sharpness < 0.05 * measured(NOISE).sharpness
    assert blurred.noise < 0.1 * measured(NOISE).noise


@pytest.mark.parametrize(("x", "y"), [(80, 60), (320, 60), (80, 240), (320, 240)])
def test_the_eye_is_drawn_to_what_stands_out(x: int, y: int) -> None:
    across, down = measured(disc(x, y)).eye

    assert (across < 0.42) is (x < 200)
    assert (down < 0.45) is (y < 150)


def test_a_mirrored_picture_is_symmetric_and_noise_is_not() -> None:
    half = NOISE[:, :200]

    assert measured(np.hstack([half, half[:, ::-1]])).symmetry > 0.9
    assert measured(NOISE).symmetry < 0.3


@pytest.mark.parametrize(
    ("pixels", "rows"),
    [
        (lettered("How long does rice take", "to grow in the paddies", "of the northern hills?"), 3),
        (lettered("One line of type is here"), 1),
        (lettered(), 0),
        (NOISE, 0),
        (disc(200, 150), 0),
    ],
)
def test_rows_of_type_are_counted(pixels: Pixels, rows: int) -> None:
    assert measured(pixels).rows_of_type == rows


def test_a_large_picture_and_a_small_one_are_measured_alike() -> None:
    small = disc(320, 60)
    large = np.asarray(cv2.resize(small, None, fx=6, fy=6, interpolation=cv2.INTER_CUBIC), np.uint8)

    assert (measured(large).width, measured(small).width) == (2_400, 400)
    assert measured(large).brightness == pytest.approx(measured(small).brightness, abs=1)
    assert measured(large).eye == pytest.approx(measured(small).eye, abs=0.05)


def test_the_smallest_picture_has_measurements() -> None:
    assert measured(np.full((1, 1, 3), 128, np.uint8)).colours[0].name == "grey"


def test_what_the_camera_wrote_is_told_and_the_place_is_not(tmp_path: Path) -> None:
    picture = pyvips.Image.black(8, 8, bands=3).copy(interpretation="srgb").copy()
    for name, value in {
        "exif-ifd0-Model": "Box Brownie",
        "exif-ifd2-FNumber": "28/10",
        "exif-ifd3-GPSLatitude": "52/1 30/1 0/1",
    }.items():
        picture.set_type(pyvips.GValue.gstr_type, name, value)
    picture.jpegsave(str(tmp_path / "a.jpg"))

    told = read_exif(tmp_path / "a.jpg")

    assert told["camera"] == "Box Brownie"
    assert told["place"] == "in the file"
    assert "52" not in str(told)


def test_only_what_was_asked_about_is_told_and_that_nothing_was_recognised() -> None:
    request = LookRequest(NOISE, measured(NOISE), Focus.LIGHT, "")

    seen = MeasuringLooker().look(request)

    assert seen.report.startswith("Light: ")
    assert "Colours:" not in seen.report
    assert "not recognised" in seen.report


def test_the_prompts_name_the_subject_and_the_colours() -> None:
    pixels = plain(205, 35, 40)

    seen = MeasuringLooker().look(LookRequest(pixels, measured(pixels), Focus.ALL, "a lighthouse"))

    assert len(set(seen.prompts)) == 3
    assert all(prompt.startswith("a lighthouse") and "red" in prompt for prompt in seen.prompts)
