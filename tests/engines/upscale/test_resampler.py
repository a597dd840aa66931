"""The embedded upscaler: it keeps tones and edges, rings at none, and invents nothing."""

import cv2
import numpy as np
from numpy.typing import NDArray

from mutoscope.engines import registry
from mutoscope.engines.tasks import UpscaleRequest
from mutoscope.settings import Settings


def enlarged(pixels: NDArray[np.uint8], factor: int = 3, sharpness: float = 1.0) -> NDArray[np.uint8]:
    size = (pixels.shape[1] * factor, pixels.shape[0] * factor)
    request = UpscaleRequest(pixels, *size, sharpness)
    return registry.upscaler(Settings()).upscale(request, lambda share: None)


def edge(*, cover: int = 255) -> NDArray[np.uint8]:
    pixels = np.full((40, 40, 4), 60, np.uint8)
    pixels[:, 20:, :3] = 200
    pixels[:, :, 3] = 255
    pixels[:, 30:, 3] = cover
    return pixels


def test_a_larger_picture_scaled_down_again_is_the_picture() -> None:
    noise = np.random.default_rng(2).integers(40, 215, (48, 48, 3), np.uint8)
    soft = cv2.GaussianBlur(noise, (0, 0), 1.5)
    picture = np.dstack([soft, np.full((48, 48), 255, np.uint8)])

    back = cv2.resize(enlarged(picture, 2), (48, 48), interpolation=cv2.INTER_AREA)

    assert np.abs(back.astype(int) - soft.astype(int)).mean() < 2.5


def test_an_edge_is_sharper_than_plain_interpolation_and_does_not_ring() -> None:
    row = enlarged(edge())[60, :, 0].astype(int)
    plain = cv2.resize(edge()[:, :, 0], (120, 120), interpolation=cv2.INTER_CUBIC)[60].astype(int)

    assert np.abs(np.diff(row)).max() > np.abs(np.diff(plain)).max()
    assert row.min() >= 58
    assert row.max() <= 202


def test_sharpness_of_zero_is_the_softest() -> None:
    steps = [np.abs(np.diff(enlarged(edge(), sharpness=share)[60, :, 0].astype(int))).max() for share in (0.0, 1.0)]

    assert steps[0] < steps[1]


def test_clear_parts_stay_clear_and_lend_no_colour() -> None:
    made = enlarged(edge(cover=0))

    assert made.shape == (120, 120, 4)
    assert made[60, 110, 3] == 0
    assert abs(int(made[60, 80, 0]) - 200) < 8
