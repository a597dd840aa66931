"""Passwords and addresses: changed by their owner alone, by proof or by mail, and told to whoever should know."""

from typing import Any

import psycopg
import pytest
from fastapi.testclient import TestClient

from mutoscope.studio import Studio
from tests.functions.tenants import make_person
from tests.functions.users.people import PASSWORD, Account, Letters, bearer, log_in, new_email, register, token_in

NEW = "seven herons at low tide"


def age(studio: Studio, account: Account) -> None:
    """The account's log-ins lie a quarter of an hour back."""
    with psycopg.connect(studio.settings.database_url, autocommit=True) as connection:
        connection.execute(
            "UPDATE sessions SET created_at = now() - interval '15 minutes' WHERE user_id = %s", (account.user_id,)
        )


def test_a_changed_password_ends_all_other_sessions(web: TestClient, letters: Letters, account: Account) -> None:
    other = log_in(web, account.email).json()

    answer = web.post("/v1/me/password", json={"password": PASSWORD, "new_password": NEW}, headers=account.headers)

    assert answer.status_code == 200
    assert web.get("/v1/me", headers=account.headers).status_code == 200
    assert web.get("/v1/me", headers=bearer(other)).status_code == 401
    assert [log_in(web, account.email, each).status_code for each in (PASSWORD, NEW)] == [401, 200]
    assert letters()[0].subject == "Your password was changed"


def test_a_password_is_not_changed_by_somebody_at_an_unlocked_screen(
    web: TestClient, studio: Studio, account: Account
) -> None:
    age(studio, account)

    without = web.post("/v1/me/password", json={"new_password": NEW}, headers=account.headers)
    wrong = web.post("/v1/me/password", json={"password": "a guess", "new_password": NEW}, headers=account.headers)

    assert (without.status_code, without.json()["error"]["code"]) == (403, "proof_needed")
    assert (wrong.status_code, wrong.json()["error"]["code"]) == (403, "password_wrong")
    assert log_in(web, account.email).status_code == 200


def test_guessing_at_an_unlocked_screen_is_slowed_down_too(web: TestClient, account: Account) -> None:
    body = {"password": "a guess", "new_password": NEW}

    answers = [web.post("/v1/me/password", json=body, headers=account.headers) for _ in range(6)]

    assert [each.status_code for each in answers] == [403] * 5 + [429]


@pytest.mark.parametrize("weak", ["mmmmmmmmmmmm", "{email}", "short"])
def test_a_weak_new_password_is_refused(web: TestClient, account: Account, weak: str) -> None:
    body = {"password": PASSWORD, "new_password": weak.format(email=account.email)}

    answer = web.post("/v1/me/password", json=body, headers=account.headers)

    assert (answer.status_code, answer.json()["error"]["param"]) == (422, "new_password")


def test_a_reset_is_answered_alike_whether_or_not_there_is_an_account(
    web: TestClient, letters: Letters, account: Account
) -> None:
    stranger = new_email()

    answers = [web.post("/v1/auth/password/reset", json={"email": each}) for each in (account.email, stranger)]

    assert [(each.status_code, each.json()["status"]) for each in answers] == [(200, "sent_if_it_is_yours")] * 2
    assert stranger not in {letter.to for letter in letters()}
    assert letters()[0].to == account.email


def test_a_reset_sets_the_password_once_ends_all_sessions_and_logs_in(
    web: TestClient, letters: Letters, account: Account
) -> None:
    web.post("/v1/auth/password/reset", json={"email": account.email})
    body = {"token": token_in(letters()[0]), "new_password": NEW}

    first, second = (web.post("/v1/auth/password/reset/confirm", json=body) for _ in range(2))

    assert (first.status_code, second.status_code) == (200, 422)
    assert web.get("/v1/me", headers=account.headers).status_code == 401
    assert web.get("/v1/me", headers=bearer(first.json())).status_code == 200
    assert log_in(web, account.email, NEW).status_code == 200


def test_a_reset_opens_an_account_that_a_stranger_registered_to_its_owner(web: TestClient, letters: Letters) -> None:
    email = new_email()
    register(web, email, password="the stranger's secret")
    web.post("/v1/auth/password/reset", json={"email": email})
    body = {"token": token_in(letters()[0]), "new_password": NEW}

    web.post("/v1/auth/password/reset/confirm", json=body)

    assert [log_in(web, email, each).status_code for each in ("the stranger's secret", NEW)] == [401, 200]


@pytest.mark.parametrize("hours", [1, 25])
def test_a_link_is_worth_nothing_after_its_time(
    web: TestClient, studio: Studio, letters: Letters, account: Account, hours: int
) -> None:
    web.post("/v1/auth/password/reset", json={"email": account.email})
    token = token_in(letters()[0])
    with psycopg.connect(studio.settings.database_url, autocommit=True) as connection:
        connection.execute(
            "UPDATE one_time_tokens SET expires_at = expires_at - make_interval(hours => %s) WHERE user_id = %s",
            (hours, account.user_id),
        )

    answer = web.post("/v1/auth/password/reset/confirm", json={"token": token, "new_password": NEW})

    assert answer.json()["error"]["code"] == "token_spent"


def test_a_link_serves_its_own_purpose_only(web: TestClient, letters: Letters, account: Account) -> None:
    web.post("/v1/auth/password/reset", json={"email": account.email})
    token = token_in(letters()[0])

    answers = [
        web.post("/v1/auth/verify-email", json={"token": token, "password": PASSWORD}),
        web.post("/v1/auth/email/confirm", json={"token": token}),
    ]

    assert [each.json()["error"]["code"] for each in answers] == ["token_spent", "token_spent"]


def test_nobodys_inbox_is_filled_by_asking_again_and_again(web: TestClient, letters: Letters, account: Account) -> None:
    before = len(letters())

    for _ in range(5):
        web.post("/v1/auth/password/reset", json={"email": account.email})

    assert len(letters()) == before + 1


def test_a_letter_that_is_sent_twice_holds_the_same_link(
    web: TestClient, studio: Studio, letters: Letters, account: Account
) -> None:
    web.post("/v1/auth/password/reset", json={"email": account.email})
    errand = studio.errands.receive(wait=5)
    assert errand is not None
    studio.errands.send(errand.body)
    studio.errands.send(errand.body)

    first, second = letters()[:2]

    assert token_in(first) == token_in(second)


def test_an_address_changes_once_the_new_one_is_confirmed_and_the_old_one_is_told(
    web: TestClient, letters: Letters, account: Account
) -> None:
    address = new_email()
    asked = web.post("/v1/me/email", json={"email": address, "password": PASSWORD}, headers=account.headers)
    before = log_in(web, address).status_code
    letter = letters()[0]

    confirmed = web.post("/v1/auth/email/confirm", json={"token": token_in(letter)})

    assert (asked.status_code, before, letter.to) == (200, 401, address)
    assert confirmed.json()["email"] == address
    assert [log_in(web, each).status_code for each in (account.email, address)] == [401, 200]
    told = letters()[0]
    assert (told.to, told.subject) == (account.email, "Your address was changed")


def test_a_new_password_ends_a_change_of_address_that_was_begun_before_it(
    web: TestClient, letters: Letters, account: Account
) -> None:
    web.post("/v1/me/email", json={"email": new_email(), "password": PASSWORD}, headers=account.headers)
    letter = letters()[0]
    web.post("/v1/me/password", json={"password": PASSWORD, "new_password": NEW}, headers=account.headers)

    answer = web.post("/v1/auth/email/confirm", json={"token": token_in(letter)})

    assert answer.status_code == 422
    assert web.get("/v1/me", headers=account.headers).json()["email"] == account.email


def test_somebody_who_is_logged_in_is_shut_out_with_all_sessions(
    web: TestClient, client: TestClient, studio: Studio, account: Account
) -> None:
    head = make_person(studio, "super_admin")

    answer = client.put(f"/v1/admin/users/{account.user_id}/activity", json={"is_active": False}, headers=head.headers)

    assert answer.status_code == 200
    assert web.get("/v1/me", headers=account.headers).status_code == 401
    assert log_in(web, account.email).status_code != 200


def test_an_address_of_somebody_else_is_not_taken_over(
    web: TestClient, letters: Letters, account: Account, open_account: Any
) -> None:
    """The letter goes to the owner of that address; even their click moves nothing between accounts."""
    other = open_account()
    asked = web.post("/v1/me/email", json={"email": other.email, "password": PASSWORD}, headers=account.headers)

    confirmed = web.post("/v1/auth/email/confirm", json={"token": token_in(letters()[0])})

    assert asked.status_code == 200
    assert confirmed.json()["error"]["code"] == "email_taken"
    assert web.get("/v1/me", headers=other.headers).json()["email"] == other.email


def test_links_to_the_old_address_die_with_it(web: TestClient, letters: Letters, account: Account) -> None:
    web.post("/v1/auth/password/reset", json={"email": account.email})
    reset = token_in(letters()[0])
    web.post("/v1/me/email", json={"email": new_email(), "password": PASSWORD}, headers=account.headers)
    web.post("/v1/auth/email/confirm", json={"token": token_in(letters()[0])})

    answer = web.post("/v1/auth/password/reset/confirm", json={"token": reset, "new_password": NEW})

    assert answer.json()["error"]["code"] == "token_spent"


def key_of(web: TestClient, account: Account) -> dict[str, str]:
    """The header of a new key of the account that has been used."""
    secret = web.post("/v1/api_keys", json={"name": "Mine"}, headers=account.headers).json()["secret"]
    headers = {"Authorization": f"Bearer {secret}"}
    assert web.get("/v1/me", headers=headers).status_code == 200
    return headers


@pytest.mark.parametrize(("option", "status"), [({}, 401), ({"revoke_api_keys": False}, 200)])
def test_a_reset_ends_the_keys_that_somebody_made_unless_their_owner_knows_them(
    web: TestClient, letters: Letters, account: Account, option: dict[str, bool], status: int
) -> None:
    key = key_of(web, account)
    web.post("/v1/auth/password/reset", json={"email": account.email})

    web.post("/v1/auth/password/reset/confirm", json={"token": token_in(letters()[0]), "new_password": NEW, **option})

    assert web.get("/v1/me", headers=key).status_code == status


@pytest.mark.parametrize(("option", "status"), [({}, 200), ({"revoke_api_keys": True}, 401)])
def test_a_change_of_password_ends_the_keys_if_that_is_wanted(
    web: TestClient, studio: Studio, account: Account, option: dict[str, bool], status: int
) -> None:
    key = key_of(web, account)
    body = {"password": PASSWORD, "new_password": NEW, **option}

    web.post("/v1/me/password", json=body, headers=account.headers)

    assert web.get("/v1/me", headers=key).status_code == status
    log = studio.database.rows("export_audit", user_id=account.user_id, after="")
    assert ("api_key.revoked" in [entry["action"] for entry in log]) == (status == 401)
