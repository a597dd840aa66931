"""What stays of whoever leaves: that something was done, and nothing that tells who did it."""

from collections.abc import Callable, Iterator
from typing import Any

import psycopg
import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from psycopg.rows import dict_row

from mutoscope.accounts.errand_messages import FarewellErrand
from mutoscope.accounts.errands import run_errand
from mutoscope.accounts.users import find_user_by_email
from mutoscope.adapters.aws.s3_mailbox import S3Mailbox
from mutoscope.adapters.http.caller import current_studio
from mutoscope.ports import Mail
from mutoscope.studio import Studio
from tests.functions.tenants import make_person
from tests.functions.users.people import (
    PASSWORD,
    Account,
    Letters,
    bearer,
    new_email,
    new_username,
    register,
    token_in,
)

Entries = Callable[..., list[dict[str, Any]]]


@pytest.fixture
def api(whole_api: FastAPI, studio: Studio) -> Iterator[TestClient]:
    """All routes, asked by nobody in particular."""
    whole_api.dependency_overrides = {current_studio: lambda: studio}
    with TestClient(whole_api) as opened:
        yield opened


@pytest.fixture
def entries(studio: Studio) -> Entries:
    """Rows of the audit log by a condition."""

    def read(condition: str, *values: object) -> list[dict[str, Any]]:
        with psycopg.connect(studio.settings.database_url, row_factory=dict_row) as connection:
            return connection.execute(f"SELECT * FROM audit_log WHERE {condition}".encode(), values).fetchall()

    return read


def leave(api: TestClient, headers: dict[str, str]) -> None:
    answer = api.request("DELETE", "/v1/me", json={"password": PASSWORD}, headers=headers)
    assert answer.status_code == 200, answer.text


def test_a_farewell_leaves_no_address_no_file_name_no_letter_and_no_username(
    api: TestClient, studio: Studio, letters: Letters, entries: Entries, picture: bytes
) -> None:
    email, username, in_vain = new_email(), new_username(), new_username()
    register(api, email, username=username)
    token = token_in(letters()[0])
    tokens = api.post("/v1/auth/verify-email", json={"token": token, "password": PASSWORD}).json()
    api.put("/v1/inputs/passport-of-mira.png", content=picture, headers=bearer(tokens))
    register(api, email, username=in_vain)
    written = [entry["entry_id"] for entry in entries("about = %s", tokens["user_id"])]

    leave(api, bearer(tokens))
    after_it = letters()
    run_errand(studio, FarewellErrand(user_id=tokens["user_id"], emails=[email]), 1)

    left = entries("entry_id = ANY(%s)", written)
    assert {entry["action"] for entry in left} >= {"user.registered", "input.stored", "session.opened"}
    for entry in left:
        assert {entry[name] for name in ("address", "agent", "old_values", "new_values", "key_id")} == {None}, entry
        assert "passport" not in entry["resource_id"]
    assert [letter.subject for letter in after_it] == ["Your account is deleted"]
    assert letters() == []
    assert [register(api, new_email(), username=name).status_code for name in (username, in_vain)] == [200, 200]


def test_what_an_administrator_did_to_others_stays_when_the_administrator_leaves(
    api: TestClient, studio: Studio, entries: Entries
) -> None:
    boss, person = make_person(studio, "super_admin"), make_person(studio, "user")
    make_person(studio, "super_admin")
    api.put(f"/v1/admin/users/{person.user_id}/role", json={"role": "creator"}, headers=boss.headers)

    leave(api, boss.headers)

    (entry,) = entries("about = %s AND action = 'user.role_changed'", person.user_id)
    assert (entry["old_values"], entry["new_values"]) == ({"role": "user"}, {"role": "creator"})
    assert entry["resource_id"] == person.user_id
    assert entry["user_id"].startswith("gone_")
    assert {entry[name] for name in ("address", "agent", "session_id", "key_id")} == {None}


def test_a_refund_is_in_the_log_of_whoever_got_it_and_stays_when_the_administrator_leaves(
    api: TestClient, studio: Studio, entries: Entries, fund: Callable[[str], None], drain: Callable[[], int]
) -> None:
    boss, person = make_person(studio, "super_admin"), make_person(studio, "user")
    make_person(studio, "super_admin")
    fund(person.user_id)
    speech = {"kind": "speech", "input": {"input": "Hello."}}
    job_id = api.post("/v1/jobs", json=speech, headers=person.headers).json()["id"]
    drain()
    refund = api.post(f"/v1/admin/jobs/{job_id}/refund", json={"reason": "thanks"}, headers=boss.headers)
    assert refund.status_code == 200, refund.text
    told = api.get("/v1/audit_log", headers=person.headers).json()["data"][0]

    leave(api, boss.headers)

    (entry,) = entries("resource_id = %s AND action = 'job.refunded'", job_id)
    assert (entry["about"], entry["new_values"]["reason"]) == (person.user_id, "thanks")
    assert entry["user_id"].startswith("gone_")
    assert (told["action"], told["address"]) == ("job.refunded", None)


def test_where_an_administrator_sat_stays_when_somebody_else_leaves(
    api: TestClient, studio: Studio, entries: Entries
) -> None:
    boss, person = make_person(studio, "super_admin"), make_person(studio, "user")
    api.put(f"/v1/admin/users/{person.user_id}/role", json={"role": "creator"}, headers=boss.headers)

    leave(api, person.headers)

    (entry,) = entries("user_id = %s AND action = 'user.role_changed'", boss.user_id)
    assert entry["about"] == entry["resource_id"]
    assert entry["about"].startswith("gone_")
    assert (entry["address"], entry["agent"]) == ("testclient", "testclient")
    assert (entry["old_values"], entry["new_values"]) == (None, None)


def test_letters_to_an_address_that_is_somebody_elses_by_now_stay(
    web: TestClient, studio: Studio, letters: Letters, account: Account, open_account: Callable[..., Account]
) -> None:
    given_up = account.email
    web.post("/v1/me/email", json={"email": new_email(), "password": PASSWORD}, headers=account.headers)
    web.post("/v1/auth/email/confirm", json={"token": token_in(letters()[0])})
    open_account(given_up)
    S3Mailbox(studio.settings).send(Mail(given_up, "For the new one", "", ""))

    leave(web, account.headers)

    assert "For the new one" in [letter.subject for letter in letters()]


def test_letters_to_an_earlier_address_go_as_well(web: TestClient, letters: Letters, account: Account) -> None:
    web.post("/v1/me/email", json={"email": new_email(), "password": PASSWORD}, headers=account.headers)
    web.post("/v1/auth/email/confirm", json={"token": token_in(letters()[0])})
    assert account.email in [letter.to for letter in letters()]

    leave(web, account.headers)

    assert account.email not in [letter.to for letter in letters()]


@pytest.mark.parametrize(("days", "free"), [(29, False), (31, True)])
def test_an_account_that_nobody_confirmed_lapses_after_thirty_days(
    web: TestClient, studio: Studio, days: int, free: bool
) -> None:
    email, username = new_email(), new_username()
    register(web, email, username=username)
    age(studio, "users SET created_at", days, "username_key", username)

    answer = register(web, new_email(), username=username)

    assert answer.status_code == (200 if free else 422)
    assert (find_user_by_email(studio.database, email) is None) == free


@pytest.mark.parametrize(("days", "free"), [(29, False), (31, True)])
def test_a_username_that_was_asked_for_with_a_known_address_comes_free_with_it(
    web: TestClient, studio: Studio, account: Account, days: int, free: bool
) -> None:
    username = new_username()
    register(web, account.email, username=username)
    age(studio, "usernames SET asked_at", days, "username_key", username)

    answer = web.patch("/v1/me", json={"username": username}, headers=account.headers)

    assert answer.status_code == (200 if free else 422)


def test_an_account_that_was_confirmed_never_lapses(web: TestClient, studio: Studio, account: Account) -> None:
    mine = new_username()
    web.patch("/v1/me", json={"username": mine}, headers=account.headers)
    age(studio, "users SET created_at", 4000, "username_key", mine)

    answer = register(web, new_email(), username=mine)

    assert answer.json()["error"]["code"] == "username_taken"


def age(studio: Studio, what: str, days: int, column: str, value: str) -> None:
    with psycopg.connect(studio.settings.database_url, autocommit=True) as connection:
        statement = f"UPDATE {what} = now() - make_interval(days => %s) WHERE {column} = %s"
        assert connection.execute(statement.encode(), (days, value)).rowcount == 1
