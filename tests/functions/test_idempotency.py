"""Creating once: by key, by the retries that OpenAI's clients count, at the same moment, and after a crash."""

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any

import psycopg
import pytest
from fastapi.testclient import TestClient
from pydantic import BaseModel, ConfigDict

from mutoscope.adapters.http.app import create_app
from mutoscope.adapters.http.caller import current_studio
from mutoscope.adapters.http.idempotency import Once
from mutoscope.adapters.http.routes import Router
from mutoscope.errors import InvalidInput, Unavailable
from mutoscope.idempotency import implicit
from mutoscope.laptop.api import app as whole
from mutoscope.studio import Studio

SPEECH = {"kind": "speech", "input": {"input": "Hello."}}
FILM = {"script": "Hello.", "aspect": "1:1", "music": "none"}
KEY = {"Idempotency-Key": "the-callers-own-key"}
CREATING = [
    (path, operation)
    for path, methods in whole.openapi()["paths"].items()
    for method, operation in methods.items()
    if method == "post" and {"201", "202"} & operation["responses"].keys() and operation.get("security")
]


class Wish(BaseModel):
    model_config = ConfigDict(extra="forbid")

    name: str


class Made(BaseModel):
    id: str
    number: int
    secret: str = "shown-once"


@dataclass
class Workshop:
    """Makes things and counts them; it fails as it is told to."""

    made: list[str] = field(default_factory=list)
    failures: list[Exception] = field(default_factory=list)
    began: threading.Event = field(default_factory=threading.Event)
    may_go_on: threading.Event = field(default_factory=threading.Event)

    def make(self, name: str, thing_id: str) -> Made:
        self.began.set()
        assert self.may_go_on.wait(10)
        self.made.append(thing_id)
        if self.failures:
            raise self.failures.pop(0)
        return Made(id=thing_id, number=len(self.made))


@pytest.fixture
def workshop() -> Workshop:
    opened = Workshop()
    opened.may_go_on.set()
    return opened


@pytest.fixture
def things(studio: Studio, api_key: str, workshop: Workshop) -> Iterator[TestClient]:
    """An application with one route that creates things."""
    router = Router(prefix="/v1/things")

    @router.post("", status_code=201, response_model=Made)
    def create_thing(body: Wish, once: Once) -> Any:
        return once.answer(body, lambda: workshop.make(body.name, once.new_id("thing")))

    app = create_app([router])
    app.dependency_overrides[current_studio] = lambda: studio
    headers = {"Authorization": f"Bearer {api_key}"}
    with TestClient(app, headers=headers, raise_server_exceptions=False) as opened:
        yield opened


@pytest.fixture
def record(studio: Studio, user: str) -> Callable[[str], list[tuple[Any, ...]]]:
    """Runs SQL on the keys of this test's user, with :user in it."""

    def run(sql: str) -> list[tuple[Any, ...]]:
        with psycopg.connect(studio.settings.database_url) as connection:
            cursor = connection.execute(sql.replace(":user", f"'{user}'").encode())
            return cursor.fetchall() if cursor.description else []

    return run


def test_the_same_key_and_parameters_are_answered_byte_for_byte(things: TestClient, workshop: Workshop) -> None:
    first, again = (things.post("/v1/things", json={"name": "a"}, headers=KEY) for _ in range(2))

    assert (first.status_code, again.status_code) == (201, 201)
    assert again.content == first.content
    assert len(workshop.made) == 1


def test_without_a_key_every_request_is_a_new_one(things: TestClient, workshop: Workshop) -> None:
    for _ in range(2):
        things.post("/v1/things", json={"name": "a"})

    assert len(set(workshop.made)) == 2


def test_the_same_key_with_other_parameters_is_refused(things: TestClient, workshop: Workshop) -> None:
    things.post("/v1/things", json={"name": "a"}, headers=KEY)

    other = things.post("/v1/things", json={"name": "b"}, headers=KEY)

    assert (other.status_code, other.json()["error"]["code"]) == (422, "idempotency_key_reused")
    assert len(workshop.made) == 1


def test_a_key_of_an_order_is_refused_for_anything_else(
    things: TestClient, client: TestClient, workshop: Workshop
) -> None:
    client.post("/v1/jobs", json=SPEECH, headers=KEY)

    other = things.post("/v1/things", json={"name": "a"}, headers=KEY)

    assert other.json()["error"]["code"] == "idempotency_key_reused"
    assert workshop.made == []


def test_of_first_uses_at_the_same_moment_one_is_carried_out(things: TestClient, workshop: Workshop) -> None:
    workshop.may_go_on.clear()
    with ThreadPoolExecutor(1) as thread:
        first = thread.submit(things.post, "/v1/things", json={"name": "a"}, headers=KEY)
        assert workshop.began.wait(10)

        meanwhile = things.post("/v1/things", json={"name": "a"}, headers=KEY)
        workshop.may_go_on.set()
        made = first.result()

    assert (meanwhile.status_code, meanwhile.json()["error"]["code"]) == (503, "answer_pending")
    assert int(meanwhile.headers["retry-after"]) > 0
    assert things.post("/v1/things", json={"name": "a"}, headers=KEY).content == made.content
    assert len(workshop.made) == 1


def test_a_crowd_with_one_key_makes_one_thing(things: TestClient, workshop: Workshop) -> None:
    with ThreadPoolExecutor(8) as threads:
        answers = list(threads.map(lambda _: things.post("/v1/things", json={"name": "a"}, headers=KEY), range(16)))

    assert {answer.status_code for answer in answers} <= {201, 503}
    assert len({answer.content for answer in answers if answer.status_code == 201}) == 1
    assert len(workshop.made) == 1


def test_a_refused_request_leaves_its_key_free_for_a_corrected_one(things: TestClient, workshop: Workshop) -> None:
    workshop.failures.append(InvalidInput(param="name"))
    refused = things.post("/v1/things", json={"name": "bad"}, headers=KEY)

    corrected = things.post("/v1/things", json={"name": "good"}, headers=KEY)

    assert (refused.status_code, corrected.status_code) == (422, 201)


def test_a_request_that_may_have_been_carried_out_is_repeated_with_the_same_id(
    things: TestClient, workshop: Workshop
) -> None:
    workshop.failures.append(Unavailable(what="The database"))
    failed = things.post("/v1/things", json={"name": "a"}, headers=KEY)

    again = things.post("/v1/things", json={"name": "a"}, headers=KEY)

    assert (failed.status_code, again.status_code) == (503, 201)
    assert len(workshop.made) == 2
    assert len(set(workshop.made)) == 1


def test_a_crash_between_reserving_and_saving_does_not_lock_the_key(
    things: TestClient, workshop: Workshop, record: Callable[[str], Any]
) -> None:
    workshop.failures.append(ZeroDivisionError())
    crashed = things.post("/v1/things", json={"name": "a"}, headers=KEY)
    at_once = things.post("/v1/things", json={"name": "a"}, headers=KEY)
    record("UPDATE idempotency_keys SET reserved_until = reserved_until - interval '60 seconds' WHERE user_id = :user")

    later = things.post("/v1/things", json={"name": "a"}, headers=KEY)

    assert (crashed.status_code, at_once.status_code, later.status_code) == (500, 503, 201)
    assert len(set(workshop.made)) == 1


def test_whoever_was_overtaken_does_not_overwrite_the_answer(
    things: TestClient, workshop: Workshop, record: Callable[[str], Any]
) -> None:
    workshop.may_go_on.clear()
    with ThreadPoolExecutor(2) as threads:
        slow = threads.submit(things.post, "/v1/things", json={"name": "a"}, headers=KEY)
        assert workshop.began.wait(10)
        record("UPDATE idempotency_keys SET attempt = attempt + 1 WHERE user_id = :user")
        workshop.may_go_on.set()
        slow.result()

    assert record("SELECT answer FROM idempotency_keys WHERE user_id = :user") == [(None,)]


def test_neither_a_secret_nor_the_key_can_be_read_in_the_record(
    things: TestClient, record: Callable[[str], Any]
) -> None:
    things.post("/v1/things", json={"name": "a"}, headers=KEY)

    (kept,) = record("SELECT CAST(k AS text) FROM idempotency_keys k WHERE user_id = :user")

    assert "shown-once" not in kept[0]
    assert KEY["Idempotency-Key"] not in kept[0]
    assert record("SELECT length(answer) > 40 FROM idempotency_keys WHERE user_id = :user") == [(True,)]


def test_a_key_lives_for_a_day(things: TestClient, workshop: Workshop, record: Callable[[str], Any]) -> None:
    things.post("/v1/things", json={"name": "a"}, headers=KEY)
    record("UPDATE idempotency_keys SET created_at = now() - interval '25 hours' WHERE user_id = :user")

    another = things.post("/v1/things", json={"name": "b"}, headers=KEY)

    assert another.status_code == 201
    assert len(set(workshop.made)) == 2


def test_keys_that_are_over_go_a_few_at_a_time_when_a_new_one_comes(
    client: TestClient, things: TestClient, record: Callable[[str], Any]
) -> None:
    record("""INSERT INTO idempotency_keys (user_id, key, fingerprint, answer, created_at)
              SELECT :user, CAST(n AS text), 'f', 'a', now() - interval '30 hours' FROM generate_series(1, 50) AS n""")

    things.post("/v1/things", json={"name": "a"}, headers=KEY)
    # The insertion above took twenty along, and this one took twenty more.
    after_one = record("SELECT count(*) FROM idempotency_keys WHERE user_id = :user")
    client.post("/v1/jobs", json=SPEECH, headers={"Idempotency-Key": "an-order"})

    assert after_one == [(11,)]
    assert record("SELECT count(*) FROM idempotency_keys WHERE user_id = :user") == [(2,)]


@pytest.mark.parametrize(("path", "body"), [("/v1/jobs", SPEECH), ("/v1/films", FILM)])
def test_a_clients_own_retry_of_an_order_is_the_same_order(client: TestClient, path: str, body: dict[str, Any]) -> None:
    first = client.post(path, json=body, headers={"x-stainless-retry-count": "0"})

    again = client.post(path, json=body, headers={"x-stainless-retry-count": "1"})
    and_again = client.post(path, json=body, headers={"x-stainless-retry-count": "2"})

    assert again.content == and_again.content == first.content
    assert len(client.get(path).json()["data"]) == 1


def test_two_first_sendings_are_two_orders(client: TestClient) -> None:
    def order(_: int) -> str:
        return str(client.post("/v1/jobs", json=SPEECH, headers={"x-stainless-retry-count": "0"}).json()["id"])

    with ThreadPoolExecutor(4) as threads:
        ids = set(threads.map(order, range(4)))

    assert len(ids) == 4


def test_a_retry_of_other_parameters_is_another_order(client: TestClient) -> None:
    first = client.post("/v1/jobs", json=SPEECH, headers={"x-stainless-retry-count": "0"})

    other = {"kind": "speech", "input": {"input": "Good-bye."}}
    answer = client.post("/v1/jobs", json=other, headers={"x-stainless-retry-count": "1"})

    assert answer.status_code == 202
    assert answer.json()["id"] != first.json()["id"]


def test_a_retry_whose_first_sending_never_arrived_is_carried_out_once(client: TestClient) -> None:
    first, second = (
        client.post("/v1/jobs", json=SPEECH, headers={"x-stainless-retry-count": count}) for count in ("1", "2")
    )

    assert second.content == first.content


def test_a_retry_after_ten_minutes_is_a_new_order(client: TestClient, record: Callable[[str], Any]) -> None:
    first = client.post("/v1/jobs", json=SPEECH, headers={"x-stainless-retry-count": "0"})
    record("UPDATE idempotency_keys SET created_at = now() - interval '11 minutes' WHERE user_id = :user")

    later = client.post("/v1/jobs", json=SPEECH, headers={"x-stainless-retry-count": "1"})

    assert later.json()["id"] != first.json()["id"]


def test_a_retry_of_another_user_is_another_order(client: TestClient, strangers_key: str) -> None:
    first = client.post("/v1/jobs", json=SPEECH, headers={"x-stainless-retry-count": "0"})

    headers = {"x-stainless-retry-count": "1", "Authorization": f"Bearer {strangers_key}"}
    theirs = client.post("/v1/jobs", json=SPEECH, headers=headers)

    assert theirs.json()["id"] != first.json()["id"]


def test_a_retry_that_carries_a_key_goes_by_its_key(client: TestClient) -> None:
    first = client.post("/v1/jobs", json=SPEECH, headers={**KEY, "x-stainless-retry-count": "0"})

    again = client.post("/v1/jobs", json=SPEECH, headers={"Idempotency-Key": "b", "x-stainless-retry-count": "1"})

    assert again.json()["id"] != first.json()["id"]


@pytest.mark.parametrize("count", ["", "x", "-1", "１", "9" * 400])
def test_a_retry_count_that_is_none_is_ignored(client: TestClient, count: str) -> None:
    headers = [(b"x-stainless-retry-count", count.encode())]

    assert client.post("/v1/jobs", json=SPEECH, headers=headers).status_code == 202


@pytest.mark.parametrize(("path", "operation"), CREATING, ids=[path for path, _ in CREATING])
def test_every_request_that_creates_takes_an_idempotency_key(path: str, operation: dict[str, Any]) -> None:
    assert "Idempotency-Key" in [parameter["name"] for parameter in operation.get("parameters", [])]


def test_a_retry_that_is_handled_before_its_first_sending_is_the_same_request(studio: Studio, user: str) -> None:
    retry = implicit(studio.database, user, "of a request", retry=True, age=0.1)

    held_up = implicit(studio.database, user, "of a request", retry=False, age=5)
    next_one = implicit(studio.database, user, "of a request", retry=False, age=0)

    assert held_up.key == retry.key
    assert next_one.key != retry.key


def test_a_retry_belongs_to_the_first_sending_that_is_still_being_carried_out(studio: Studio, user: str) -> None:
    first = implicit(studio.database, user, "of a request", retry=False, age=0)

    retry = implicit(studio.database, user, "of a request", retry=True, age=0)
    other = implicit(studio.database, user, "of another", retry=True, age=0)

    assert retry.key == first.key
    assert other.key != first.key
