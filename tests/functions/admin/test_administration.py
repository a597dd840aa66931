"""Administration: nobody acts above their level, a super admin always stays, and shutting out holds at once."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import psycopg
import pytest
from fastapi.testclient import TestClient

from mutoscope.accounts.api_keys import LOCAL_OWNER, issue, register_owner
from mutoscope.studio import Studio
from tests.functions.tenants import ROLES, make_person


@pytest.fixture
def only_super_admins(studio: Studio) -> Iterator[None]:
    """Nobody of the other tests is a super admin meanwhile."""
    with psycopg.connect(studio.settings.database_url, autocommit=True) as connection:
        others = connection.execute(
            "UPDATE users SET role = 'user' WHERE role = 'super_admin' RETURNING user_id"
        ).fetchall()
        yield
        connection.execute(
            "UPDATE users SET role = 'super_admin' WHERE user_id = ANY(%s)", ([each[0] for each in others],)
        )


def test_whoever_is_shut_out_is_refused_at_once_and_let_in_again(client: TestClient, studio: Studio) -> None:
    boss, person = make_person(studio, "admin"), make_person(studio, "user")
    path = f"/v1/admin/users/{person.user_id}/activity"
    client.get("/v1/kinds", headers=person.headers)

    client.put(path, json={"is_active": False}, headers=boss.headers)
    shut_out = client.get("/v1/kinds", headers=person.headers).status_code
    client.put(path, json={"is_active": True}, headers=boss.headers)

    assert shut_out == 401
    with psycopg.connect(studio.settings.database_url) as connection:
        assert connection.execute("SELECT is_active FROM users WHERE user_id = %s", (person.user_id,)).fetchone() == (
            True,
        )


@pytest.mark.parametrize(("target", "role"), [("super_admin", "user"), ("user", "super_admin")])
def test_nobody_changes_or_gives_a_role_above_their_own(
    client: TestClient, studio: Studio, target: str, role: str
) -> None:
    boss, person = make_person(studio, "admin"), make_person(studio, target)

    answer = client.put(f"/v1/admin/users/{person.user_id}/role", json={"role": role}, headers=boss.headers)

    assert (answer.status_code, answer.json()["error"]["code"]) == (403, "above_your_level")
    assert client.get(f"/v1/admin/users/{person.user_id}", headers=boss.headers).json()["role"] == target


@pytest.mark.parametrize(("what", "body"), [("role", {"role": "admin"}), ("activity", {"is_active": False})])
def test_the_last_super_admin_stays(
    client: TestClient, studio: Studio, only_super_admins: None, what: str, body: dict[str, object]
) -> None:
    head = make_person(studio, "super_admin")

    answer = client.put(f"/v1/admin/users/{head.user_id}/{what}", json=body, headers=head.headers)

    assert (answer.status_code, answer.json()["error"]["code"]) == (422, "last_super_admin")
    assert client.get(f"/v1/admin/users/{head.user_id}", headers=head.headers).json()["role"] == "super_admin"


def test_two_super_admins_cannot_remove_each_other(client: TestClient, studio: Studio, only_super_admins: None) -> None:
    first, second = make_person(studio, "super_admin"), make_person(studio, "super_admin")

    def demote(pair: tuple[object, object]) -> int:
        by, whom = pair
        path = f"/v1/admin/users/{whom.user_id}/role"  # type: ignore[attr-defined]
        return client.put(path, json={"role": "user"}, headers=by.headers).status_code  # type: ignore[attr-defined]

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(demote, [(first, second), (second, first)]))

    with psycopg.connect(studio.settings.database_url) as connection:
        left = connection.execute("SELECT count(*) FROM users WHERE role = 'super_admin'").fetchone()
    assert left == (1,)


@pytest.mark.parametrize("role", ROLES)
def test_a_new_role_holds_from_the_next_request_on(client: TestClient, studio: Studio, role: str) -> None:
    head, person = make_person(studio, "super_admin"), make_person(studio, "user")
    client.get("/v1/kinds", headers=person.headers)

    client.put(f"/v1/admin/users/{person.user_id}/role", json={"role": role}, headers=head.headers)

    allowed = ROLES.index(role) >= ROLES.index("moderator")
    assert client.get("/v1/admin/users", headers=person.headers).status_code == (200 if allowed else 403)


def test_accounts_are_found_by_how_their_address_begins(client: TestClient, studio: Studio) -> None:
    boss, person = make_person(studio, "moderator"), make_person(studio, "user")

    found = client.get(f"/v1/admin/users?q={person.user_id[:-2].upper()}", headers=boss.headers).json()["data"]
    none = client.get("/v1/admin/users?q=%25", headers=boss.headers).json()["data"]

    assert [each["id"] for each in found] == [person.user_id]
    assert none == []


def test_the_owner_of_a_laptops_studio_is_an_account_like_others(client: TestClient, studio: Studio) -> None:
    register_owner(studio, issue())
    boss = make_person(studio, "super_admin")

    seen = client.get(f"/v1/admin/users/{LOCAL_OWNER}", headers=boss.headers)
    after = client.get(f"/v1/admin/users?after={LOCAL_OWNER}&limit=5", headers=boss.headers)
    before = client.get(f"/v1/admin/users?after={LOCAL_OWNER}&limit=5&order=asc", headers=boss.headers)
    granted = client.post(
        f"/v1/admin/users/{LOCAL_OWNER}/credits", json={"credits": 5, "reason": "thanks"}, headers=boss.headers
    )

    assert (seen.status_code, seen.json()["id"]) == (200, LOCAL_OWNER)
    assert (after.status_code, before.status_code, granted.status_code) == (200, 200, 200)
    assert len(after.json()["data"]) + len(before.json()["data"]) > 0
