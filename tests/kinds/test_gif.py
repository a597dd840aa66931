"""GIFs: loops without a seam, of a description or a picture."""

from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from mutoscope.engines.tasks import Air
from mutoscope.kinds.kind import Recipe
from mutoscope.kinds.registry import require_kind
from mutoscope.render.air import AirArtist
from mutoscope.render.planes import blank
from mutoscope.settings import Settings
from tests.kinds.benches import make

SMALL = {"prompt": "A fox in the snow", "seconds": 2, "width": 128, "height": 96, "fps": 10}


def test_a_gif_ends_where_it_begins_and_moves_between(tmp_path: Path) -> None:
    frames = [frame.astype(int) for frame in make("gif", SMALL, tmp_path).frames("animation.gif")]

    steps = [np.abs(after - before).mean() for before, after in pairwise(frames)]
    assert len(frames) == 20
    assert frames[0].shape == (96, 128, 3)
    assert np.abs(frames[0] - frames[-1]).mean() <= max(steps)
    assert np.abs(frames[0] - frames[10]).mean() > 2 * np.abs(frames[0] - frames[-1]).mean()


def test_the_same_order_gives_the_same_gif(tmp_path: Path) -> None:
    first, second = (make("gif", SMALL, tmp_path / name).read("animation.gif") for name in ("first", "second"))

    assert first == second


@pytest.mark.parametrize("air", [air for air in Air if air is not Air.CLEAR])
def test_what_moves_in_the_air_of_a_loop_is_where_it_was_after_each_period(air: Air) -> None:
    artist = AirArtist(air, 160, 120, seed=3, period=3.0)
    first, middle, again = (blank(160, 120) for _ in range(3))

    for seconds, frame in ((0.4, first), (1.9, middle), (3.4, again)):
        artist.draw(seconds, frame)

    assert np.abs(first.y.astype(int) - again.y).max() <= 1
    assert (first.y != middle.y).any()


@pytest.mark.parametrize(
    ("given", "stage"),
    [
        ({"prompt": "rice", "width": 512, "height": 512, "seconds": 2}, "generate"),
        ({"prompt": "rice", "width": 512, "height": 512, "seconds": 8}, "gif"),
        ({"prompt": "rice", "width": 500, "height": 500, "seconds": 2}, "gif"),
        ({"image": f"{'a' * 64}/me.png", "width": 512, "height": 512, "seconds": 2}, "gif"),
    ],
)
def test_a_model_makes_the_loops_that_it_can_make(given: dict[str, Any], stage: str) -> None:
    kind, settings = require_kind("gif"), Settings(gpu_queue="models")
    assert kind.recipe is not None

    recipe = kind.recipe(kind.request.model_validate(given), settings)

    assert isinstance(recipe, Recipe)
    assert recipe.stage.name == stage
    assert kind.goes_to_models(given, settings) is (stage == "generate")
    assert recipe.files.keys() == {"gif"}


def test_a_gif_of_nothing_is_refused() -> None:
    with pytest.raises(ValueError, match="send a prompt, an image, or both"):
        require_kind("gif").request.model_validate({})


def test_a_gif_that_is_too_large_to_hold_is_refused() -> None:
    with pytest.raises(ValueError, match="200 frames of 800 by 800 pixels are too many"):
        require_kind("gif").request.model_validate({**SMALL, "width": 800, "height": 800, "fps": 25, "seconds": 8})
