"""API keys: the secret once, no more than its maker has, rotated with an overlap, revoked at once."""

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import psycopg
import pytest
from fastapi.testclient import TestClient

from mutoscope.accounts.api_keys import issue
from mutoscope.accounts.sessions import open_session
from mutoscope.audit.actor import Actor
from mutoscope.studio import Studio
from tests.functions.tenants import make_person

Make = Callable[..., dict[str, Any]]


@pytest.fixture
def make(client: TestClient) -> Make:
    """Creates a key, by default with the user's own."""

    def made(by: str | None = None, **fields: Any) -> dict[str, Any]:
        answer = client.post("/v1/api_keys", json={"name": "Mine", **fields}, headers=bearer(by) if by else {})
        assert answer.status_code == 201, answer.text
        key: dict[str, Any] = answer.json()
        return key

    return made


def bearer(secret: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {secret}"}


def test_a_new_key_works_and_its_secret_is_shown_once(client: TestClient, make: Make) -> None:
    key = make()

    works = client.get("/v1/jobs", headers=bearer(key["secret"]))
    again = client.get(f"/v1/api_keys/{key['id']}")
    listed = client.get("/v1/api_keys")

    assert works.status_code == 200
    assert key["secret"].startswith(key["prefix"])
    assert "secret" not in again.json()
    assert key["secret"] not in listed.text


def test_a_revoked_key_is_refused_at_once(client: TestClient, make: Make) -> None:
    key = make()
    client.get("/v1/jobs", headers=bearer(key["secret"]))

    revoked = client.delete(f"/v1/api_keys/{key['id']}").json()

    assert revoked["status"] == "revoked"
    assert client.get("/v1/jobs", headers=bearer(key["secret"])).status_code == 401
    assert key["id"] not in client.get("/v1/api_keys").text


def test_both_keys_work_while_a_rotation_overlaps(client: TestClient, make: Make) -> None:
    old = make(monthly_credits=50)

    new = client.post(f"/v1/api_keys/{old['id']}/rotation", json={"overlap_seconds": 3600}).json()

    assert [client.get("/v1/jobs", headers=bearer(each["secret"])).status_code for each in (old, new)] == [200, 200]
    assert (new["name"], new["monthly_credits"], new["rotated_from"]) == ("Mine", 50, old["id"])
    assert 3500 < client.get(f"/v1/api_keys/{old['id']}").json()["expires_at"] - new["created_at"] <= 3601


def test_a_rotation_without_overlap_ends_the_old_key_at_once(client: TestClient, make: Make) -> None:
    old = make()
    client.get("/v1/jobs", headers=bearer(old["secret"]))

    new = client.post(f"/v1/api_keys/{old['id']}/rotation", json={"overlap_seconds": 0}).json()

    assert [client.get("/v1/jobs", headers=bearer(each["secret"])).status_code for each in (old, new)] == [401, 200]


def test_a_key_gives_no_permission_credit_or_hour_that_it_has_not(client: TestClient, make: Make) -> None:
    bounded = make(scopes=["api_keys", "jobs:read"], monthly_credits=10, expires_at="2030-01-01T00:00:00Z")

    child = make(bounded["secret"], monthly_credits=1000, expires_at="2031-01-01T00:00:00Z")
    wider = client.post(
        "/v1/api_keys", json={"name": "Wider", "scopes": ["films:write"]}, headers=bearer(bounded["secret"])
    )

    assert child["scopes"] == ["api_keys", "jobs:read"]
    assert (child["monthly_credits"], child["expires_at"]) == (10, bounded["expires_at"])
    assert (wider.status_code, wider.json()["error"]["code"]) == (422, "scope_not_yours")


def test_a_key_does_not_come_by_the_successor_of_a_mightier_one(client: TestClient, make: Make) -> None:
    mighty, bounded = make(), make(scopes=["api_keys"])

    answer = client.post(f"/v1/api_keys/{mighty['id']}/rotation", headers=bearer(bounded["secret"]))

    assert (answer.status_code, answer.json()["error"]["code"]) == (403, "permission_denied")


def test_a_key_may_do_no_more_than_its_owner_may_now(client: TestClient, studio: Studio) -> None:
    boss = make_person(studio, "admin")
    key = client.post("/v1/api_keys", json={"name": "Boss"}, headers=boss.headers).json()
    head = make_person(studio, "super_admin")
    before = client.get("/v1/admin/users", headers=bearer(key["secret"])).status_code

    client.put(f"/v1/admin/users/{boss.user_id}/role", json={"role": "user"}, headers=head.headers)

    assert before == 200
    assert client.get("/v1/admin/users", headers=bearer(key["secret"])).status_code == 403


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("scopes", ["films:burn"]),
        ("scopes", []),
        ("expires_at", "2001-01-01T00:00:00Z"),
        ("expires_at", "3001-01-01T00:00:00Z"),
        ("monthly_credits", -1),
        ("name", ""),
    ],
)
def test_a_key_that_cannot_be_is_invalid(client: TestClient, field: str, value: object) -> None:
    answer = client.post("/v1/api_keys", json={"name": "Mine", field: value})

    assert (answer.status_code, answer.json()["error"]["param"]) == (422, field)


def test_the_use_of_a_key_is_noted_once_a_minute_and_not_at_every_request(
    client: TestClient, studio: Studio, make: Make
) -> None:
    key = make()
    used = []

    for _ in range(3):
        client.get("/v1/jobs", headers=bearer(key["secret"]))
        with psycopg.connect(studio.settings.database_url) as connection:
            row = connection.execute("SELECT last_used_at FROM api_keys WHERE api_key_id = %s", (key["id"],)).fetchone()
        used.append(row)

    assert used[0] != (None,)
    assert used[0] == used[1] == used[2]


def test_recognising_a_caller_again_asks_no_database(
    client: TestClient, studio: Studio, make: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    secret = make()["secret"]
    client.get("/v1/audio/voices", headers=bearer(secret))
    studio.database.close()

    answer = client.get("/v1/audio/voices", headers=bearer(secret))

    assert answer.status_code == 200


def test_a_narrow_key_is_not_answered_what_a_full_one_made(client: TestClient) -> None:
    narrow = client.post("/v1/api_keys", json={"name": "narrow", "scopes": ["api_keys"]}).json()["secret"]
    client.post("/v1/api_keys", json={"name": "full"}, headers={"Idempotency-Key": "create-1"})

    answer = client.post(
        "/v1/api_keys",
        json={"name": "full"},
        headers={"Idempotency-Key": "create-1", "Authorization": f"Bearer {narrow}"},
    )

    assert (answer.status_code, answer.json()["error"]["code"]) == (422, "idempotency_key_reused")


@pytest.fixture
def keys(studio: Studio, user: str) -> Callable[[int], None]:
    """Gives the user so many more keys."""

    def given(number: int) -> None:
        for key in (issue() for _ in range(number)):
            studio.database.row("add_api_key", key_id=key.key_id, user_id=user, digest=key.secret)

    return given


def test_fifty_keys_are_as_many_as_there_can_be_however_many_requests_race(
    client: TestClient, studio: Studio, user: str, keys: Callable[[int], None]
) -> None:
    keys(46)

    with ThreadPoolExecutor(8) as threads, psycopg.connect(studio.settings.database_url) as connection:
        connection.execute("SELECT 1 FROM users WHERE user_id = %s FOR UPDATE", (user,))
        asked = [threads.submit(client.post, "/v1/api_keys", json={"name": "Mine"}) for _ in range(8)]
        wait_for_lock(studio, 5)
        connection.commit()
        answers = [each.result() for each in asked]

    assert sorted(answer.status_code for answer in answers) == [201] * 3 + [422] * 5
    assert {each.json()["error"]["code"] for each in answers if each.status_code == 422} == {"too_many_keys"}


def test_a_rotation_makes_no_room_for_a_key_too_many(
    client: TestClient, make: Make, keys: Callable[[int], None]
) -> None:
    old = make()
    keys(48)

    both = client.post(f"/v1/api_keys/{old['id']}/rotation", json={"overlap_seconds": 3600})
    untouched = client.get(f"/v1/api_keys/{old['id']}").json()
    instead = client.post(f"/v1/api_keys/{old['id']}/rotation", json={"overlap_seconds": 0})

    assert (both.status_code, both.json()["error"]["code"]) == (422, "too_many_keys")
    assert untouched["expires_at"] is None
    assert instead.status_code == 201


def test_a_key_that_is_asked_for_while_its_maker_is_logged_out_is_not_made(
    client: TestClient, studio: Studio, user: str
) -> None:
    actor = Actor(user_id=user)
    session = open_session(studio, user, actor, by="password")
    assert session is not None
    headers = bearer(session.access_token)
    client.get("/v1/api_keys", headers=headers)

    with ThreadPoolExecutor(1) as thread, psycopg.connect(studio.settings.database_url) as connection:
        connection.execute("SELECT 1 FROM users WHERE user_id = %s FOR UPDATE", (user,))
        asked = thread.submit(client.post, "/v1/api_keys", json={"name": "Late"}, headers=headers)
        wait_for_lock(studio, 1)
        connection.execute(
            "UPDATE sessions SET revoked_at = now(), revoked_for = 'revoked' WHERE session_id = %s",
            (session.session_id,),
        )
        connection.commit()

    assert asked.result().status_code == 422
    assert "Late" not in client.get("/v1/api_keys").text


def test_no_cache_keeps_a_secret(client: TestClient, make: Make) -> None:
    key = client.post("/v1/api_keys", json={"name": "Mine"}, headers={"Idempotency-Key": "one"})
    again = client.post("/v1/api_keys", json={"name": "Mine"}, headers={"Idempotency-Key": "one"})
    rotated = client.post(f"/v1/api_keys/{key.json()['id']}/rotation")

    assert [each.headers.get("cache-control") for each in (key, again, rotated)] == ["no-store"] * 3


@pytest.mark.parametrize("name", ["a\u202eb", "a\u200bb", "\u2800", "a\nb"])
def test_the_name_of_a_key_is_what_is_seen_of_it(client: TestClient, name: str) -> None:
    answer = client.post("/v1/api_keys", json={"name": name})

    assert (answer.status_code, answer.json()["error"]["param"]) == (422, "name")


def wait_for_lock(studio: Studio, many: int) -> None:
    """Until so many statements wait for a row that another transaction holds."""
    waiting = "SELECT 1 FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND query LIKE '%has_room_for_key%'"
    with psycopg.connect(studio.settings.database_url, autocommit=True) as connection:
        while len(connection.execute(waiting.encode()).fetchall()) < many:
            time.sleep(0.01)
