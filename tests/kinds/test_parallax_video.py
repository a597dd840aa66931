"""The 3D video: what is near moves more than what is far, and a depth that is estimated is called so."""

from pathlib import Path as File
from typing import Any

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from mutoscope.clips.camera_path import Path
from mutoscope.clips.depth import estimate_depth
from mutoscope.clips.depth_camera import DepthCamera
from mutoscope.kinds.kind import Recipe
from mutoscope.kinds.registry import require_kind
from mutoscope.settings import Settings
from tests.kinds.benches import KEY, make

SMALL = {"seconds": 2, "width": 256, "height": 144, "fps": 12}


def blotches(width: int = 256, height: int = 144) -> NDArray[np.uint8]:
    coarse = np.random.default_rng(5).integers(0, 255, (height // 9, width // 8, 3), np.uint8)
    return np.asarray(cv2.resize(coarse, (width, height), interpolation=cv2.INTER_CUBIC), np.uint8)


def shift(before: NDArray[np.uint8], after: NDArray[np.uint8], rows: slice) -> float:
    """How far to the right the rows have moved, in pixels."""
    first, second = (np.ascontiguousarray(each[rows, 30:-30, 1]).astype(np.float32) for each in (before, after))
    return float(cv2.phaseCorrelate(first, second)[0][0])


def test_of_a_camera_that_slides_to_the_right_what_is_near_moves_left_and_what_is_far_right() -> None:
    depth = np.zeros((144, 256), np.float32)
    depth[72:] = 1.0
    camera = DepthCamera(blotches(), depth, Path.SLIDE, 24, 12)

    first, last = camera.look(0), camera.look(23)

    far, near = shift(first, last, slice(0, 60)), shift(first, last, slice(84, 144))
    assert far > 2
    assert near < -4


def test_an_orbit_ends_where_it_began() -> None:
    depth = np.tile(np.linspace(0, 1, 144, dtype=np.float32)[:, np.newaxis], (1, 256))
    camera = DepthCamera(blotches(), depth, Path.ORBIT, 72, 12)

    assert (camera.look(0) == camera.look(71)).mean() > 0.999
    assert np.abs(camera.look(0).astype(int) - camera.look(18)).mean() > 3


def test_a_push_makes_what_is_near_larger() -> None:
    rgb = np.zeros((144, 256, 3), np.uint8)
    cv2.circle(rgb, (128, 72), 24, (255, 255, 255), cv2.FILLED)
    camera = DepthCamera(rgb, np.ones((144, 256), np.float32), Path.PUSH, 24, 12)

    sizes = [int((camera.look(number) > 127).sum()) for number in (0, 23)]

    assert sizes[1] > sizes[0] * 1.1


def test_what_stands_out_and_what_is_low_is_estimated_as_near() -> None:
    rgb = np.full((180, 320, 3), (170, 180, 190), np.uint8)
    cv2.circle(rgb, (160, 110), 40, (200, 40, 20), cv2.FILLED)

    depth = estimate_depth(rgb)

    assert depth.dtype == np.float32
    assert depth.shape == (180, 320)
    assert (depth.min(), depth.max()) >= (0, 0.9)
    assert depth[110, 160] > depth[110, 30] + 0.2
    assert depth[170, 30] > depth[20, 30] + 0.2


def test_a_picture_of_ones_own_says_that_its_depth_is_estimated_and_shows_it(tmp_path: File) -> None:
    cv2.imwrite(str(tmp_path / "mine.png"), blotches())

    made = make("parallax_video", {**SMALL, "image": KEY}, tmp_path / "made", {KEY: tmp_path / "mine.png"})
    again = make("parallax_video", {**SMALL, "image": KEY}, tmp_path / "again", {KEY: tmp_path / "mine.png"})

    assert made.facts.depth.startswith("estimated from")
    assert cv2.imread(str(made.folder / "depth.png"), cv2.IMREAD_GRAYSCALE).shape == (144, 256)
    assert len(made.frames()) == made.facts.frames == 24
    assert again.read() == made.read()


def test_what_is_drawn_is_moved_by_its_own_layers(tmp_path: File) -> None:
    made = make("parallax_video", {**SMALL, "prompt": "A fox in a field", "path": "slide"}, tmp_path)

    frames = made.frames()
    assert made.facts.depth == "of the drawing's own layers"
    assert len(frames) == 24
    assert shift(frames[0], frames[-1], slice(0, 40)) > 1


@pytest.mark.parametrize(
    ("given", "stage"),
    [
        ({"image": KEY, "seconds": 5}, "generate"),
        ({"image": KEY, "seconds": 5, "music": "calm"}, "parallax"),
        ({"image": KEY, "seconds": 60}, "parallax"),
        ({"prompt": "rice"}, "parallax"),
    ],
)
def test_a_model_estimates_the_depth_where_one_is_run(given: dict[str, Any], stage: str) -> None:
    kind = require_kind("parallax_video")
    assert kind.recipe is not None

    recipe = kind.recipe(kind.request.model_validate(given), Settings(gpu_queue="models"))

    assert isinstance(recipe, Recipe)
    assert recipe.stage.name == stage
    assert {"video", "thumbnail", "spritesheet"} <= recipe.files.keys()
