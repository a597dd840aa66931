"""One's own account: looked at, changed, taken along, and deleted with everything that belongs to it."""

import json
from collections.abc import Callable, Mapping

import psycopg
import pytest
from fastapi.testclient import TestClient

from mutoscope.accounts.administration import change_role
from mutoscope.accounts.deletion import FOLDERS, finish_deletion
from mutoscope.accounts.roles import Role
from mutoscope.audit.actor import Actor
from mutoscope.jobs.job import find_job
from mutoscope.jobs.worker import take
from mutoscope.studio import Studio
from tests.functions.tenants import make_person
from tests.functions.users.people import PASSWORD, Account, Letters, log_in, new_username

SPEECH = {"kind": "speech", "input": {"input": "Hello."}}


def make_admin(studio: Studio, account: Account) -> str:
    with psycopg.connect(studio.settings.database_url) as connection:
        connection.execute("UPDATE users SET role = 'admin' WHERE user_id = %s", (account.user_id,))
    return account.user_id


def rows_of(studio: Studio, table: str, user_id: str) -> int:
    with psycopg.connect(studio.settings.database_url) as connection:
        row = connection.execute(f"SELECT count(*) FROM {table} WHERE user_id = %s".encode(), (user_id,)).fetchone()
    assert row is not None
    return int(row[0])


def test_the_profile_says_who_one_is_and_nothing_secret(web: TestClient, account: Account) -> None:
    me = web.get("/v1/me", headers=account.headers).json()

    assert (me["id"], me["object"], me["email"], me["role"]) == (account.user_id, "user", account.email, "user")
    assert "account" in me["permissions"]
    assert not any("password" in name or "hash" in name for name in me)


def test_a_change_keeps_what_it_does_not_name(web: TestClient, account: Account) -> None:
    first = {"name": "Mira Lane", "picture_url": "https://example.com/me.png", "locale": "en-GB"}
    web.patch("/v1/me", json=first, headers=account.headers)

    changed = web.patch(
        "/v1/me", json={"preferences": {"theme": "dark"}, "picture_url": None}, headers=account.headers
    ).json()

    assert (changed["name"], changed["locale"]) == ("Mira Lane", "en-GB")
    assert (changed["preferences"], changed["picture_url"]) == ({"theme": "dark"}, None)
    assert web.get("/v1/me", headers=account.headers).json() == changed


def test_a_change_is_audited_with_old_and_new_values(web: TestClient, studio: Studio, account: Account) -> None:
    web.patch("/v1/me", json={"name": "Mira Lane"}, headers=account.headers)

    entry = studio.database.rows("export_audit", user_id=account.user_id, after="")[-1]

    assert entry["action"] == "user.profile_changed"
    assert (entry["old_values"]["name"], entry["new_values"]) == ("Mira", {"name": "Mira Lane"})
    assert entry["address"] == "testclient"


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("role", "super_admin"),
        ("email", "other@example.com"),
        ("email_verified", True),
        ("is_active", True),
        ("user_id", "user_owner"),
        ("credits", 1_000_000),
        ("password_hash", "x"),
        ("name", None),
        ("name", "a\u0000b"),
        ("picture_url", "http://example.com/me.png"),
        ("picture_url", "javascript:alert(1)"),
        ("locale", "english"),
        ("preferences", {"a": "\u0000"}),
        ("preferences", {"a": "x" * 20_000}),
        ("preferences", [1]),
    ],
)
def test_mass_assignment_role_credits_owner_and_what_does_not_fit_changes_nothing(
    web: TestClient, account: Account, field: str, value: object
) -> None:
    before = web.get("/v1/me", headers=account.headers).json()

    answer = web.patch("/v1/me", json={"locale": "fr", field: value}, headers=account.headers)

    assert answer.status_code == 422, answer.text
    assert web.get("/v1/me", headers=account.headers).json() == before


def test_a_username_is_ones_own_and_free_again_when_it_is_given_up(
    web: TestClient, account: Account, open_account: Callable[..., Account]
) -> None:
    other, name, next_name = open_account(), new_username(), new_username()
    assert web.patch("/v1/me", json={"username": name}, headers=account.headers).json()["username"] == name

    taken = web.patch("/v1/me", json={"username": name.upper()}, headers=other.headers)
    web.patch("/v1/me", json={"username": next_name}, headers=account.headers)
    free = web.patch("/v1/me", json={"username": name.upper()}, headers=other.headers)

    assert taken.json()["error"]["code"] == "username_taken"
    assert free.json()["username"] == name.upper()


def test_the_export_holds_everything_that_is_ones_own_and_no_secret(
    web: TestClient, account: Account, open_account: Callable[..., Account]
) -> None:
    stranger = open_account()
    jobs = [web.post("/v1/jobs", json=SPEECH, headers=account.headers).json()["id"] for _ in range(25)]
    web.post("/v1/jobs", json=SPEECH, headers=stranger.headers)
    key = web.post("/v1/api_keys", json={"name": "Mine"}, headers=account.headers).json()

    answer = web.get("/v1/me/export", headers=account.headers)

    export = json.loads(answer.text)
    assert answer.headers["content-disposition"] == 'attachment; filename="mutoscope.json"'
    assert export["profile"]["email"] == account.email
    assert [each["job_id"] for each in export["jobs"]] == jobs
    assert [each["session_id"] for each in export["sessions"]] == [account.tokens["session_id"]]
    assert [each["name"] for each in export["api_keys"]] == ["Mine"]
    assert {"user.registered", "session.opened"} <= {each["action"] for each in export["audit"]}
    assert stranger.user_id not in answer.text
    secrets = (key["secret"], "digest", "password_hash", "argon2", account.tokens["refresh_token"])
    assert not any(secret in answer.text for secret in secrets)


def test_the_export_tells_what_administrators_did_to_one_and_not_where_they_sat(
    client: TestClient, studio: Studio, account: Account
) -> None:
    boss = make_person(studio, "admin")
    change_role(studio, Actor(user_id=boss.user_id, address="10.0.0.1", agent="desk"), account.user_id, Role.CREATOR)

    answer = client.get("/v1/me/export", headers=account.headers)
    own = client.get("/v1/audit_log", headers=account.headers)

    told = next(each for each in answer.json()["audit"] if each["action"] == "user.role_changed")
    assert (told["new_values"], told["by_you"]) == ({"role": "creator"}, False)
    assert {each["by_you"] for each in answer.json()["audit"] if each != told} == {True}
    assert "10.0.0.1" not in answer.text + own.text
    assert "user.role_changed" in own.text


def test_the_export_of_an_administrator_holds_nothing_of_others(
    client: TestClient, studio: Studio, account: Account, open_account: Callable[..., Account]
) -> None:
    other = open_account()
    change_role(studio, Actor(user_id=make_admin(studio, account)), other.user_id, Role.CREATOR)

    answer = client.get("/v1/me/export", headers=account.headers)

    assert other.user_id not in answer.text


def test_a_deletion_takes_media_jobs_films_sessions_and_keys_along(
    web: TestClient, studio: Studio, letters: Letters, account: Account
) -> None:
    job_id = web.post("/v1/jobs", json=SPEECH, headers=account.headers).json()["id"]
    web.post("/v1/films", json={"script": "Hello.", "music": "none"}, headers=account.headers)
    web.post("/v1/api_keys", json={"name": "Mine"}, headers=account.headers)
    files = [f"{folder}/{account.user_id}/somewhere/a.txt" for folder in FOLDERS]
    for file in files:
        studio.media.put_bytes(file, b"mine", "text/plain")

    answer = web.request("DELETE", "/v1/me", json={"password": PASSWORD}, headers=account.headers)

    assert answer.json() == {"id": account.user_id, "object": "user.deleted", "deleted": True}
    assert web.get("/v1/me", headers=account.headers).status_code == 401
    assert find_job(studio.database, job_id) is None
    tables = ("users", "jobs", "films", "sessions", "api_keys", "one_time_tokens", "identities", "usernames")
    assert [rows_of(studio, table, account.user_id) for table in tables] == [0] * len(tables)
    assert [studio.media.stat(file) for file in files] == [None] * len(files)
    assert letters()[0].subject == "Your account is deleted"
    assert log_in(web, account.email).status_code == 401


def test_a_running_job_of_a_deleted_account_is_cancelled_and_leaves_nothing(
    web: TestClient, studio: Studio, account: Account
) -> None:
    web.post("/v1/jobs", json=SPEECH, headers=account.headers)
    message = studio.work.receive(wait=5)
    while message is not None and '"job"' not in message.body:
        message = studio.work.receive(wait=5)
    assert message is not None

    web.request("DELETE", "/v1/me", json={"password": PASSWORD}, headers=account.headers)
    take(studio, message)

    assert rows_of(studio, "jobs", account.user_id) == 0
    assert studio.media.stat(f"outputs/{account.user_id}/") is None


def test_what_a_late_stage_still_stored_is_deleted_by_the_errand_that_looks_again(
    web: TestClient, studio: Studio, account: Account
) -> None:
    web.request("DELETE", "/v1/me", json={"password": PASSWORD}, headers=account.headers)
    studio.media.put_bytes(f"stages/{account.user_id}/late/a.txt", b"late", "text/plain")

    finish_deletion(studio, account.user_id)

    assert studio.media.stat(f"stages/{account.user_id}/late/a.txt") is None


def test_a_deletion_that_was_cut_off_is_finished_by_the_errand(studio: Studio, account: Account) -> None:
    studio.database.row("begin_deletion", user_id=account.user_id, actor={})

    finish_deletion(studio, account.user_id)

    assert rows_of(studio, "users", account.user_id) == 0


def test_an_errand_for_a_deletion_that_never_began_deletes_nothing(
    web: TestClient, studio: Studio, account: Account
) -> None:
    finish_deletion(studio, account.user_id)

    assert web.get("/v1/me", headers=account.headers).status_code == 200


def test_audit_rows_stay_under_a_pseudonym_that_is_nobody(web: TestClient, studio: Studio, account: Account) -> None:
    session_id = account.tokens["session_id"]
    web.patch("/v1/me", json={"name": "Mira of Marsh Lane"}, headers=account.headers)
    web.request("DELETE", "/v1/me", json={"password": PASSWORD}, headers=account.headers)

    with psycopg.connect(studio.settings.database_url) as connection:
        kept = connection.execute("SELECT * FROM audit_log WHERE resource_id = %s", (session_id,)).fetchall()
        everything = str(connection.execute("SELECT * FROM audit_log").fetchall())

    assert kept
    for secret in (account.user_id, account.email, "Mira of Marsh Lane"):
        assert secret not in everything, secret


def test_a_deletion_needs_the_password_or_a_fresh_log_in(
    web: TestClient, studio: Studio, account: Account, open_account: Callable[..., Account]
) -> None:
    fresh = open_account()
    with psycopg.connect(studio.settings.database_url, autocommit=True) as connection:
        connection.execute(
            "UPDATE sessions SET created_at = now() - interval '15 minutes' WHERE user_id = %s", (account.user_id,)
        )

    answers = [
        web.request("DELETE", "/v1/me", headers=account.headers),
        web.request("DELETE", "/v1/me", json={"password": "a guess"}, headers=account.headers),
        web.request("DELETE", "/v1/me", headers=fresh.headers),
    ]

    assert [each.status_code for each in answers] == [403, 403, 200]
    assert rows_of(studio, "users", account.user_id) == 1


def test_a_key_deletes_its_owner_only_with_the_password(web: TestClient, account: Account) -> None:
    key = web.post("/v1/api_keys", json={"name": "Mine"}, headers=account.headers).json()["secret"]
    by_key: Mapping[str, str] = {"Authorization": f"Bearer {key}"}

    without = web.request("DELETE", "/v1/me", headers=by_key)
    with_it = web.request("DELETE", "/v1/me", json={"password": PASSWORD}, headers=by_key)

    assert (without.json()["error"]["code"], with_it.status_code) == ("proof_needed", 200)


def test_an_address_of_a_deleted_account_is_free(
    web: TestClient, account: Account, open_account: Callable[..., Account]
) -> None:
    web.request("DELETE", "/v1/me", json={"password": PASSWORD}, headers=account.headers)

    again = open_account(account.email)

    assert web.get("/v1/me", headers=again.headers).json()["id"] == again.user_id


def test_preferences_that_are_nested_beyond_reason_are_refused(web: TestClient, account: Account) -> None:
    nested: dict[str, object] = {}
    for _ in range(100):
        nested = {"a": nested}

    answer = web.patch("/v1/me", json={"preferences": nested}, headers=account.headers)

    assert answer.status_code == 422
    assert "nested" in answer.json()["error"]["message"]


def test_a_key_exports_only_what_it_may_read(client: TestClient, studio: Studio) -> None:
    person = make_person(studio, "user", scopes=["account"])

    answer = client.get("/v1/me/export", headers=person.headers)

    assert (answer.status_code, answer.json()["error"]["code"]) == (403, "permission_denied")
