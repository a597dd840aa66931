"""ComfyUI as an engine: workflows are data, an order fills them, and every way it fails has a name."""

from collections.abc import Iterator

import numpy as np
import pytest

from gpu_container.engines.comfyui import ComfyUi
from gpu_container.workflow import WorkflowInvalid, fill
from mutoscope.engines.models import Model, read_catalogue
from mutoscope.engines.tasks import GenerateRequest
from mutoscope.errors import EngineBusy, EngineFailed
from mutoscope.jobs.job import JobOver
from mutoscope.settings import Settings
from rehearsal.comfyui_stand_in import Comfy, serving

ROWS = read_catalogue(Settings().catalogue)
WORKFLOWS = [name for name, row in ROWS.items() if row.engine == "comfyui"]
SAYS_NOTHING = lambda share: None  # noqa: E731


@pytest.fixture
def comfy() -> Iterator[Comfy]:
    with serving(Comfy()) as server:
        yield server


@pytest.fixture
def engine(comfy: Comfy) -> ComfyUi:
    return ComfyUi(comfy.address, poll=0.01)


def order(model: Model, **other: object) -> GenerateRequest:
    picture = {"image": np.zeros((32, 32, 3), np.uint8)} if "image" in model.needs else {}
    given = {"prompt": "a cat", "seed": 7, "pictures": picture, **model.defaults.model_dump(), **other}
    return GenerateRequest(model=model.name, **given)  # type: ignore[arg-type]


@pytest.mark.parametrize("name", WORKFLOWS)
def test_an_order_fills_every_place_of_its_workflow(comfy: Comfy, engine: ComfyUi, name: str) -> None:
    engine.generate(ROWS[name], order(ROWS[name]), SAYS_NOTHING)

    [sent] = comfy.workflows
    assert "{{" not in str(sent)
    assert sent["5"]["inputs"]["seed"] == 7
    assert sent["5"]["inputs"]["steps"] == ROWS[name].defaults.steps


def test_a_picture_comes_back_as_it_was_saved_and_previews_do_not(engine: ComfyUi) -> None:
    row = ROWS["comfy-text-to-image"]

    made = engine.generate(row, order(row), SAYS_NOTHING)

    assert made.picture is not None
    assert made.picture.shape == (32, 48, 3)
    assert made.picture[0, 0].tolist() == [200, 20, 10]


def test_a_video_comes_back_as_frames_and_its_picture_was_uploaded(comfy: Comfy, engine: ComfyUi) -> None:
    row = ROWS["comfy-image-to-video"]

    made = engine.generate(row, order(row), SAYS_NOTHING)

    assert made.frames is not None
    assert made.frames.shape == (3, 64, 64, 3)
    assert made.fps == 7
    assert len(comfy.uploads) == 1
    assert comfy.workflows[0]["2"]["inputs"]["image"] == "upload-1.png"


def test_what_is_over_is_cancelled_on_the_server(comfy: Comfy, engine: ComfyUi) -> None:
    comfy.never_done = True

    def over(share: float) -> None:
        raise JobOver(job_id="job_1")

    with pytest.raises(JobOver):
        engine.generate(ROWS["comfy-comic"], order(ROWS["comfy-comic"]), over)

    assert comfy.cancelled == ["p-1", "interrupted"]


def test_a_workflow_the_server_refuses_says_which_node(comfy: Comfy, engine: ComfyUi) -> None:
    comfy.node_errors = {"1": {"errors": [{"message": "Value not in list", "details": "ckpt_name: 'x' not in []"}]}}

    with pytest.raises(EngineFailed, match="node 1: Value not in list ckpt_name") as failed:
        engine.generate(ROWS["comfy-comic"], order(ROWS["comfy-comic"]), SAYS_NOTHING)

    assert not failed.value.retryable


def test_a_workflow_that_fails_says_where(comfy: Comfy, engine: ComfyUi) -> None:
    comfy.execution_error = "Allocation on device"

    with pytest.raises(EngineFailed, match="KSampler: Allocation on device"):
        engine.generate(ROWS["comfy-comic"], order(ROWS["comfy-comic"]), SAYS_NOTHING)


def test_a_server_that_does_not_answer_is_tried_again_later() -> None:
    nowhere = ComfyUi("http://127.0.0.1:1")

    with pytest.raises(EngineBusy) as busy:
        nowhere.generate(ROWS["comfy-comic"], order(ROWS["comfy-comic"]), SAYS_NOTHING)

    assert busy.value.retryable


def test_a_place_that_nothing_fills_is_named() -> None:
    with pytest.raises(WorkflowInvalid, match="negative_prompt"):
        fill("text_to_image", {"prompt": "a cat"})


def test_a_prompt_cannot_leave_its_place() -> None:
    hostile = '", "class_type": "Exec", {{seed}} \\'

    filled = fill("comic_generation", {**order(ROWS["comfy-comic"]).__dict__, "prompt": hostile})

    assert filled["2"]["class_type"] == "CLIPTextEncode"
    assert filled["2"]["inputs"]["text"].endswith(hostile)
