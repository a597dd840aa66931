"""The kinds of pictures where models run: at the size and in the format that was asked for, and nothing but the masked
part of a picture of one's own is changed.

A tiny checkpoint at the size its row was trained for takes minutes on a processor, so the rows here say a small one.
"""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest
from fastapi.testclient import TestClient

from mutoscope.settings import Settings
from mutoscope.studio import Studio

Make = Callable[..., dict[str, Any]]


@pytest.fixture
def catalogue(tiny: Settings, tmp_path: Path) -> Path:
    rows = tiny.catalogue.read_text(encoding="utf-8")
    small = tmp_path / "catalogue.toml"
    small.write_text(re.sub(r"width = \d+, height = \d+", "width = 64, height = 64", rows), encoding="utf-8")
    return small


@pytest.fixture
def make(client: TestClient, work_off: Callable[[], int]) -> Make:
    """Orders, works it off where the models are, and answers the job."""

    def made(kind: str, **given: object) -> dict[str, Any]:
        answer = client.post("/v1/jobs", json={"kind": kind, "input": {"steps": 2, **given}})
        assert answer.status_code == 202, answer.text
        work_off()
        job: dict[str, Any] = client.get(f"/v1/jobs/{answer.json()['id']}").json()
        return job

    return made


def picture(client: TestClient, path: str) -> Any:
    return cv2.imdecode(np.frombuffer(client.get(path).content, np.uint8), cv2.IMREAD_UNCHANGED)


def send(client: TestClient, pixels: Any) -> str:
    content = cv2.imencode(".png", pixels)[1].tobytes()
    return str(client.put("/v1/inputs/mine.png", content=content).json()["key"])


def test_several_pictures_of_a_model_come_at_the_size_and_in_the_format_asked_for(
    client: TestClient, studio: Studio, make: Make
) -> None:
    job = make("text_to_image", prompt="a cat", model="sd15", n=2, width=90, height=66, format="jpeg")

    assert (job["status"], job["error"], list(job["files"])) == ("completed", None, ["image", "image_2"])
    first, second = (picture(client, path) for path in job["files"].values())
    assert first.shape == second.shape == (66, 90, 3)
    assert not np.array_equal(first, second)
    content = client.get(job["files"]["image"]).content
    assert content.startswith(b"\xff\xd8\xff")
    assert b"trainedAlgorithmicMedia" in content
    assert studio.work.receive(wait=0) is None


def test_a_model_paints_where_the_mask_is_clear_and_nothing_else_is_changed(client: TestClient, make: Make) -> None:
    mine = np.random.default_rng(1).integers(0, 255, (64, 96, 3), np.uint8)
    mask = np.dstack([mine, np.full((64, 96), 255, np.uint8)])
    mask[:, :48, 3] = 0

    job = make("image_edit", prompt="a cat", image=send(client, mine), mask=send(client, mask), model="sdxl-inpaint")

    assert (job["status"], job["error"]) == ("completed", None)
    made = picture(client, job["files"]["image"])
    assert made.shape == mine.shape
    assert np.array_equal(made[:, 48:], mine[:, 48:])
    assert np.abs(made[:, :48].astype(int) - mine[:, :48]).mean() > 5
