"""A studio over the Data API takes orders, delivers them and pages through them, like one that has a connection."""

from collections.abc import Callable

import pytest
from fastapi.testclient import TestClient

from mutoscope.adapters.postgres.data_api_stand_in import DataApiStandIn

SPEECH = {"kind": "speech", "input": {"input": "Hello."}}
FILM = {"script": "Hello.", "aspect": "1:1", "music": "none"}
KEY = {"Idempotency-Key": "k"}


def test_an_order_is_taken_once_and_delivered(client: TestClient, drain: Callable[[], int]) -> None:
    first, again = (client.post("/v1/jobs", json=SPEECH, headers=KEY) for _ in range(2))

    drain()

    job = client.get(f"/v1/jobs/{first.json()['id']}").json()
    assert again.content == first.content
    assert (job["status"], job["progress"]) == ("completed", 100)
    assert job["completed_at"] >= job["created_at"]


def test_films_and_jobs_are_listed(client: TestClient) -> None:
    film = client.post("/v1/films", json=FILM).json()

    films = client.get("/v1/films?page=1").json()
    jobs = client.get("/v1/jobs?order=asc").json()

    assert ([item["id"] for item in films["data"]], films["pagination"]["total"]) == ([film["id"]], 1)
    assert [item["id"] for item in jobs["data"]] == [film["job_id"]]


def test_a_film_is_edited_cancelled_and_deleted(client: TestClient) -> None:
    film = client.post("/v1/films", json=FILM).json()
    path = f"/v1/films/{film['id']}"

    edited = client.patch(f"{path}/scenes/s01", json={"narration": "Good-bye."})
    cancelled = client.delete(path)
    deleted = client.delete(path)

    assert edited.json()["scenes"][0]["narration"] == "Good-bye."
    assert (cancelled.json()["status"], deleted.json()["deleted"]) == ("cancelled", True)
    assert client.get(path).status_code == 404


@pytest.mark.parametrize("kind", ["DatabaseResumingException", "DatabaseUnavailableException"])
def test_a_database_that_sleeps_is_waited_for_by_the_caller(
    client: TestClient, data_api: DataApiStandIn, kind: str
) -> None:
    film = client.post("/v1/films", json=FILM).json()
    data_api.fail_next(kind)

    asleep = client.get(f"/v1/films/{film['id']}")
    awake = client.get(f"/v1/films/{film['id']}")

    assert (asleep.status_code, asleep.json()["error"]["code"]) == (503, "unavailable")
    assert int(asleep.headers["retry-after"]) > 0
    assert awake.status_code == 200


def test_an_order_whose_answer_was_lost_after_the_commit_is_answered_to_its_retry(
    client: TestClient, data_api: DataApiStandIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    client.get("/v1/jobs")
    data_api.cut_on("accept_job(")
    lost = client.post("/v1/jobs", json=SPEECH, headers=KEY)

    retry = client.post("/v1/jobs", json=SPEECH, headers=KEY)

    assert (lost.status_code, retry.status_code) == (503, 202)
    assert [item["id"] for item in client.get("/v1/jobs").json()["data"]] == [retry.json()["id"]]
