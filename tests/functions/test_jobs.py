"""Jobs in lists and again: filters, retries, how long they will take, and what stays of them."""

import time
from collections.abc import Callable
from typing import Any

import psycopg
import pytest
from fastapi.testclient import TestClient

from mutoscope.adapters.aws.session import client as aws
from mutoscope.jobs.finish import fail
from mutoscope.jobs.job import JobError, require_job
from mutoscope.ports import MarkState, StageMark
from mutoscope.studio import Studio

Drain = Callable[[], int]
Ordered = Callable[..., str]
FILM = {"script": "Hello.", "aspect": "1:1", "music": "none", "captions": "none"}


def listed(client: TestClient, **filters: object) -> list[str]:
    answer = client.get("/v1/jobs", params=filters)  # type: ignore[arg-type]
    assert answer.status_code == 200, answer.text
    return [job["id"] for job in answer.json()["data"]]


def test_a_list_is_narrowed_by_status_and_kind(client: TestClient, order_speech: Ordered) -> None:
    cancelled, waiting = order_speech(), order_speech()
    music = client.post("/v1/jobs", json={"kind": "music", "input": {}}).json()["id"]
    client.delete(f"/v1/jobs/{cancelled}")

    assert listed(client, status="cancelled") == [cancelled]
    assert listed(client, status="queued", kind="speech") == [waiting]
    assert listed(client, kind="music") == [music]


def test_a_list_of_a_kind_that_is_none_is_refused(client: TestClient) -> None:
    refused = client.get("/v1/jobs?kind=opera")

    assert (refused.status_code, refused.json()["error"]["code"]) == (422, "unknown_kind")
    assert "speech" in refused.json()["error"]["hint"]


def test_a_list_is_narrowed_by_when_jobs_were_ordered(client: TestClient, order_speech: Ordered) -> None:
    job_id = order_speech()
    ordered = client.get(f"/v1/jobs/{job_id}").json()["created_at"]

    assert listed(client, created_after=ordered) == [job_id]
    assert listed(client, created_after=ordered + 1) == []
    assert listed(client, created_before=ordered) == []
    assert listed(client, created_after=ordered, created_before=ordered + 1) == [job_id]


def test_a_narrowed_list_is_paged_like_any(client: TestClient, order_speech: Ordered) -> None:
    jobs = [order_speech() for _ in range(3)]

    first = client.get("/v1/jobs?kind=speech&limit=2").json()
    rest = client.get(f"/v1/jobs?kind=speech&limit=2&after={first['last_id']}").json()
    numbered = client.get("/v1/jobs?kind=speech&limit=2&page=2").json()

    assert [job["id"] for page in (first, rest) for job in page["data"]] == jobs[::-1]
    assert numbered["pagination"]["total"] == 3


@pytest.mark.parametrize("wrong", ["status=ready", "created_after=-1", "created_before=soon", "created_after=1e30"])
def test_a_filter_that_makes_no_sense_is_refused(client: TestClient, wrong: str) -> None:
    answer = client.get(f"/v1/jobs?{wrong}")

    assert answer.status_code == 422
    assert answer.json()["error"]["param"] == wrong.partition("=")[0]


def test_what_was_cancelled_is_ordered_again_with_a_hold_of_its_own(
    client: TestClient, order_speech: Ordered, drain: Drain
) -> None:
    job_id = order_speech("Good evening.")
    client.delete(f"/v1/jobs/{job_id}")

    again = client.post(f"/v1/jobs/{job_id}/retry")
    drain()

    retried = client.get(f"/v1/jobs/{again.json()['id']}").json()
    assert (again.status_code, again.json()["status"]) == (202, "queued")
    assert again.json()["credits"]["held"] > 0
    assert retried["id"] != job_id
    assert (retried["kind"], retried["status"]) == ("speech", "completed")
    assert client.get(f"/v1/jobs/{job_id}").json()["status"] == "cancelled"


def test_a_retry_is_made_once_for_a_key(client: TestClient, order_speech: Ordered) -> None:
    job_id = order_speech()
    client.delete(f"/v1/jobs/{job_id}")

    answers = [client.post(f"/v1/jobs/{job_id}/retry", headers={"Idempotency-Key": "again"}) for _ in range(2)]

    assert answers[0].content == answers[1].content
    assert len(listed(client)) == 2


def test_a_retry_above_what_it_may_cost_is_refused(client: TestClient, order_speech: Ordered) -> None:
    job_id = order_speech()
    client.delete(f"/v1/jobs/{job_id}")

    answer = client.post(f"/v1/jobs/{job_id}/retry", json={"max_credits": 0})

    assert answer.status_code in (402, 422)
    assert len(listed(client)) == 1


def test_a_job_that_may_still_be_delivered_is_not_tried_again(client: TestClient, order_speech: Ordered) -> None:
    job_id = order_speech()

    answer = client.post(f"/v1/jobs/{job_id}/retry")

    assert (answer.status_code, answer.json()["error"]["code"]) == (422, "wrong_state")


def test_a_film_whose_build_failed_is_built_again(client: TestClient, studio: Studio, user: str) -> None:
    film = client.post("/v1/films", json=FILM).json()
    job = require_job(studio.database, film["job_id"], user_id=user)
    fail(studio, job, JobError(code="engine_failed", message="It failed.", hint="Try again."))

    again = client.post(f"/v1/jobs/{job.job_id}/retry")
    older = client.post(f"/v1/jobs/{job.job_id}/retry")

    assert (again.status_code, again.json()["film_id"]) == (202, film["id"])
    assert client.get(f"/v1/films/{film['id']}").json()["job_id"] == again.json()["id"]
    assert older.json()["error"]["code"] == "wrong_state"


def test_a_job_is_estimated_by_what_its_kind_usually_takes(
    client: TestClient, studio: Studio, order_speech: Ordered
) -> None:
    waiting = _of_another_kind(studio, order_speech())
    before = client.get(f"/v1/jobs/{waiting}").json()["estimated_seconds"]

    for seconds in (1, 40, 2_000):
        _was_made_in(studio, _of_another_kind(studio, order_speech()), seconds)

    assert before is None
    assert client.get(f"/v1/jobs/{waiting}").json()["estimated_seconds"] == 40


def test_a_job_under_way_is_estimated_by_its_own_pace(
    client: TestClient, studio: Studio, order_speech: Ordered
) -> None:
    job_id = order_speech()
    with psycopg.connect(studio.settings.database_url) as connection:
        connection.execute(
            "UPDATE jobs SET status = 'in_progress', started_at = now() - interval '100 seconds' WHERE job_id = %s",
            (job_id,),
        )
    studio.live.mark(job_id, StageMark("voice", None, MarkState.RUNNING, 1, cached=False, seconds=0, progress=0.25))

    assert client.get(f"/v1/jobs/{job_id}").json()["estimated_seconds"] == pytest.approx(300, abs=10)


def test_what_is_over_takes_no_more_time(client: TestClient, order_speech: Ordered, drain: Drain) -> None:
    job_id = order_speech()
    drain()

    assert client.get(f"/v1/jobs/{job_id}").json()["estimated_seconds"] is None


def test_a_delivered_job_stays_when_its_live_view_is_gone(
    client: TestClient, studio: Studio, order_speech: Ordered, drain: Drain
) -> None:
    job_id = order_speech()
    drain()
    before = client.get(f"/v1/jobs/{job_id}").json()

    expiries = _drop_live_view(studio, job_id)

    assert client.get(f"/v1/jobs/{job_id}").json() == before
    assert before["stages"]
    assert all(abs(each - time.time() - 24 * 3600) < 60 for each in expiries)


def _of_another_kind(studio: Studio, job_id: str) -> str:
    """The job, as one of a kind that no other test orders."""
    with psycopg.connect(studio.settings.database_url) as connection:
        connection.execute("UPDATE jobs SET kind = 'opera' WHERE job_id = %s", (job_id,))
    return job_id


def _was_made_in(studio: Studio, job_id: str, seconds: int) -> None:
    with psycopg.connect(studio.settings.database_url) as connection:
        connection.execute(
            "UPDATE jobs SET status = 'completed', started_at = now() - make_interval(secs => %s), completed_at = now()"
            " WHERE job_id = %s",
            (seconds, job_id),
        )


def _drop_live_view(studio: Studio, job_id: str) -> list[int]:
    """Drops what the table knows of the job, and answers when it would have expired."""
    dynamodb: Any = aws("dynamodb", studio.settings)
    table = studio.settings.live_table
    items = dynamodb.query(
        TableName=table,
        KeyConditionExpression="#job = :job",
        ExpressionAttributeNames={"#job": "job"},
        ExpressionAttributeValues={":job": {"S": job_id}},
    )["Items"]
    for item in items:
        dynamodb.delete_item(TableName=table, Key={"job": item["job"], "part": item["part"]})
    return [int(item["expires"]["N"]) for item in items]
