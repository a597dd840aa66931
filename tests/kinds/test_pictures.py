"""What the kinds of pictures deliver: so many, so large, in that format, and on the way what was laid so far."""

from collections.abc import Callable
from typing import Any

import cv2
import numpy as np
import pytest
from fastapi.testclient import TestClient

from mutoscope.errors import InvalidInput
from mutoscope.jobs.job import Job, find_job
from mutoscope.kinds.registry import KINDS
from mutoscope.settings import Settings
from mutoscope.studio import Studio

Make = Callable[..., Job]
SMALL = {"width": 96, "height": 96}


@pytest.fixture
def make(client: TestClient, studio: Studio, drain: Callable[[], int]) -> Make:
    """Orders a job, works it off and answers it."""

    def ordered(kind: str, **request: object) -> Job:
        answer = client.post("/v1/jobs", json={"kind": kind, "input": request})
        assert answer.status_code == 202, answer.text
        drain()
        job = find_job(studio.database, answer.json()["id"])
        assert job is not None
        return job

    return ordered


def picture(studio: Studio, job: Job, variant: str = "image") -> Any:
    assert job.result is not None, job.error
    content = studio.media.get_bytes(job.result.files[variant].key) or b""
    return cv2.imdecode(np.frombuffer(content, np.uint8), cv2.IMREAD_UNCHANGED)


def test_several_pictures_are_all_different_and_named_in_order(make: Make, studio: Studio) -> None:
    job = make("text_to_image", prompt="a cat in a garden", n=3, **SMALL)

    assert job.result is not None
    assert list(job.result.files) == ["image", "image_2", "image_3"]
    assert len({picture(studio, job, variant).tobytes() for variant in job.result.files}) == 3
    assert job.credits.charged == 6


def test_a_job_says_which_words_were_drawn(make: Make) -> None:
    job = make("text_to_image", prompt="a red cat in a garden", **SMALL)

    assert job.result is not None
    assert (job.result.facts["drawn"], job.result.facts["not_drawn"]) == ("cat, garden", "red")


def test_the_first_of_several_pictures_is_the_one_that_comes_alone(make: Make, studio: Studio) -> None:
    alone = make("text_to_image", prompt="a cat in a garden", seed=4, **SMALL)
    several = make("text_to_image", prompt="a cat in a garden", seed=4, n=2, **SMALL)

    assert np.array_equal(picture(studio, alone), picture(studio, several))
    assert several.credits.charged == 2


@pytest.mark.parametrize(
    ("format", "begins", "content_type"),
    [("png", b"\x89PNG", "image/png"), ("webp", b"RIFF", "image/webp"), ("jpeg", b"\xff\xd8\xff", "image/jpeg")],
)
def test_a_picture_comes_in_its_format_and_size(
    make: Make, studio: Studio, format: str, begins: bytes, content_type: str
) -> None:
    job = make("text_to_image", prompt="a boat on a lake", width=120, height=80, format=format)

    assert job.result is not None
    file = job.result.files["image"]
    assert (studio.media.get_bytes(file.key) or b"").startswith(begins)
    assert file.content_type == content_type
    assert picture(studio, job).shape == (80, 120, 3)


@pytest.fixture
def own(client: TestClient) -> Callable[[Any], str]:
    """Sends a picture and answers its key."""

    def send(pixels: Any) -> str:
        content = cv2.imencode(".png", pixels)[1].tobytes()
        return str(client.put("/v1/inputs/mine.png", content=content).json()["key"])

    return send


def meadow() -> Any:
    """BGR, 64 by 96 pixels: a red ball on green."""
    pixels = np.full((64, 96, 3), (60, 160, 90), np.uint8)
    cv2.circle(pixels, (48, 32), 14, (40, 40, 210), -1, cv2.LINE_AA)
    return pixels


def test_an_edit_keeps_the_pictures_size_and_says_what_was_done(
    make: Make, studio: Studio, own: Callable[[Any], str]
) -> None:
    job = make("image_edit", prompt="Make it black and white with a white border", image=own(meadow()))

    assert job.result is not None
    assert job.result.facts["done"] == "black and white, border"
    pixels = picture(studio, job)
    assert pixels.shape == (64, 96, 3)
    assert np.ptp(pixels.astype(int), axis=2).max() <= 1


def test_an_edit_changes_only_what_its_mask_leaves_clear(make: Make, studio: Studio, own: Callable[[Any], str]) -> None:
    mask = np.dstack([meadow(), np.full((64, 96), 255, np.uint8)])
    mask[:, :48, 3] = 0

    made = make("image_edit", prompt="a cat", image=own(meadow()), mask=own(mask), n=2)

    for variant in ("image", "image_2"):
        pixels = picture(studio, made, variant)
        assert np.array_equal(pixels[:, 48:], meadow()[:, 48:])
        assert np.abs(pixels[:, :48].astype(int) - meadow()[:, :48]).mean() > 2


def test_a_mask_of_another_size_fails_the_edit_with_both_sizes(make: Make, own: Callable[[Any], str]) -> None:
    job = make("image_edit", prompt="a cat", image=own(meadow()), mask=own(np.zeros((10, 10, 4), np.uint8)))

    assert job.error is not None
    assert job.error.code == "mask_of_another_size"
    assert "10 by 10" in job.error.message
    assert job.credits.charged == 0


def test_an_instruction_that_nothing_is_known_of_is_refused_with_what_to_configure(
    client: TestClient, own: Callable[[Any], str]
) -> None:
    given = {"prompt": "make the ball feel proud", "image": own(meadow())}

    error = client.post("/v1/jobs", json={"kind": "image_edit", "input": given}).json()["error"]

    assert (error["code"], error["param"]) == ("edit_not_understood", "prompt")
    assert "ball, proud" in error["message"]
    assert "docs/models.md" in error["hint"]


def test_the_picture_of_a_job_is_edited_by_the_jobs_id(make: Make, studio: Studio) -> None:
    drawn = make("text_to_image", prompt="a boat on a lake", n=2, **SMALL)

    mirrored = make("image_edit", prompt="mirror it", image=f"{drawn.job_id}/image_2")

    assert np.array_equal(picture(studio, mirrored), picture(studio, drawn, "image_2")[:, ::-1])


def test_a_picture_that_was_never_sent_is_refused(client: TestClient) -> None:
    given = {"prompt": "warmer", "image": f"{'a' * 64}/me.png"}

    error = client.post("/v1/jobs", json={"kind": "image_edit", "input": given}).json()["error"]

    assert (error["code"], error["param"]) == ("input_missing", "input.image")


def test_variations_differ_and_have_the_size_asked_for(make: Make, studio: Studio, own: Callable[[Any], str]) -> None:
    job = make("image_variation", image=own(meadow()), n=2, width=128, height=128)

    first, second = picture(studio, job), picture(studio, job, "image_2")
    assert first.shape == second.shape == (128, 128, 3)
    assert np.abs(first.astype(int) - second.astype(int)).mean() > 2


def test_a_picture_is_enlarged_by_its_factor(make: Make, studio: Studio, own: Callable[[Any], str]) -> None:
    job = make("upscale", image=own(meadow()), factor=2.5, format="webp")

    assert job.result is not None
    assert picture(studio, job).shape == (160, 240, 3)
    assert job.result.facts["engine"] == "resampler"
    assert job.credits.charged == 1


@pytest.mark.parametrize(
    ("kind", "request_", "model"),
    [
        ("image_edit", {"prompt": "a hat on the dog"}, "qwen-edit"),
        ("image_edit", {"prompt": "a hat", "mask": f"{'b' * 64}/mask.png"}, "sdxl-inpaint"),
        ("image_variation", {}, "sdxl-edit"),
        ("upscale", {"model": "upscale-x4"}, "upscale-x4"),
    ],
)
def test_a_picture_of_ones_own_goes_to_the_model_that_serves(kind: str, request_: dict[str, Any], model: str) -> None:
    given = KINDS[kind].request.model_validate({"image": f"{'a' * 64}/me.png", **request_})
    settings = Settings(gpu_queue="models")
    made = KINDS[kind].recipe

    assert made is not None
    made_by = made(given, settings).steps[0].inputs.engine.name
    assert made_by == model
    assert KINDS[kind].goes_to_models(given.model_dump(mode="json"), settings)


def test_stronger_compression_makes_a_smaller_file(make: Make, studio: Studio) -> None:
    asked = {"prompt": "a boat on a lake", "format": "jpeg", **SMALL}

    sizes = [studio.media.stat(_file(make("text_to_image", compression=share, **asked))) for share in (30, 95)]

    assert sizes[0] is not None
    assert sizes[1] is not None
    assert sizes[0].size < sizes[1].size / 2


def _file(job: Job) -> str:
    assert job.result is not None
    return job.result.files["image"].key


def test_a_transparent_picture_keeps_the_subject_alone(make: Make, studio: Studio) -> None:
    pixels = picture(studio, make("text_to_image", prompt="a cat in a garden", background="transparent", **SMALL))

    clear = (pixels[:, :, 3] == 0).mean()
    assert pixels.shape == (96, 96, 4)
    assert 0.2 < clear < 0.95


def test_partial_pictures_are_states_on_the_way(make: Make, studio: Studio) -> None:
    job = make("text_to_image", prompt="a cat in a garden", partials=3, **SMALL)

    states = [picture(studio, job, name).astype(int) for name in ("partial_1", "partial_2", "partial_3", "image")]
    left = [np.abs(state - states[-1]).mean() for state in states]
    assert left[0] > left[1] > left[2] > left[3] == 0


def test_what_must_not_be_in_a_picture_is_left_out_and_the_rest_stays(make: Make, studio: Studio) -> None:
    asked = {"prompt": "a cat and a dog in a garden", "width": 192, "height": 192}
    both = picture(studio, make("text_to_image", **asked)).astype(int)

    one = picture(studio, make("text_to_image", negative_prompt="dog", **asked)).astype(int)

    changed = (np.abs(both - one).sum(axis=2) > 12).mean()
    assert 0.01 < changed < 0.4


def test_one_bad_item_of_a_batch_stops_no_other(make: Make) -> None:
    items: list[object] = ["a cat", {"prompt": "a dog", "style": "cubist"}, {"prompt": ""}, {"prompt": "a hen", "n": 2}]
    job = make("image_batch", items=[*items, {"prompt": "a boat", "format": "webp"}], shared=SMALL)

    assert job.result is not None
    assert [(item.number, item.status, item.error and item.error.code) for item in job.result.items] == [
        (1, "completed", None),
        (2, "failed", "unknown_style"),
        (3, "failed", "item_invalid"),
        (4, "failed", "item_invalid"),
        (5, "completed", None),
    ]
    assert list(job.result.files) == ["image", "image_5"]
    assert job.credits.charged == 4


def test_a_batch_of_bad_items_alone_is_refused(client: TestClient) -> None:
    answer = client.post("/v1/jobs", json={"kind": "image_batch", "input": {"items": [{"prompt": ""}]}})

    assert answer.status_code == 422
    assert answer.json()["error"]["code"] == "item_invalid"


@pytest.mark.parametrize(
    ("request_", "code"),
    [
        ({"width": 4_096, "height": 4_096}, "size_not_made"),
        ({"width": 32, "height": 512}, "size_not_made"),
        ({"background": "transparent", "format": "jpeg"}, "format_not_transparent"),
        ({"model": "sdxl", "background": "transparent"}, "model_opaque"),
        ({"model": "ltx"}, "model_unfit"),
        ({"model": "nothing-like-it"}, "unknown_model"),
    ],
)
def test_a_picture_that_cannot_be_made_is_refused_before_it_is_ordered(request_: dict[str, Any], code: str) -> None:
    kind = KINDS["text_to_image"]
    assert kind.recipe is not None

    with pytest.raises(InvalidInput) as refused:
        kind.recipe(kind.request.model_validate({"prompt": "rice", **request_}), Settings(gpu_queue="models"))

    assert refused.value.code == code


def test_a_picture_goes_to_a_model_where_models_run_and_is_brought_to_its_size() -> None:
    kind = KINDS["text_to_image"]
    asked = {"prompt": "rice", "width": 333, "height": 100, "style": "ink"}
    settings = Settings(gpu_queue="models")
    assert kind.recipe is not None

    generate, develop = kind.recipe(kind.request.model_validate(asked), settings).steps

    assert kind.goes_to_models(asked, settings)
    assert not kind.goes_to_models(asked, Settings())
    assert not kind.goes_to_models({**asked, "model": "illustrator"}, settings)
    assert (generate.inputs.engine.name, generate.inputs.width, generate.inputs.height) == ("sdxl", 1536, 464)
    assert "Ink and wash" in generate.inputs.prompt
    assert (develop.inputs.source, develop.inputs.width) == (generate.stage.key(generate.inputs), 333)
