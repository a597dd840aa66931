"""What is told: each event stands in the record by the commit of what it tells of, and only for those who asked."""

from collections.abc import Callable
from typing import Any

import psycopg
import pytest
from fastapi.testclient import TestClient

from mutoscope.jobs.expire import expire_holds
from mutoscope.jobs.finish import cancel
from mutoscope.jobs.job import find_job
from mutoscope.studio import Studio
from mutoscope.webhooks.event_types import EventType

SendOut = Callable[[], None]


@pytest.fixture
def owed(sql: Any) -> Callable[[str], list[tuple[str, str]]]:
    """Types and resources of all that a webhook is owed, in the order of the commits."""

    def read(webhook_id: str) -> list[tuple[str, str]]:
        return sql(  # type: ignore[no-any-return]
            "SELECT event_type, resource_id FROM webhook_deliveries WHERE webhook_id = %s ORDER BY position", webhook_id
        )

    return read


def test_a_job_that_is_over_is_told_as_it_is_then(
    receiver: Any, subscribe: Any, jobs: Any, send_out: SendOut, api: TestClient
) -> None:
    subscribe(receiver)
    job_id = jobs.complete()

    send_out()

    [event] = [each.event for each in receiver.requests]
    shown = api.get(f"/v1/jobs/{job_id}").json()
    told = event["data"]
    assert (event["object"], event["type"], event["created_at"]) == ("event", "job.completed", told["completed_at"])
    assert {name: told[name] for name in ("id", "object", "kind", "status", "created_at", "completed_at", "files")} == {
        name: shown[name] for name in ("id", "object", "kind", "status", "created_at", "completed_at", "files")
    }
    assert told["credits"] == shown["credits"]


def test_a_failure_says_why(receiver: Any, subscribe: Any, jobs: Any, send_out: SendOut) -> None:
    subscribe(receiver)
    jobs.fail()

    send_out()

    event = receiver.requests[0].event
    assert (event["type"], event["data"]["error"]["code"]) == ("job.failed", "engine_failed")
    assert (event["data"]["files"], event["data"]["credits"]["charged"]) == ({}, 0)


def test_a_film_and_its_job_are_told_of_each(subscribe: Any, receiver: Any, film: Any, jobs: Any, owed: Any) -> None:
    hook = subscribe(receiver)

    film.park()
    jobs.complete(film.job_id)

    assert owed(hook["id"]) == [
        ("film.awaiting_review", film.film_id),
        ("job.completed", film.job_id),
        ("film.completed", film.film_id),
    ]


def test_a_cancelled_film_is_told_of(
    caller: Studio, subscribe: Any, receiver: Any, film: Any, owed: Any, api: TestClient
) -> None:
    hook = subscribe(receiver)

    api.delete(f"/v1/films/{film.film_id}")

    assert owed(hook["id"]) == [("job.cancelled", film.job_id), ("film.cancelled", film.film_id)]


def test_a_build_that_an_edit_replaces_is_no_end_of_its_film(
    subscribe: Any, receiver: Any, film: Any, owed: Any, api: TestClient
) -> None:
    hook = subscribe(receiver)

    edited = api.patch(f"/v1/films/{film.film_id}/scenes/s01", json={"narration": "Good morning."})

    assert edited.status_code == 202
    assert owed(hook["id"]) == [("job.cancelled", film.job_id)]


def test_a_hold_that_ran_out_is_told_as_a_failure(
    caller: Studio, user: str, subscribe: Any, receiver: Any, order_speech: Any, owed: Any, sql: Any, send_out: SendOut
) -> None:
    hook, job_id = subscribe(receiver), order_speech()
    sql("UPDATE jobs SET held_until = now() - interval '1 hour' WHERE job_id = %s", job_id)

    expire_holds(caller, user)
    send_out()

    assert owed(hook["id"]) == [("job.failed", job_id)]
    assert receiver.requests[0].event["data"]["error"]["code"] == "hold_expired"


def test_every_event_type_is_made_by_the_record(
    caller: Studio, subscribe: Any, receiver: Any, jobs: Any, api: TestClient, owed: Any
) -> None:
    hook = subscribe(receiver)
    body = {"script": "Hello.", "aspect": "1:1", "music": "none", "review": True}
    films = [api.post("/v1/films", json=body).json() for _ in range(3)]

    caller.database.row("park_for_review", film_id=films[0]["id"], job_id=films[0]["job_id"])
    jobs.complete(films[0]["job_id"])
    jobs.fail(films[1]["job_id"])
    job = find_job(caller.database, films[2]["job_id"])
    assert job is not None
    cancel(caller, job)

    assert {kind for kind, _ in owed(hook["id"])} == set(EventType)


def test_only_what_was_asked_for_is_owed(subscribe: Any, receiver: Any, jobs: Any, owed: Any) -> None:
    hook = subscribe(receiver, "job.failed")

    jobs.complete()
    failed = jobs.fail()

    assert owed(hook["id"]) == [("job.failed", failed)]


def test_an_event_goes_to_each_webhook_under_one_id(listen: Any, subscribe: Any, jobs: Any, send_out: SendOut) -> None:
    first, second = listen(), listen()
    subscribe(first), subscribe(second)
    jobs.complete()

    send_out()

    assert [each.headers["webhook-id"] for each in first.requests] == [
        each.headers["webhook-id"] for each in second.requests
    ]
    assert len(first.requests) == 1


def test_an_end_that_is_rolled_back_owes_nothing(
    studio: Studio, subscribe: Any, receiver: Any, order_speech: Any, owed: Any
) -> None:
    hook, job_id = subscribe(receiver), order_speech()
    with psycopg.connect(studio.settings.database_url) as connection:
        connection.execute("UPDATE jobs SET status = 'failed' WHERE job_id = %s", (job_id,))
        connection.rollback()

    assert owed(hook["id"]) == []


def test_what_ends_while_a_webhook_is_off_is_not_owed(
    subscribe: Any, receiver: Any, jobs: Any, owed: Any, api: TestClient
) -> None:
    hook = subscribe(receiver)
    api.patch(f"/v1/webhooks/{hook['id']}", json={"is_active": False})

    jobs.complete()

    assert owed(hook["id"]) == []
