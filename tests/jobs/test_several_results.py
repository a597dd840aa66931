"""Orders of several results: what fails of one fails alone where each stands alone, and takes all with it where not."""

import sys
from collections.abc import Callable, Mapping
from types import ModuleType
from typing import Any

import pytest
from fastapi.testclient import TestClient

from mutoscope.engines import registry
from mutoscope.engines.draw import illustrator
from mutoscope.engines.registry import ENGINES
from mutoscope.engines.tasks import DrawRequest, Laid, Picture, Task
from mutoscope.errors import EngineBusy, EngineFailed
from mutoscope.jobs import work
from mutoscope.ports import MarkState, StageMark
from mutoscope.settings import Settings
from mutoscope.studio import Studio

SMALL = {"width": 64, "height": 64}


class Moody:
    """An illustrator that never has time for hens and cannot draw foxes."""

    name = "moody"
    version = "1"

    def __init__(self, settings: Settings) -> None:
        found = illustrator.offer(settings)
        assert found is not None
        self._hand = found
        self.drawn: list[str] = []

    def styles(self) -> Mapping[str, str]:
        return self._hand.styles()

    def draw(self, request: DrawRequest, laid: Laid | None = None) -> Picture:
        self.drawn.append(request.prompt)
        if "hen" in request.prompt:
            raise EngineBusy(engine=self.name, reason="hens")
        if "fox" in request.prompt:
            raise EngineFailed(engine=self.name, reason="foxes")
        return self._hand.draw(request, laid)


@pytest.fixture
def moody(studio: Studio, monkeypatch: pytest.MonkeyPatch) -> Moody:
    engine = Moody(studio.settings)
    module = ModuleType("moody_of_this_test")
    module.__dict__["offer"] = lambda settings: engine
    monkeypatch.setitem(sys.modules, module.__name__, module)
    monkeypatch.setitem(ENGINES, Task.DRAW, (f"{module.__name__}:offer",))
    monkeypatch.setattr(work, "FIRST_BACKOFF_SECONDS", 0)
    registry._kept.cache_clear()
    return engine


def order(client: TestClient, kind: str, **given: object) -> str:
    answer = client.post("/v1/jobs", json={"kind": kind, "input": given})
    assert answer.status_code == 202, answer.text
    return str(answer.json()["id"])


def look(client: TestClient, job_id: str) -> dict[str, Any]:
    found: dict[str, Any] = client.get(f"/v1/jobs/{job_id}").json()
    return found


def test_what_keeps_failing_is_tried_again_and_then_fails_alone(
    client: TestClient, moody: Moody, drain: Callable[[], int]
) -> None:
    job_id = order(client, "image_batch", items=["a cat", "a hen", "a boat"], shared=SMALL)

    drain()

    job = look(client, job_id)
    items = [(item["number"], item["status"], (item["error"] or {}).get("code")) for item in job["items"]]
    assert items == [(1, "completed", None), (2, "failed", "engine_busy"), (3, "completed", None)]
    assert (job["status"], job["credits"]["charged"]) == ("completed", 4)
    assert moody.drawn.count("a hen") > 1
    assert (moody.drawn.count("a cat"), moody.drawn.count("a boat")) == (1, 1)


def test_a_batch_of_which_nothing_is_made_fails_and_costs_nothing(
    client: TestClient, moody: Moody, drain: Callable[[], int]
) -> None:
    job_id = order(client, "image_batch", items=["a fox", "two foxes"], shared=SMALL)

    drain()

    job = look(client, job_id)
    assert (job["status"], job["error"]["code"], job["credits"]["charged"]) == ("failed", "engine_failed", 0)


def test_pictures_of_one_order_come_all_or_none(client: TestClient, moody: Moody, drain: Callable[[], int]) -> None:
    job_id = order(client, "text_to_image", prompt="a fox", n=2, **SMALL)

    drain()

    job = look(client, job_id)
    assert (job["status"], job["error"]["code"], job["files"]) == ("failed", "engine_failed", {})


def test_results_that_are_not_begun_count_in_the_progress(client: TestClient, studio: Studio) -> None:
    job_id = order(client, "text_to_image", prompt="a cat", n=4, **SMALL)

    studio.live.mark(job_id, StageMark("image", "1", MarkState.DONE, 1, False, 0.1, 1.0))

    assert look(client, job_id)["progress"] == 24
