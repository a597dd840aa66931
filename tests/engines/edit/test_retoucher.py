"""The embedded editor: what it changes, what it leaves alone, and what it refuses."""

import contextlib

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from mutoscope.engines import registry
from mutoscope.engines.edit.backdrop import SubjectNotTold
from mutoscope.engines.edit.instruction import EditNotUnderstood
from mutoscope.engines.edit.retoucher import FrameNotMasked
from mutoscope.engines.edit.vocabulary import WORDS
from mutoscope.engines.tasks import Edited, EditRequest
from mutoscope.settings import Settings

Pixels = NDArray[np.uint8]
SIDE, WIDTH = 160, 180
EXAMPLES = """
remove the background / blur the background / red background / black and white / sepia / vintage / turn the red to blue
/ tint it blue / invert / vivid / muted / pastel / warmer / cooler / more contrast / less contrast / brighter / darker
/ sharper / denoise / vignette / grain / blurred / glow / night / golden hour / sunset / dawn / noon / storm / rain
/ snow / fog / overcast / autumn / oil painting / watercolour / pencil / cartoon / ink / pixel art / poster / halftone
/ mosaic / upside down / mirrored / rotate right / square crop / circular / round corners / zoom in / blue frame
/ border / painted / sketch
"""
PROMPTS = [prompt.strip() for prompt in EXAMPLES.replace("\n", " ").split("/")]


@pytest.fixture(scope="module")
def picture() -> Pixels:
    """A red disc on a meadow under a blue sky, none of it flat."""
    down = np.linspace(0, 1, SIDE, dtype=np.float32)[:, None, None]
    sky, grass = np.array([110, 170, 230]), np.array([110, 160, 70])
    ground = np.where(down < 0.5, sky + 60 * down, grass + 40 * (down - 0.5))
    pixels = np.broadcast_to(ground, (SIDE, WIDTH, 3)).astype(np.uint8).copy()
    cv2.circle(pixels, (80, 95), 34, (214, 44, 40), -1, cv2.LINE_AA)
    noise = np.random.default_rng(3).normal(0, 2, pixels.shape)
    pixels = np.clip(pixels + noise, 0, 255).astype(np.uint8)
    return np.dstack([pixels, np.full((SIDE, WIDTH), 255, np.uint8)])


def edit(picture: Pixels, prompt: str, mask: NDArray[np.bool_] | None = None, **more: int) -> Edited:
    request = EditRequest(picture, mask, prompt, "storybook", more.get("seed", 1), more.get("variation", 0))
    return registry.editor(Settings()).edit(request, lambda share: None)


def apart(one: Pixels, other: Pixels) -> float:
    return float(np.abs(one[:, :, :3].astype(int) - other[:, :, :3].astype(int)).mean())


def left_half() -> NDArray[np.bool_]:
    return np.broadcast_to(np.arange(WIDTH) < SIDE // 2, (SIDE, WIDTH)).copy()


def test_every_word_of_the_vocabulary_has_an_example_here() -> None:
    found = {word.name for prompt in PROMPTS for word in WORDS if word.pattern.search(prompt)}

    assert found == {word.name for word in WORDS}


@pytest.mark.parametrize("prompt", PROMPTS)
def test_every_edit_changes_the_picture_and_comes_out_the_same_each_time(picture: Pixels, prompt: str) -> None:
    first, second = edit(picture, prompt), edit(picture, prompt)

    assert np.array_equal(first.pixels, second.pixels)
    whole = np.dstack([first.pixels, np.full(first.pixels.shape[:2], 255, np.uint8)])
    comes_out = first.pixels if first.pixels.shape[2] == 4 else whole
    assert comes_out.shape != picture.shape or np.abs(comes_out.astype(int) - picture.astype(int)).mean() > 0.5


def test_grey_has_no_colour_and_night_is_darker_and_bluer(picture: Pixels) -> None:
    grey, night = edit(picture, "black and white").pixels, edit(picture, "make it night").pixels

    assert np.ptp(grey.astype(int), axis=2).max() <= 1
    assert night.mean() < picture[:, :, :3].mean() * 0.6
    assert night[:, :, 2].mean() > night[:, :, 0].mean()


def test_one_colour_is_changed_for_another_and_the_rest_is_left(picture: Pixels) -> None:
    changed = edit(picture, "change the red to blue").pixels

    disc, grass = changed[95, 80].astype(int), changed[150, 10].astype(int)
    assert disc[2] > disc[0] + 60
    assert np.abs(grass - picture[150, 10, :3]).max() <= 3


def test_nothing_outside_of_a_mask_is_changed(picture: Pixels) -> None:
    for prompt in ("black and white", "a cat", "a snowy forest", "remove the ball"):
        made = edit(picture, prompt, left_half()).pixels

        assert np.array_equal(made[:, SIDE // 2 :, :3], picture[:, SIDE // 2 :, :3]), prompt
        assert apart(made[:, : SIDE // 2], picture[:, : SIDE // 2]) > 2, prompt


def test_what_is_redrawn_meets_its_surroundings_without_a_seam(picture: Pixels) -> None:
    mask = np.zeros((SIDE, WIDTH), bool)
    mask[50:140, 30:130] = True

    made = edit(picture, "remove the ball", mask).pixels.astype(int)

    across = np.abs(made[50:140, 29] - made[50:140, 30]).mean()
    within = np.abs(picture[50:140, 10].astype(int) - picture[50:140, 11].astype(int))[:, :3].mean()
    assert across < within + 3
    assert (made[85:105, 70:90, 0] < made[85:105, 70:90, 1]).all()


def test_results_of_other_seeds_differ_where_something_is_drawn(picture: Pixels) -> None:
    mask = np.ones((SIDE, WIDTH), bool)

    first, second = edit(picture, "a snowy forest", mask, seed=1), edit(picture, "a snowy forest", mask, seed=2)

    assert apart(first.pixels, second.pixels) > 3


def test_several_results_of_one_instruction_differ_in_strength(picture: Pixels) -> None:
    weak, plain = edit(picture, "warmer", variation=1).pixels, edit(picture, "warmer").pixels

    assert 0 < apart(weak, picture) < apart(plain, picture)


def test_a_background_is_removed_about_the_subject(picture: Pixels) -> None:
    cover = edit(picture, "remove the background").pixels[:, :, 3]

    assert cover[95, 80] > 230
    assert cover[10, 10] < 20
    assert cover[150, 10] < 20


def test_a_subject_that_cannot_be_told_is_not_guessed() -> None:
    noise = np.random.default_rng(1).integers(0, 255, (96, 96, 4), np.uint8)
    noise[:, :, 3] = 255

    with pytest.raises(SubjectNotTold):
        edit(noise, "remove the background")


def test_without_a_mask_the_clear_part_of_the_picture_is_what_is_drawn(picture: Pixels) -> None:
    clear = picture.copy()
    clear[60:150, 20:140, 3] = 0

    made = edit(clear, "a cat")

    assert made.done == ("redrawn with a figure",)
    assert made.pixels.shape[2] == 3 or made.pixels[:, :, 3].min() > 200


@pytest.mark.parametrize("prompt", ["make the dog happier", "a cat", "zzz qqq"])
def test_what_cannot_be_done_is_refused(picture: Pixels, prompt: str) -> None:
    with pytest.raises(EditNotUnderstood):
        edit(picture, prompt)


@pytest.mark.parametrize("prompt", ["replace the ball with a cat", "remove the ball and add a cat", "a cat"])
def test_of_what_goes_and_what_comes_only_what_comes_is_drawn(picture: Pixels, prompt: str) -> None:
    plain = edit(picture, "a cat", left_half())

    assert np.array_equal(edit(picture, prompt, left_half()).pixels, plain.pixels)


def test_an_edit_of_the_frame_is_refused_with_a_mask(picture: Pixels) -> None:
    with pytest.raises(FrameNotMasked):
        edit(picture, "square crop", left_half())


@pytest.mark.parametrize(
    ("prompt", "masked", "fits"),
    [
        ("make it night", False, True),
        ("remove the dog", False, False),
        ("remove the dog", True, True),
        ("replace the dog with a cat", False, False),
        ("replace the dog with a cat", True, True),
        ("replace the dog with qqq", True, False),
        ("add a cat", False, True),
        ("make the dog laugh", False, False),
    ],
)
def test_what_can_never_be_done_is_refused_before_it_is_ordered(prompt: str, masked: bool, fits: bool) -> None:
    editor = registry.editor(Settings())

    refused = contextlib.nullcontext() if fits else pytest.raises(EditNotUnderstood)

    with refused:
        editor.require(prompt, masked=masked)


def test_variations_differ_from_the_picture_and_from_one_another(picture: Pixels) -> None:
    def vary(number: int) -> Edited:
        request = EditRequest(picture, None, "", "storybook", 5, number)
        return registry.editor(Settings()).vary(request, lambda share: None)

    first, second = vary(0), vary(1)

    assert apart(first.pixels, picture) > 2
    assert apart(first.pixels, second.pixels) > 2
    assert "reframed" in first.done
