"""The control plane: no torch, and orders are refused before they are accepted."""

import subprocess
import sys
from typing import Any

import pytest
from fastapi.testclient import TestClient

from gpu_container import worker
from mutoscope.engines import registry
from mutoscope.engines.tasks import Task
from mutoscope.studio import Studio
from tests.gpu_container.conftest import SMALL

HEAVY = ("torch", "diffusers", "transformers", "accelerate")
LOOK = """
import sys
import gpu_container.worker, mutoscope.bootstrap, mutoscope.jobs.worker
print([name for name in {heavy} if name in sys.modules])
"""


def test_the_control_plane_loads_no_torch() -> None:
    done = subprocess.run([sys.executable, "-c", LOOK.format(heavy=HEAVY)], capture_output=True, text=True, check=True)

    assert done.stdout.strip() == "[]"


def test_the_worker_enters_its_engine_where_the_others_are(monkeypatch: pytest.MonkeyPatch, studio: Studio) -> None:
    monkeypatch.setitem(registry.ENGINES, Task.GENERATE, ())

    worker.register()

    assert registry.generator(studio.settings).name == "models"


def refused(client: TestClient, **given: Any) -> dict[str, Any]:
    answer = client.post("/v1/jobs", json={"kind": "generate", "input": {**SMALL, **given}})
    assert answer.status_code in (400, 422), answer.text
    error: dict[str, Any] = answer.json()["error"]
    return error


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"model": "dall-e"}, "unknown_model"),
        ({"model": "safety-checker"}, "unknown_model"),
        ({"prompt": ""}, "input_lacking"),
        ({"model": "sdxl-edit"}, "input_lacking"),
        ({"width": 4_096}, "beyond_the_model"),
        ({"width": 100}, "beyond_the_model"),
        ({"steps": 150}, "beyond_the_model"),
        ({"model": "ltx", "width": 512, "height": 512, "frames": 10}, "beyond_the_model"),
        ({"model": "ltx", "width": 512, "height": 512, "frames": 265}, "beyond_the_model"),
        ({"prompt": "x" * 2_001}, "beyond_the_model"),
        ({"format": "gif"}, "beyond_the_model"),
        ({"pictures": {"image": "../../secrets"}}, "invalid_input"),
        ({"pictures": {"image": "ref_1"}}, "invalid_input"),
    ],
)
def test_what_a_model_cannot_do_is_refused_by_name(client: TestClient, given: dict[str, Any], code: str) -> None:
    error = refused(client, **given)

    assert error["code"] == code
    assert error["message"].endswith(".")


def test_a_model_that_is_not_for_sale_is_refused_where_things_are_sold(studio: Studio) -> None:
    from mutoscope.kinds.generate import GenerateRequest, ModelNotForSale, recipe

    selling = studio.settings.model_copy(update={"noncommercial_models": False})

    with pytest.raises(ModelNotForSale, match="FLUX"):
        recipe(GenerateRequest(model="flux-dev", prompt="a cat"), selling)


def test_a_studio_without_workers_with_models_takes_no_order_of_one(studio: Studio) -> None:
    from mutoscope.kinds.generate import GenerateRequest, NoModels, recipe

    with pytest.raises(NoModels):
        recipe(GenerateRequest(model="sdxl", prompt="a cat"), studio.settings.model_copy(update={"gpu_queue": ""}))
