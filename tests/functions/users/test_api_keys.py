"""API keys: the secret once, no more than its maker has, rotated with an overlap, revoked at once."""

from collections.abc import Callable
from typing import Any

import psycopg
import pytest
from fastapi.testclient import TestClient

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
    client.get("/v1/kinds", headers=bearer(secret))
    studio.database.close()

    answer = client.get("/v1/kinds", headers=bearer(secret))

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
