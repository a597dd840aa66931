"""Reads on the event loop: answered as a thread answers them, and nobody waits for a record that is slow."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import Annotated, Any

import psycopg
import pytest
from fastapi import FastAPI, Query
from fastapi.routing import APIRoute
from fastapi.testclient import TestClient

from mutoscope.adapters.http import threads
from mutoscope.adapters.http.at_once import at_once, is_at_once
from mutoscope.adapters.http.caller import current_studio
from mutoscope.adapters.http.routes import Router
from mutoscope.adapters.postgres import psycopg_pipeline
from mutoscope.identifiers import new_id
from mutoscope.laptop.api import ROUTERS
from mutoscope.ports import Database, Row
from mutoscope.studio import Studio
from tests.functions.route_table import filled
from tests.functions.tenants import Tenant, settle

Drain = Callable[[], int]
Ordered = Callable[..., str]
AT_ONCE = [
    route.path
    for router in ROUTERS
    for route in router.routes
    if isinstance(route, APIRoute) and is_at_once(route.endpoint)
]
NEEDS_MORE = {"/v1/jobs", "/v1/jobs/{job_id}", "/v1/videos", "/v1/videos/{video_id}"}
"""Nobody works here, so how far these are is in the live view."""


@pytest.fixture
def no_threads(monkeypatch: pytest.MonkeyPatch) -> None:
    """From here on a route that goes to a thread fails, and a busy machine is no reason to."""
    monkeypatch.setattr(psycopg_pipeline, "PATIENCE_SECONDS", 60.0)
    ended = ThreadPoolExecutor()
    ended.shutdown()
    monkeypatch.setattr(threads, "_routes", ended)


@pytest.fixture(scope="module")
def tenant(whole_api: FastAPI, shared_studio: Studio) -> Tenant:
    whole_api.dependency_overrides = {current_studio: lambda: shared_studio}
    with TestClient(whole_api) as api:
        return settle(shared_studio, api, "super_admin")


@pytest.fixture
def done(order_speech: Ordered, drain: Drain) -> str:
    job_id = order_speech()
    drain()
    return job_id


@pytest.mark.parametrize("query", ["", "?limit=20", "?status=completed&kind=speech", "?page=1&sort=created_at"])
def test_jobs_that_are_over_are_listed_without_a_thread(
    client: TestClient, done: str, no_threads: None, query: str
) -> None:
    answer = client.get(f"/v1/jobs{query}")

    assert [job["id"] for job in answer.json()["data"]] == [done]


def test_a_job_that_is_over_is_answered_without_a_thread(client: TestClient, done: str, no_threads: None) -> None:
    answer = client.get(f"/v1/jobs/{done}")

    assert answer.json()["status"] == "completed"
    assert answer.headers["openai-poll-after-ms"] == "500"


def test_what_is_answered_at_once_is_what_a_thread_answers(client: TestClient, studio: Studio, done: str) -> None:
    paths = [f"/v1/jobs/{done}", "/v1/jobs", f"/v1/jobs/{new_id('job')}", "/v1/jobs/job_1", "/v1/jobs?limit=none"]
    at_once = [client.get(path) for path in paths]

    client.app.dependency_overrides[current_studio] = lambda: replace(studio, database=Threads(studio.database))  # type: ignore[attr-defined]
    threaded = [client.get(path) for path in paths]

    assert [shown(answer) for answer in at_once] == [shown(answer) for answer in threaded]
    assert [answer.status_code for answer in threaded] == [200, 200, 404, 404, 422]


@pytest.mark.parametrize("path", AT_ONCE)
def test_each_read_at_once_answers_as_a_thread_does(
    whole_api: FastAPI, shared_studio: Studio, tenant: Tenant, path: str, request: pytest.FixtureRequest
) -> None:
    asked, ask = filled(path, tenant.ids), TestClient(whole_api, headers=tenant.person.headers).get
    whole_api.dependency_overrides = {
        current_studio: lambda: replace(shared_studio, database=Threads(shared_studio.database))
    }
    threaded = ask(asked)
    whole_api.dependency_overrides = {current_studio: lambda: shared_studio}
    if path not in NEEDS_MORE:
        request.getfixturevalue("no_threads")

    at_once = ask(asked)

    assert threaded.status_code == 200
    assert shown(at_once) == shown(threaded)


def test_a_read_that_needs_more_than_the_record_is_answered_by_a_thread(
    client: TestClient, order_speech: Ordered
) -> None:
    job_id = order_speech()

    assert client.get(f"/v1/jobs/{job_id}").json()["status"] == "queued"


def test_the_kinds_which_take_seconds_to_be_listed_first_are_left_to_a_thread(
    client: TestClient, no_threads: None
) -> None:
    with pytest.raises(RuntimeError, match="after shutdown"):
        client.get("/v1/kinds")


def test_a_record_that_does_not_answer_holds_up_nobody_else(client: TestClient, studio: Studio, done: str) -> None:
    """The lock is only let go when the others are answered; should they wait for it, PostgreSQL ends it in the end."""
    client.get(f"/v1/jobs/{done}")
    with ThreadPoolExecutor() as aside:
        with psycopg.connect(studio.settings.database_url) as connection:
            connection.execute("SET idle_in_transaction_session_timeout = '30s'")
            connection.execute("LOCK TABLE jobs IN ACCESS EXCLUSIVE MODE")
            held_up = aside.submit(client.get, f"/v1/jobs/{done}")
            beside = [client.get("/v1/audio/voices") for _ in range(20)]
            was_waiting = not held_up.done()
            connection.rollback()

        assert {answer.status_code for answer in beside} == {200}
        assert was_waiting
        assert held_up.result().json()["id"] == done


def test_a_read_at_once_takes_nothing_but_plain_values_of_path_and_query() -> None:
    @at_once
    def of_a_body(body: dict[str, str]) -> None: ...

    @at_once
    def of_a_list(names: Annotated[list[str], Query()]) -> None: ...

    for endpoint in (of_a_body, of_a_list):
        router = Router()
        router.add_api_route("/v1/things", endpoint)
        with pytest.raises(TypeError):
            assert router.routes


class Threads:
    """A record that is too far away to answer at once."""

    at_once = None

    def __init__(self, real: Database) -> None:
        self._real = real

    def rows(self, query: str, /, **values: object) -> Any:
        return self._real.rows(query, **values)

    def row(self, query: str, /, **values: object) -> Row | None:
        return self._real.row(query, **values)


def shown(answer: Any) -> tuple[int, str, str]:
    request_id = answer.headers["x-request-id"]
    return answer.status_code, answer.headers["content-type"], answer.text.replace(request_id, "")
