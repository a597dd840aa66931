"""A studio on a laptop with a worker for models: ordered over HTTP, made by the worker's child, fetched over HTTP."""

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import cv2
import httpx
import numpy as np
import pytest

from mutoscope.settings import Settings
from tests.gpu_container.conftest import SMALL, environment
from tests.gpu_container.rows import PICTURE
from tests.journeys.conftest import LaptopStudio

SECONDS = 600.0


@pytest.fixture
def laptop(tmp_path: Path, tiny: Settings, monkeypatch: pytest.MonkeyPatch) -> Iterator[LaptopStudio]:
    """`MUTOSCOPE_GPU_WORKERS=1 make up`, with the tiny checkpoints; this Python is the one with torch."""
    for name, value in {**environment(tiny), "MUTOSCOPE_GPU_WORKERS": "1", "MUTOSCOPE_WORKERS": "1"}.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("MUTOSCOPE_MODELS_PYTHON", sys.executable)
    studio = LaptopStudio(tmp_path / "home")
    studio.start()
    yield studio
    studio.end()


def content(laptop: LaptopStudio, method: str, path: str, **given: Any) -> httpx.Response:
    headers = {"Authorization": f"Bearer {laptop.home.owner_key.read_text().strip()}"}
    return httpx.request(method, f"http://127.0.0.1:{laptop.port}{path}", headers=headers, timeout=10, **given)


def finished(laptop: LaptopStudio, kind: str, asked: dict[str, Any]) -> dict[str, Any]:
    job_id = laptop.call("POST", "/v1/jobs", json={"kind": kind, "input": asked})["id"]

    def job() -> dict[str, Any]:
        return laptop.call("GET", f"/v1/jobs/{job_id}")

    laptop.wait_for(lambda: job()["status"] not in ("queued", "in_progress"), SECONDS, "the job")
    return job()


def test_a_picture_and_another_of_a_kept_persona_are_ordered_and_fetched_over_http(laptop: LaptopStudio) -> None:
    sent = cv2.imencode(".png", PICTURE)[1].tobytes()
    reference = content(laptop, "PUT", "/v1/references/maya.png", content=sent).json()["id"]
    asked = {"reference": reference, "prompt": "at the sea", "width": 64, "height": 64, "steps": 2}

    jobs = [finished(laptop, "generate", SMALL), finished(laptop, "influencer", asked)]

    assert [(job["status"], job["error"]) for job in jobs] == [("completed", None)] * 2
    for job in jobs:
        fetched = np.frombuffer(content(laptop, "GET", job["files"]["image"]).content, np.uint8)
        picture = cv2.imdecode(fetched, cv2.IMREAD_COLOR)
        assert picture is not None
        assert picture.shape == (64, 64, 3)
        assert picture.std() > 0
        assert job["credits"]["charged"] > 0
    assert {"models ready", "stage finished"} <= events(laptop, "models-1")
    assert "stage finished" not in events(laptop, "workers")


def events(laptop: LaptopStudio, program: str) -> set[str]:
    lines = (laptop.home.logs / f"{program}.log").read_text().splitlines()
    return {json.loads(line).get("message") for line in lines if line.startswith("{")}
