"""Logging in: one answer for every failure, slower after each, and an owner who is never kept out for good."""

import psycopg
import pytest
from fastapi.testclient import TestClient
from pwdlib.hashers.argon2 import Argon2Hasher

from mutoscope.accounts import login, passwords
from mutoscope.accounts.email_address import read_email
from mutoscope.accounts.passwords import hash_password
from mutoscope.accounts.users import find_user_by_email
from mutoscope.studio import Studio
from tests.functions.users.people import PASSWORD, Account, Letters, bearer, log_in, new_email, register, token_in


def test_whoever_logs_in_may_use_the_tokens(web: TestClient, account: Account) -> None:
    answer = log_in(web, account.email)

    tokens = answer.json()
    assert answer.status_code == 200
    assert answer.headers["cache-control"] == "no-store"
    assert (tokens["token_type"], tokens["expires_in"], tokens["csrf_token"]) == ("Bearer", 900, None)
    assert web.get("/v1/me", headers=bearer(tokens)).json()["email"] == account.email


def test_an_address_is_known_in_every_spelling(web: TestClient, account: Account) -> None:
    assert log_in(web, f"  {account.email.upper()} ").status_code == 200


def test_no_failure_tells_what_was_wrong(web: TestClient, account: Account) -> None:
    unconfirmed = new_email()
    register(web, unconfirmed)

    answers = [
        log_in(web, account.email, "not the password"),
        log_in(web, new_email(), PASSWORD),
        log_in(web, unconfirmed, PASSWORD),
    ]

    bodies = [{**each.json()["error"], "request_id": ""} for each in answers]
    assert {each.status_code for each in answers} == {401}
    assert bodies[0] == bodies[1] == bodies[2]


def test_an_unknown_address_costs_the_same_work_as_a_known_one(
    web: TestClient, account: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Counted, not timed: a digest is checked in either case, against a stored one or against nobody's."""
    checked: list[str | None] = []
    real = login.check_password
    monkeypatch.setattr(login, "check_password", lambda given, stored: checked.append(stored) or real(given, stored))

    log_in(web, account.email, "not the password")
    log_in(web, new_email(), "not the password")

    assert len(checked) == 2
    assert checked[1] is None


@pytest.mark.parametrize("known", [True, False])
def test_wrong_passwords_make_the_next_one_wait_whether_or_not_there_is_an_account(
    web: TestClient, account: Account, known: bool
) -> None:
    email = account.email if known else new_email()

    answers = [log_in(web, email, f"guess {number}") for number in range(6)]

    assert [each.status_code for each in answers] == [401] * 5 + [429]
    assert answers[-1].json()["error"]["code"] == "too_many_attempts"
    assert int(answers[-1].headers["retry-after"]) >= 1


def test_the_right_password_before_that_begins_the_count_anew(web: TestClient, account: Account) -> None:
    for _ in range(2):
        for number in range(4):
            log_in(web, account.email, f"guess {number}")

        assert log_in(web, account.email).status_code == 200


def test_waits_grow_to_a_quarter_of_an_hour_and_no_further(web: TestClient, studio: Studio) -> None:
    waits = []
    for _ in range(18):
        email = read_email("somebody@example.org")
        account = f"waits-{studio.settings.bucket}"
        values = {"account": account, "address": "192.0.2.7", "email_key": email.key}
        row = studio.database.row("begin_login_attempt", **values)
        assert row is not None
        waits.append(row["wait"])
        # The wait is over at once, the count of failures stays.
        _execute(studio, "UPDATE login_attempts SET free_at = now() WHERE account = %s AND address <> ''", account)
        last = _value(
            studio, "SELECT failures FROM login_attempts WHERE account = %s AND address = '192.0.2.7'", account
        )

    assert waits == [0] * 18
    assert last == 18
    studio.database.row("begin_login_attempt", account=account, address="192.0.2.7", email_key=email.key)
    seconds = _value(
        studio,
        "SELECT extract(epoch FROM free_at - last_at) FROM login_attempts WHERE account = %s AND address <> ''",
        account,
    )
    assert float(seconds) == pytest.approx(900, abs=1)


def test_guessers_elsewhere_do_not_keep_out_the_owner_at_a_known_address(
    web: TestClient, studio: Studio, account: Account
) -> None:
    """The account is being guessed at from everywhere; its owner comes from where a session of theirs was last used."""
    digest = login.token_digest(studio.settings, f"account:{account.email}")
    _execute(
        studio,
        "INSERT INTO login_attempts (account, address, failures, free_at)"
        " VALUES (%s, '', 1000, now() + interval '1 minute')",
        digest,
    )

    assert log_in(web, account.email).status_code == 200


def test_a_link_from_the_mail_lets_the_owner_in_whatever_others_do(
    web: TestClient, letters: Letters, account: Account
) -> None:
    for number in range(6):
        log_in(web, account.email, f"guess {number}")
    web.post("/v1/auth/password/reset", json={"email": account.email})
    body = {"token": token_in(letters()[0]), "new_password": "another lantern altogether"}

    answer = web.post("/v1/auth/password/reset/confirm", json=body)

    assert answer.status_code == 200
    assert web.get("/v1/me", headers=bearer(answer.json())).status_code == 200
    assert log_in(web, account.email, "another lantern altogether").status_code == 200


def test_a_deactivated_account_is_let_in_by_nothing(
    web: TestClient, studio: Studio, letters: Letters, account: Account
) -> None:
    _execute(studio, "UPDATE users SET is_active = false WHERE user_id = %s", account.user_id)

    logged_in = log_in(web, account.email)
    refreshed = web.post("/v1/auth/refresh", json={"refresh_token": account.tokens["refresh_token"]})
    web.post("/v1/auth/password/reset", json={"email": account.email})

    assert (logged_in.status_code, logged_in.json()["error"]["code"]) == (403, "account_deactivated")
    assert refreshed.status_code == 401
    assert "Set a new password" not in {letter.subject for letter in letters()}


def test_a_digest_of_older_parameters_is_renewed_at_log_in(web: TestClient, studio: Studio, account: Account) -> None:
    old = "$argon2id$v=19$m=8192,t=1,p=1$" + _weakly_hashed(PASSWORD)
    _execute(studio, "UPDATE users SET password_hash = %s WHERE user_id = %s", old, account.user_id)

    answer = log_in(web, account.email)

    user = find_user_by_email(studio.database, account.email)
    assert answer.status_code == 200
    assert user is not None
    assert user.password_hash is not None
    assert user.password_hash.split("$")[3] == hash_password("any").split("$")[3]


def _weakly_hashed(password: str) -> str:
    from pwdlib.hashers.argon2 import Argon2Hasher

    return Argon2Hasher(time_cost=1, memory_cost=8192, parallelism=1).hash(password).split("$", 4)[4]


def _execute(studio: Studio, statement: str, *values: str) -> None:
    with psycopg.connect(studio.settings.database_url, autocommit=True) as connection:
        connection.execute(statement.encode(), values)


def _value(studio: Studio, statement: str, *values: str) -> object:
    with psycopg.connect(studio.settings.database_url) as connection:
        row = connection.execute(statement.encode(), values).fetchone()
    assert row is not None
    return row[0]


@pytest.mark.parametrize("headers", [{}, {"Authorization": "Bearer wrong"}, {"Authorization": "Basic eDp5"}])
def test_whoever_is_not_let_in_is_told_the_way_in(web: TestClient, headers: dict[str, str]) -> None:
    answers = [web.get("/v1/me", headers=headers), log_in(web, new_email())]

    assert [(each.status_code, each.headers["www-authenticate"]) for each in answers] == [
        (401, 'Bearer realm="mutoscope"')
    ] * 2


def test_the_first_log_in_of_a_process_digests_once_whether_or_not_the_address_is_known(
    web: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is checked in the place of a stored digest is made of random bytes, and is none of any password."""
    digested: list[str] = []
    monkeypatch.setattr(passwords._hasher(), "hash", digested.append)

    log_in(web, new_email())

    assert digested == []
    assert passwords._NOBODYS.rpartition("$")[0].rpartition("$")[0] == hash_password_header()


def hash_password_header() -> str:
    """The parameters of a digest that is made today, without salt and digest."""
    return Argon2Hasher(time_cost=3, memory_cost=19_456, parallelism=1).hash("x").rpartition("$")[0].rpartition("$")[0]
