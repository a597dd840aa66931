"""A studio with a GPU queue, tiny checkpoints for every row, and the real child with torch in it, started once."""

import os
import secrets
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
import torch
from fastapi.testclient import TestClient
from pydantic import SecretStr

from gpu_container.bay import open_bay, open_runner
from gpu_container.engines.diffusers_engine import DiffusersEngine
from gpu_container.engines.engine import Bay
from gpu_container.generator import ModelGenerator
from gpu_container.model_process import ModelProcess
from gpu_container.runner import Runner
from gpu_container.tiny.build import build_all
from mutoscope.bootstrap import connect
from mutoscope.engines import registry
from mutoscope.engines.tasks import Task
from mutoscope.jobs.worker import take
from mutoscope.laptop.resources import create_resources
from mutoscope.settings import Settings
from mutoscope.studio import Studio

torch.set_num_threads(1)
SMALL = {"model": "sdxl", "prompt": "a cat", "width": 64, "height": 64, "steps": 2}


@pytest.fixture(scope="session")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """Settings whose models are the tiny checkpoints; `MUTOSCOPE_TINY_MODELS` names a folder that has them already."""
    folder = Path(os.environ.get("MUTOSCOPE_TINY_MODELS") or tmp_path_factory.mktemp("models"))
    settings = Settings(models=folder, models_source="none", card="cpu", noncommercial_models=True)
    build_all(settings)
    return settings


@pytest.fixture(scope="session")
def bay(tiny: Settings) -> Bay:
    return open_bay(tiny)


@pytest.fixture(scope="session")
def runner(bay: Bay) -> Runner:
    return open_runner(bay)


@pytest.fixture
def engine(runner: Runner) -> DiffusersEngine:
    found = runner.engines["diffusers"]
    assert isinstance(found, DiffusersEngine)
    return found


@pytest.fixture(scope="session")
def process(tiny: Settings) -> Iterator[ModelProcess]:
    """The child that production has, with one thread."""
    os.environ.update(environment(tiny))
    running = ModelProcess()
    yield running
    running.close()


def environment(tiny: Settings) -> dict[str, str]:
    return {
        "MUTOSCOPE_MODELS": str(tiny.models),
        "MUTOSCOPE_MODELS_SOURCE": "none",
        "MUTOSCOPE_CARD": "cpu",
        "MUTOSCOPE_NONCOMMERCIAL_MODELS": "1",
        "OMP_NUM_THREADS": "1",
    }


@pytest.fixture
def catalogue(tiny: Settings) -> Path:
    """The rows that the studio takes orders by."""
    return tiny.catalogue


@pytest.fixture
def studio(cloud: Any, tiny: Settings, catalogue: Path) -> Iterator[Studio]:
    name = f"t{secrets.token_hex(6)}"
    changed = {
        "catalogue": catalogue,
        "database_url": cloud.database_url,
        "aws_endpoint_url": cloud.aws_endpoint_url,
        "aws_secret": cloud.aws_secret,
        "bucket": name,
        "work_queue": f"{name}-work",
        "gpu_queue": f"{name}-gpu",
        "live_table": f"{name}-live",
        "film_state_machine": f"{name}-film",
        "key_pepper": SecretStr("pepper"),
    }
    settings = tiny.model_copy(update=changed)
    create_resources(settings)
    connected = connect(settings)
    yield connected
    connected.database.close()


@pytest.fixture
def leaving() -> threading.Event:
    return threading.Event()


@pytest.fixture
def generator(
    tiny: Settings, process: ModelProcess, leaving: threading.Event, monkeypatch: pytest.MonkeyPatch
) -> ModelGenerator:
    """The worker's engine, registered as the worker does it."""
    engine = ModelGenerator(tiny, process, leaving)
    module = ModuleType("models_of_this_test")
    module.__dict__["offer"] = lambda settings: engine
    monkeypatch.setitem(sys.modules, module.__name__, module)
    monkeypatch.setitem(registry.ENGINES, Task.GENERATE, (f"{module.__name__}:offer",))
    return engine


Order = Callable[..., str]


@pytest.fixture
def order(client: TestClient) -> Order:
    """Orders the smallest picture there is, or what is said instead, and answers the job's id."""

    def send(**given: object) -> str:
        answer = client.post("/v1/jobs", json={"kind": "generate", "input": {**SMALL, **given}})
        assert answer.status_code == 202, answer.text
        return str(answer.json()["id"])

    return send


@pytest.fixture
def work_off(studio: Studio, generator: ModelGenerator) -> Callable[[], int]:
    """Works the GPU queue in this process until it stays empty for a moment."""

    def until_empty() -> int:
        done = 0
        while (received := studio.gpu.receive(wait=1)) is not None:
            take(studio, received, studio.gpu)
            done += 1
        return done

    return until_empty
