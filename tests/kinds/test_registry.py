"""The contract of every registered kind: a form that draws itself, and a recipe that always means the same."""

from typing import Any

import jsonschema
import pytest
from fastapi.testclient import TestClient

from mutoscope.errors import InvalidInput
from mutoscope.kinds.kind import Kind, Recipes
from mutoscope.kinds.registry import KINDS, UnknownKind, require_kind
from mutoscope.settings import Settings

RECIPES = [name for name, kind in KINDS.items() if kind.recipe is not None]
SMALLEST: dict[str, dict[str, Any]] = {
    "film": {"topic": "Rice"},
    "script": {"topic": "Rice"},
    "speech": {"input": "Rice."},
    "transcription": {"sound": f"{'c' * 64}/me.wav"},
    "text_to_image": {"prompt": "rice", "model": "illustrator"},
    "image_batch": {"items": ["rice"], "shared": {"model": "illustrator"}},
    "prompt_improve": {"prompt": "rice"},
    "image_analysis": {"image": f"{'a' * 64}/me.png"},
    "image_recommendation": {"script": "Rice grows in water.", "draw": False},
    "image_edit": {"prompt": "warmer", "image": f"{'a' * 64}/me.png", "model": "retoucher"},
    "image_variation": {"image": f"{'a' * 64}/me.png", "model": "retoucher"},
    "upscale": {"image": f"{'a' * 64}/me.png"},
    "music": {},
    "text_to_video": {"prompt": "rice", "seconds": 1, "width": 128, "height": 128, "fps": 8},
    "image_to_video": {"image": f"{'a' * 64}/me.png"},
    "video_extension": {"video": f"{'a' * 64}/me.mp4"},
    "gif": {"prompt": "rice", "seconds": 1, "width": 64, "height": 64, "fps": 4},
    "story_video": {"story": "Once there was a fox. It slept."},
    "parallax_video": {"prompt": "rice", "seconds": 1, "width": 128, "height": 128, "fps": 8},
    "study_animation": {"text": "Rice grows.", "width": 128, "height": 128, "captions": False},
    "talking_presenter": {"text": "Rice.", "width": 128, "height": 128},
    "generate": {"model": "sdxl", "prompt": "rice"},
    "cloth_swap": {"person": f"{'a' * 64}/me.png", "garment": f"{'b' * 64}/coat.png"},
    "influencer": {"reference": f"ref_{'a' * 26}", "prompt": "at the sea"},
}
NEED_FILES = (
    "image_analysis",
    "image_edit",
    "image_variation",
    "image_to_video",
    "transcription",
    "upscale",
    "video_extension",
)
"""What needs a file that was sent before is made in tests of its own."""
NEED_MODELS = [name for name, kind in KINDS.items() if kind.needs_gpu]
SETTINGS = Settings(gpu_queue="models")


def test_every_kind_has_its_smallest_request_here() -> None:
    assert SMALLEST.keys() == KINDS.keys()


@pytest.mark.parametrize("name", KINDS)
def test_a_kind_is_registered_under_its_name_with_a_summary(name: str) -> None:
    kind = require_kind(name)

    assert kind.name == name
    assert kind.summary.endswith(".")


@pytest.mark.parametrize("name", KINDS)
def test_a_kinds_form_is_a_json_schema_whose_defaults_it_takes(name: str) -> None:
    kind = KINDS[name]
    schema = kind.request.model_json_schema()
    defaults = {field: value["default"] for field, value in schema["properties"].items() if "default" in value}

    jsonschema.Draft202012Validator.check_schema(schema)
    jsonschema.validate({**defaults, **SMALLEST[name]}, schema)
    kind.request.model_validate({**defaults, **SMALLEST[name]})


@pytest.mark.parametrize("name", KINDS)
def test_a_kind_refuses_what_it_does_not_know(name: str) -> None:
    with pytest.raises(ValueError, match="extra"):
        KINDS[name].request.model_validate({**SMALLEST[name], "colour": "red"})


@pytest.mark.parametrize("name", RECIPES)
def test_a_recipe_means_the_same_each_time_and_delivers_something(name: str) -> None:
    kind = KINDS[name]

    first, second = recipe(kind), recipe(kind)

    assert [step.stage.key(step.inputs) for step in first.steps] == [
        step.stage.key(step.inputs) for step in second.steps
    ]
    assert first == second
    assert all(item.files for item in first.items)


@pytest.mark.parametrize(
    ("name", "request_", "code"),
    [
        ("speech", {"input": "Hello.", "voice": "nobody"}, "unknown_voice"),
        ("speech", {"input": "Hello.", "language": "tlh"}, "unknown_language"),
        ("text_to_image", {"prompt": "rice", "style": "cubist"}, "unknown_style"),
        ("music", {"mood": "polka"}, "unknown_mood"),
        ("generate", {"model": "dall-e", "prompt": "rice"}, "unknown_model"),
        ("cloth_swap", {**SMALLEST["cloth_swap"], "model": "dall-e"}, "unknown_model"),
    ],
)
def test_a_recipe_refuses_a_name_that_its_engine_does_not_know(name: str, request_: dict[str, Any], code: str) -> None:
    kind = KINDS[name]
    assert kind.recipe is not None

    with pytest.raises(InvalidInput) as refused:
        kind.recipe(kind.request.model_validate(request_), SETTINGS)

    assert refused.value.code == code
    assert refused.value.param in request_


def test_an_unknown_kind_is_refused_with_those_there_are() -> None:
    with pytest.raises(UnknownKind) as refused:
        require_kind("hologram")

    assert refused.value.param == "kind"
    assert "film" in refused.value.advice


def test_the_api_lists_every_kind_with_its_form(client: TestClient) -> None:
    listed = {kind["id"]: kind for kind in client.get("/v1/kinds").json()["data"]}

    assert listed.keys() == KINDS.keys()
    assert listed["music"]["input_schema"]["properties"].keys() == {"mood", "seconds", "seed"}


@pytest.mark.parametrize("name", [name for name in RECIPES if name not in ("music", *NEED_FILES, *NEED_MODELS)])
def test_a_job_of_every_kind_is_made_and_delivered(client: TestClient, drain: Any, name: str) -> None:
    job_id = client.post("/v1/jobs", json={"kind": name, "input": SMALLEST[name]}).json()["id"]

    drain()

    job = client.get(f"/v1/jobs/{job_id}").json()
    assert (job["status"], job["progress"], job["error"]) == ("completed", 100, None)
    assert [(stage["status"], stage["runs"]) for stage in job["stages"]] == [("done", 1)]
    assert {client.get(path).status_code for path in job["files"].values()} == {200}


def recipe(kind: Kind) -> Any:
    assert kind.recipe is not None
    made = kind.recipe(kind.request.model_validate(SMALLEST[kind.name]), SETTINGS)
    return made if isinstance(made, Recipes) else Recipes((made,))
