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
