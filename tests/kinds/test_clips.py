"""Clips from a description or a picture: as long and as large as ordered, moving, heard where it was asked for."""

from itertools import pairwise
from pathlib import Path
from typing import Any

import av
import cv2
import numpy as np
import pytest

from mutoscope.clips.shots import Idea, Move, camera_of, ideas_of, plan_shots, without_camera
from mutoscope.clips.sound import NarrationOverruns
from mutoscope.engines.tasks import Air, Generated
from mutoscope.errors import InvalidInput
from mutoscope.kinds.kind import Recipe
from mutoscope.kinds.registry import require_kind
from mutoscope.render.air import AirArtist
from mutoscope.render.planes import blank
from mutoscope.render.spritesheet import COLUMNS, ROWS
from mutoscope.render.timeline import Shot
from mutoscope.settings import Settings
from mutoscope.stages.generate import save_generated
from mutoscope.stages.moving_pictures import Seen, stirred
from tests.kinds.benches import KEY, Made, make

SMALL = {"seconds": 2, "width": 256, "height": 144, "fps": 12}


@pytest.fixture(scope="module")
def drawn(tmp_path_factory: pytest.TempPathFactory) -> Made:
    return make("text_to_video", {**SMALL, "prompt": "A fox in the snow"}, tmp_path_factory.mktemp("drawn"))


@pytest.fixture(scope="module")
def picture(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Bars and blotches, so that every movement of the view is seen."""
    path = tmp_path_factory.mktemp("own") / "mine.png"
    chance = np.random.default_rng(5)
    pixels = cv2.resize(chance.integers(0, 255, (18, 32, 3), np.uint8), (640, 360), interpolation=cv2.INTER_CUBIC)
    cv2.imwrite(str(path), pixels)
    return path


def test_a_clip_has_exactly_the_frames_and_the_size_it_was_ordered_with(drawn: Made) -> None:
    frames = drawn.frames()

    with av.open(str(drawn.folder / "video.mp4")) as container:
        stream = container.streams.video[0]
        assert (stream.frames, stream.average_rate, container.streams.audio) == (24, 12, ())
    assert len(frames) == drawn.facts.frames == 24
    assert frames[0].shape == (144, 256, 3)


def test_a_clip_moves_from_frame_to_frame(drawn: Made) -> None:
    frames = [frame.astype(np.int16) for frame in drawn.frames()]

    moved = [float(np.abs(after - before).mean()) for before, after in pairwise(frames)]

    assert min(moved[2:-2]) > 0.1
    assert np.abs(frames[-1] - frames[0]).mean() > 3


def test_a_clip_comes_with_a_thumbnail_and_a_sheet_of_its_frames(drawn: Made) -> None:
    thumbnail, sheet = (cv2.imread(str(drawn.folder / name)) for name in ("thumbnail.jpg", "spritesheet.jpg"))

    assert thumbnail.shape == (144, 256, 3)
    assert sheet.shape == (144 * ROWS, 256 * COLUMNS, 3)
    first, last = sheet[:144, :256].astype(int), sheet[-144:, -256:].astype(int)
    assert np.abs(first - last).mean() > 3


def test_the_same_order_gives_the_same_bytes_and_another_seed_others(drawn: Made, tmp_path: Path) -> None:
    again = make("text_to_video", {**SMALL, "prompt": "A fox in the snow"}, tmp_path / "again")
    other = make("text_to_video", {**SMALL, "prompt": "A fox in the snow", "seed": 9}, tmp_path / "other")

    names = ("video.mp4", "thumbnail.jpg", "spritesheet.jpg")
    assert [again.read(name) for name in names] == [drawn.read(name) for name in names]
    assert other.read() != drawn.read()


def test_a_picture_of_ones_own_is_what_is_seen_and_the_camera_obeys(picture: Path, tmp_path: Path) -> None:
    own = {KEY: picture}
    panned = make("image_to_video", {**SMALL, "image": KEY, "prompt": "pan right"}, tmp_path / "right", own)
    still = make("image_to_video", {**SMALL, "image": KEY, "prompt": "static shot"}, tmp_path / "still", own)

    first, last = (panned.frames()[number][:, :, 1].astype(np.float32) for number in (0, -1))
    (shift, _), _ = cv2.phaseCorrelate(first, last)
    assert shift < -10
    assert np.abs(still.frames()[0].astype(int) - still.frames()[-1]).mean() < 1


def test_what_the_prompt_lets_fall_falls_over_a_picture(picture: Path, tmp_path: Path) -> None:
    asked = {**SMALL, "image": KEY}
    clear = make("image_to_video", {**asked, "prompt": "static shot"}, tmp_path / "clear", {KEY: picture})
    snowing = make("image_to_video", {**asked, "prompt": "static shot, snow"}, tmp_path / "snow", {KEY: picture})

    brighter = snowing.frames()[3].astype(int).min(axis=2) - clear.frames()[3].min(axis=2)

    assert (brighter > 40).mean() > 0.001


def test_narration_and_music_are_heard_for_as_long_as_the_clip_lasts(tmp_path: Path) -> None:
    asked = {**SMALL, "prompt": "Rice", "narration": "Rice.", "music": "calm"}

    made = make("text_to_video", asked, tmp_path)

    with av.open(str(made.folder / "video.mp4")) as container:
        samples = sum(frame.samples for frame in container.decode(audio=0))
    assert abs(samples - 2 * 48_000) <= 1_024
    assert len(made.frames()) == 24


def test_a_narration_that_is_longer_than_the_clip_is_refused(tmp_path: Path) -> None:
    asked = {**SMALL, "prompt": "Rice", "narration": "Rice is grown in water, and it takes many weeks to grow."}

    with pytest.raises(NarrationOverruns) as refused:
        make("text_to_video", asked, tmp_path)

    assert refused.value.param == "narration"


def test_the_shots_of_a_clip_add_up_to_its_frames() -> None:
    for seconds in (1, 4, 7, 20, 60):
        for ideas in (1, 3, 30):
            plans = plan_shots([Idea(str(number)) for number in range(ideas)], frames=seconds * 25, fps=25, camera=None)

            assert sum(plan.frames for plan in plans) == seconds * 25
            assert min(plan.frames for plan in plans) >= min(seconds, 3) * 25
            assert [plan.idea.picture for plan in plans] == sorted({plan.idea.picture for plan in plans}, key=int) or (
                len(plans) > ideas
            )


def test_a_description_of_two_sentences_is_two_shots() -> None:
    first, second = ideas_of("A fox runs through the snow. An owl watches from a tree.", "en")

    assert first.keywords[0] == "fox"
    assert second.keywords == ("owl", "tree")


@pytest.mark.parametrize(
    ("description", "move", "drawn"),
    [
        ("A fox in the snow, slow pan left", Move.LEFT, "A fox in the snow"),
        ("Zoom in on a castle", Move.IN, "a castle"),
        ("A castle, the camera pulls back slowly.", Move.OUT, "A castle."),
        ("Static shot of a lake", Move.STILL, "a lake"),
        ("A cook with a pan of rice", None, "A cook with a pan of rice"),
        ("A crane flies over a railway track", None, "A crane flies over a railway track"),
        ("A train, tracking shot", Move.RIGHT, "A train"),
        ("A harbour with a slow pan to the right", Move.RIGHT, "A harbour"),
        ("zoom in", Move.IN, "zoom in"),
    ],
)
def test_words_about_the_camera_move_it_and_are_not_drawn(description: str, move: Move | None, drawn: str) -> None:
    assert camera_of(description) is move
    assert without_camera(description) == drawn


def test_what_a_negative_prompt_names_is_not_drawn(tmp_path: Path) -> None:
    asked = {**SMALL, "prompt": "A fox and a dog in the snow"}

    both = make("text_to_video", asked, tmp_path / "both")
    without = make("text_to_video", {**asked, "negative_prompt": "dog"}, tmp_path / "without")

    assert both.read() != without.read()


@pytest.mark.parametrize("air", [air for air in Air if air is not Air.CLEAR])
def test_what_is_in_the_air_moves_and_any_frame_can_be_drawn_by_itself(air: Air) -> None:
    artist, other = AirArtist(air, 320, 180, seed=1), AirArtist(air, 320, 180, seed=1)
    first, second, again = (blank(320, 180) for _ in range(3))

    artist.draw(1.0, first)
    artist.draw(2.0, second)
    other.draw(2.0, again)

    assert (first.y > 16).any()
    assert (first.y != second.y).any()
    assert all((one == two).all() for one, two in zip(second, again, strict=True))


@pytest.mark.parametrize(
    ("given", "where"),
    [
        ({"width": 301}, "width"),
        ({"width": 1920, "height": 1920}, "too many"),
        ({"seconds": 61}, "seconds"),
        ({"fps": 61}, "fps"),
    ],
)
def test_a_clip_of_no_possible_size_is_refused(given: dict[str, Any], where: str) -> None:
    with pytest.raises(ValueError, match=where):
        require_kind("text_to_video").request.model_validate({"prompt": "rice", **given})


MODELS = Settings(gpu_queue="models")


def model_of(kind_name: str, settings: Settings = MODELS, **given: Any) -> str:
    """The model that the order goes to; empty for the embedded engine."""
    kind = require_kind(kind_name)
    request = kind.request.model_validate({"prompt": "rice", **given})
    assert kind.recipe is not None
    recipe = kind.recipe(request, settings)
    assert isinstance(recipe, Recipe)
    by_model = recipe.stage.name == "generate"
    assert kind.goes_to_models(request.model_dump(), settings) is by_model
    assert recipe.files.keys() == {"video", "thumbnail", "spritesheet"}
    return str(recipe.inputs.model_dump()["engine"]["name"]) if by_model else ""


def test_a_model_makes_the_clip_where_one_is_run_and_made_for_its_length() -> None:
    assert model_of("text_to_video", seconds=5) == "ltx"
    assert model_of("image_to_video", seconds=5, image=KEY) == "ltx-image"
    assert model_of("text_to_video", seconds=5, settings=Settings()) == ""
    assert model_of("text_to_video", seconds=60) == ""
    assert model_of("text_to_video", seconds=5, music="calm") == ""


def test_a_model_is_asked_for_its_nearest_length_and_size() -> None:
    kind = require_kind("text_to_video")
    assert kind.recipe is not None

    recipe = kind.recipe(kind.request.model_validate({"prompt": "rice", "seconds": 5, "model": "ltx"}), MODELS)

    assert isinstance(recipe, Recipe)
    asked = recipe.inputs.model_dump()
    assert (asked["frames"], asked["fps"], asked["width"], asked["height"]) == (129, 25, 1280, 704)


@pytest.mark.parametrize(
    ("given", "settings", "code"),
    [
        ({"model": "ltx"}, Settings(), "no_models"),
        ({"model": "ltx", "music": "calm"}, MODELS, "model_is_silent"),
        ({"model": "ltx", "seconds": 60}, MODELS, "beyond_the_model"),
        ({"model": "dall-e"}, MODELS, "unknown_model"),
        ({"voice": "nobody"}, MODELS, "unknown_voice"),
        ({"music": "polka"}, MODELS, "unknown_mood"),
        ({"style": "cubist"}, Settings(), "unknown_style"),
    ],
)
def test_an_order_that_cannot_be_made_is_refused_before_it_is_accepted(
    given: dict[str, Any], settings: Settings, code: str
) -> None:
    with pytest.raises(InvalidInput) as refused:
        model_of("text_to_video", settings, **given)

    assert refused.value.code == code


def test_frames_that_a_model_made_come_with_a_thumbnail_and_a_sheet(tmp_path: Path) -> None:
    frames = np.random.default_rng(1).integers(0, 255, (5, 64, 97, 3), np.uint8)

    save_generated("ltx", Generated(frames=frames, fps=8), tmp_path)

    assert cv2.imread(str(tmp_path / "thumbnail.jpg")).shape == (64, 96, 3)
    assert cv2.imread(str(tmp_path / "spritesheet.jpg")).shape == (2 * 64, 4 * 96, 3)


def test_what_floats_rises_and_falls_and_what_stands_does_not() -> None:
    pictures = {"shot-1": Seen(Path("boat.png"), floats=True), "shot-2": Seen(Path("cat.png"))}
    sway = stirred(pictures, fps=30)
    boat, cat = (Shot(picture=name, frames=90) for name in pictures)

    assert sway(boat, 0, 0.8) == sway(cat, 0, 0.8) == (0, 0)
    assert sway(boat, 26, 0.8)[1] > 0 > sway(boat, 77, 0.8)[1]
    assert sway(cat, 26, 0.8) == (0, 0)
    assert sway(cat, 26, 1.0)[0] > 0


def test_a_boat_moves_on_the_water_before_a_camera_that_stands(tmp_path: Path) -> None:
    asked = {**SMALL, "seconds": 3, "style": "storybook"}
    boat = make("text_to_video", {**asked, "prompt": "A sailboat on the lake, static shot"}, tmp_path / "boat")
    house = make("text_to_video", {**asked, "prompt": "A house in a field, static shot"}, tmp_path / "house")

    moved = [
        np.abs(frames[0][40:110].astype(int) - frames[10][40:110]).mean() for frames in (boat.frames(), house.frames())
    ]

    assert moved[0] > 2 * moved[1]
