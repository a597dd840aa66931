"""A job as the API shows it: what was done stays to be seen, and progress never goes backwards."""

from collections.abc import Callable
from typing import Any

import pytest
from fastapi.testclient import TestClient

from mutoscope.errors import EngineFailed
from mutoscope.jobs.job import DeliveredFile, JobResult
from mutoscope.jobs.worker import take
from mutoscope.ports import MarkState, Received, StageMark
from mutoscope.studio import Studio

Receive = Callable[[], Received]
Order = Callable[..., str]


def test_a_failed_job_still_shows_its_stages(
    studio: Studio, client: TestClient, order_speech: Order, receive: Receive, speaker: Any
) -> None:
    speaker.failures = [EngineFailed(engine="failing", reason="it cannot say that")]
    job_id = order_speech()

    take(studio, receive())

    shown = client.get(f"/v1/jobs/{job_id}").json()
    assert (shown["status"], shown["error"]["code"]) == ("failed", "engine_failed")
    assert [(stage["name"], stage["runs"]) for stage in shown["stages"]] == [("voice", 1)]


def test_a_cancelled_job_keeps_its_progress(studio: Studio, client: TestClient, order_speech: Order) -> None:
    job_id = order_speech()
    studio.live.mark(job_id, StageMark("voice", None, MarkState.RUNNING, 1, cached=False, seconds=0.0, progress=0.5))
    before = client.get(f"/v1/jobs/{job_id}").json()

    after = client.delete(f"/v1/jobs/{job_id}").json()

    assert (before["progress"], before["stage"]) == (49, "voice")
    assert (after["status"], after["progress"]) == ("cancelled", 49)


def test_no_stage_of_a_cancelled_job_is_still_running(
    studio: Studio, client: TestClient, order_speech: Order, order_film: Order
) -> None:
    speech, film = order_speech(), order_film("Hello.")
    for job_id in (speech, film):
        studio.live.mark(job_id, StageMark("write", None, MarkState.DONE, 1, cached=False, seconds=1.0, progress=1.0))
        studio.live.mark(
            job_id, StageMark("voice", "s01", MarkState.RUNNING, 1, cached=False, seconds=0.0, progress=0.5)
        )
        client.delete(f"/v1/jobs/{job_id}")

    film_id = client.get(f"/v1/jobs/{film}").json()["film_id"]

    for path in (f"/v1/jobs/{speech}", f"/v1/jobs/{film}", f"/v1/films/{film_id}"):
        stages = client.get(path).json()["stages"]
        assert {stage["name"]: stage["status"] for stage in stages} == {"write": "done", "voice": "stopped"}


def test_a_film_shows_the_same_progress_as_its_job(
    studio: Studio, client: TestClient, order_film: Order, receive: Receive
) -> None:
    job_id = order_film("Hello.\n\nBye.")
    film_id = client.get(f"/v1/jobs/{job_id}").json()["film_id"]
    take(studio, receive())
    take(studio, receive())

    job, film = client.get(f"/v1/jobs/{job_id}").json(), client.get(f"/v1/films/{film_id}").json()

    assert 0 < film["progress"] < 50
    assert job["progress"] == film["progress"]


@pytest.mark.parametrize(
    "variants",
    [
        ("video", "audio", "thumbnail"),
        ("video", "depth", "spritesheet"),
        ("audio", "midi"),
        ("audio", "words"),
        ("text", "json", "srt"),
        ("image", "image_2", "image_10", "partial_1"),
    ],
)
def test_the_main_file_of_a_result_is_the_first(variants: tuple[str, ...]) -> None:
    files = {name: DeliveredFile(key=name, filename=name, content_type="") for name in sorted(variants, reverse=True)}

    assert tuple(JobResult(files=files, facts={}).files) == variants
