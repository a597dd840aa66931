"""Kinds that look at what somebody made: a picture is analysed, a recording transcribed, a script given pictures."""

import json
from collections.abc import Callable
from itertools import pairwise
from typing import Any

import httpx
import pytest
from fastapi.testclient import TestClient

from mutoscope.credits.ledger import Bucket, Ledger
from mutoscope.jobs.job import find_job
from mutoscope.studio import Studio
from tests.functions.tenants import make_person

Deliver = Callable[..., dict[str, Any]]
SCRIPT = (
    "Rice is planted in spring, in fields under water.\n\nIn autumn the fields are dry, and the rice is cut by hand."
)


@pytest.fixture
def deliver(client: TestClient, studio: Studio, drain: Callable[[], int]) -> Deliver:
    """Orders a job, works it off, and answers it as the API shows it."""

    def order(kind: str, **request: object) -> dict[str, Any]:
        ordered = client.post("/v1/jobs", json={"kind": kind, "input": request})
        assert ordered.status_code == 202, ordered.text
        drain()
        answer: dict[str, Any] = client.get(f"/v1/jobs/{ordered.json()['id']}").json()
        return answer

    return order


@pytest.fixture
def strangers(client: TestClient, studio: Studio) -> TestClient:
    """The same API, asked by somebody else."""
    person = make_person(studio, "user")
    Ledger(studio.database).grant(person.user_id, f"means_{person.user_id}", 1_000, bucket=Bucket.PACK, reason="test")
    return TestClient(client.app, headers=person.headers)


def fetched(client: TestClient, job: dict[str, Any], variant: str) -> httpx.Response:
    answer: httpx.Response = client.get(job["files"][variant])
    assert answer.status_code == 200
    return answer


def test_a_picture_is_measured_and_prompts_are_offered(client: TestClient, deliver: Deliver) -> None:
    drawn = deliver("text_to_image", prompt="a lighthouse", width=256, height=256, model="illustrator")

    job = deliver("image_analysis", image=drawn["id"], subject="a lighthouse")

    told = fetched(client, job, "json").json()
    assert (job["facts"]["width"], job["facts"]["height"]) == (256, 256)
    assert told["engine"] == "measurements"
    assert told["measurements"]["colours"]
    assert all(prompt.startswith("a lighthouse") for prompt in told["prompts"])
    assert all(prompt in fetched(client, job, "text").text for prompt in told["prompts"])


def test_the_same_picture_analysed_again_costs_nothing(deliver: Deliver) -> None:
    drawn = deliver("text_to_image", prompt="a lighthouse", width=64, height=64, model="illustrator")

    first, again = (deliver("image_analysis", image=drawn["id"]) for _ in range(2))

    assert first["credits"]["charged"] > 0
    assert again["credits"]["charged"] == 0


def test_a_transcription_of_own_speech_has_the_text_as_it_was_spoken(client: TestClient, deliver: Deliver) -> None:
    spoken = deliver("speech", input="Rice is food for half of the world.", format="opus")

    job = deliver("transcription", sound=f"{spoken['id']}/audio")

    assert fetched(client, job, "text").text.strip() == "Rice is food for half of the world."
    assert fetched(client, job, "vtt").text.startswith("WEBVTT")


def test_a_recording_that_nobody_here_knows_is_refused_and_costs_nothing(deliver: Deliver) -> None:
    piece = deliver("music", mood="calm", seconds=8)

    job = deliver("transcription", sound=f"{piece['id']}/audio")

    assert (job["status"], job["error"]["code"]) == ("failed", "speech_not_recognised")
    assert "provider_keys" in job["error"]["hint"]
    assert job["credits"]["charged"] == 0


def test_somebody_elses_speech_is_not_known(
    client: TestClient, deliver: Deliver, studio: Studio, strangers: TestClient
) -> None:
    spoken = deliver("speech", input="Rice is food.", format="wav")
    sound = fetched(client, spoken, "audio").content
    key = strangers.put("/v1/inputs/a.wav", content=sound).json()["key"]

    ordered = strangers.post("/v1/jobs", json={"kind": "transcription", "input": {"sound": key}}).json()
    deliver("prompt_improve", prompt="whatever is queued is worked off")

    job = find_job(studio.database, ordered["id"])
    assert job is not None
    assert job.error is not None
    assert job.error.code == "speech_not_recognised"


def test_a_script_gets_pictures_that_follow_one_another_to_its_end(client: TestClient, deliver: Deliver) -> None:
    job = deliver("image_recommendation", script=SCRIPT, aspect="1:1")

    told = fetched(client, job, "json").json()
    images = [image for section in told["sections"] for image in section["images"]]
    pictures = [name for name in job["files"] if name.startswith("image")]
    assert job["facts"]["images"] == len(images) == len(pictures) >= 2
    assert pictures[:2] == ["image", "image_2"]
    assert fetched(client, job, "image_2").headers["content-type"] == "image/png"
    assert told["timing"] == job["facts"]["timing"] == "estimated"
    for before, after in pairwise(images):
        assert before["timestamp"] + before["duration"] == pytest.approx(after["timestamp"], abs=0.002)


def test_against_its_own_speech_a_script_is_timed_by_the_words_as_they_were_spoken(
    client: TestClient, deliver: Deliver
) -> None:
    spoken = deliver("speech", input=SCRIPT.replace("\n\n", " "), format="mp3")
    words = fetched(client, spoken, "words").json()

    job = deliver("image_recommendation", script=SCRIPT, sound=f"{spoken['id']}/audio", draw=False)

    sections = fetched(client, job, "json").json()["sections"]
    autumn = next(word for word in words["words"] if word["word"] == "In")
    assert job["facts"]["timing"] == "measured"
    assert sections[1]["start_time"] == pytest.approx(autumn["start"], abs=0.02)
    assert sections[-1]["end_time"] == pytest.approx(words["duration"], abs=0.1)
    assert list(job["files"]) == ["json"]


def test_more_pictures_than_one_order_draws_are_refused(client: TestClient) -> None:
    scene = "The field lies by the wide brown river and bears rice twice a year. "
    script = "\n\n".join(scene * 4 for _ in range(20))

    refused = client.post(
        "/v1/jobs",
        json={"kind": "image_recommendation", "input": {"script": script, "seconds_per_picture": 3}},
    )

    assert (refused.status_code, refused.json()["error"]["code"]) == (422, "too_many_pictures")


def test_a_prompt_is_improved_in_as_many_ways_as_are_asked_for(client: TestClient, deliver: Deliver) -> None:
    job = deliver("prompt_improve", prompt="a heron on a jetty", medium="video", count=2)

    told = json.loads(fetched(client, job, "json").text)
    assert [way["prompt"] for way in told["prompts"]] == fetched(client, job, "text").text.splitlines()
    assert job["facts"]["prompt"] == told["prompts"][0]["prompt"]
    assert told["original"] == "a heron on a jetty"
