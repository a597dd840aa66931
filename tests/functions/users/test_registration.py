"""Opening an account: one for an address however it is written and however often, and nobody learns who has one."""

import secrets
import unicodedata
from concurrent.futures import ThreadPoolExecutor

import pytest
from fastapi.testclient import TestClient

from mutoscope.accounts.email_address import read_email
from mutoscope.accounts.users import find_user_by_email
from mutoscope.studio import Studio
from tests.functions.users.people import PASSWORD, Account, Letters, log_in, new_email, register, token_in


def test_an_account_opens_with_the_link_from_the_letter_and_the_password(web: TestClient, letters: Letters) -> None:
    email = new_email()

    registered = register(web, email)
    before = log_in(web, email)
    (letter,) = letters()
    opened = web.post("/v1/auth/verify-email", json={"token": token_in(letter), "password": PASSWORD})

    assert (registered.status_code, before.status_code, opened.status_code) == (200, 401, 200)
    assert letter.to == email
    assert log_in(web, email).status_code == 200


def test_a_link_opens_an_account_once(web: TestClient, letters: Letters) -> None:
    register(web, new_email())
    body = {"token": token_in(letters()[0]), "password": PASSWORD}

    first, second = (web.post("/v1/auth/verify-email", json=body) for _ in range(2))

    assert (first.status_code, second.status_code) == (200, 422)
    assert second.json()["error"]["code"] == "token_spent"


def test_the_link_alone_does_not_open_what_a_stranger_registered(web: TestClient, letters: Letters) -> None:
    """A stranger registers somebody's address and waits for its owner to click: the owner knows no such password."""
    email = new_email()
    register(web, email, password="the stranger's secret")

    clicked = web.post("/v1/auth/verify-email", json={"token": token_in(letters()[0]), "password": PASSWORD})

    assert clicked.status_code == 401
    assert log_in(web, email, "the stranger's secret").status_code == 401


def test_two_registrations_with_one_e_mail_case_and_unicode_variants_are_one_user_and_no_enumeration(
    web: TestClient, studio: Studio, letters: Letters
) -> None:
    local = f"jose\u0301.{secrets.token_hex(6)}"
    variants = [
        f"{local}@Exämple.com",
        f"{unicodedata.normalize('NFC', local)}@exämple.com",
        f"{local.upper()}@EXÄMPLE.COM",
        f"{local}@xn--exmple-cua.com",
        f"  {local}＠exämple．com ",
        "".join(chr(ord(each) + 0xFEE0) if each.isascii() and each.isalnum() else each for each in local)
        + "@exämple.com",
    ]

    with ThreadPoolExecutor(len(variants)) as threads:
        answers = list(threads.map(lambda email: register(web, email), variants))

    assert [answer.status_code for answer in answers] == [200] * len(variants), [each.text for each in answers]
    assert {answer.json()["status"] for answer in answers} == {"sent_if_it_is_yours"}
    keys = {read_email(email).key for email in variants}
    assert len(keys) == 1
    rows = studio.database.rows("user_by_email", email_key=keys.pop())
    assert len(rows) == 1
    assert len({letter.subject for letter in letters()}) == 1


def test_a_known_address_is_answered_as_a_new_one_and_its_owner_is_told(
    web: TestClient, studio: Studio, letters: Letters, account: Account
) -> None:
    known = account.email

    answers = [register(web, known), register(web, new_email())]

    shapes = [(each.status_code, sorted(each.json()), each.json()["status"]) for each in answers]
    assert shapes[0] == shapes[1]
    told = next(letter for letter in letters() if letter.to == known)
    assert told.subject == "You have a Mutoscope account already"


def test_a_username_is_taken_whether_or_not_the_address_it_was_asked_for_with_was_known(
    web: TestClient, account: Account
) -> None:
    """Else asking for it again would tell whether the first registration made a user."""
    known, fresh = (f"u{secrets.token_hex(6)}" for _ in range(2))
    register(web, account.email, username=known)
    register(web, new_email(), username=fresh)

    answers = [register(web, new_email(), username=name.upper()) for name in (known, fresh)]

    assert [each.json()["error"]["code"] for each in answers] == ["username_taken", "username_taken"]


def test_the_same_registration_sent_again_is_answered_as_the_first_was(web: TestClient) -> None:
    email, username = new_email(), f"u{secrets.token_hex(6)}"

    answers = [register(web, email, username=username) for _ in range(2)]

    assert [each.status_code for each in answers] == [200, 200]


def test_a_new_letter_is_sent_to_an_address_that_was_not_confirmed(
    web: TestClient, letters: Letters, studio: Studio
) -> None:
    email = new_email()
    register(web, email)
    letters()

    answers = [web.post("/v1/auth/verify-email/resend", json={"email": each}) for each in (email, new_email())]

    assert [each.status_code for each in answers] == [200, 200]
    assert len(letters()) == 1, "a second letter within a minute would be one too many"


@pytest.mark.parametrize(
    ("field", "value", "code"),
    [
        ("email", "nobody", "email_invalid"),
        ("email", "a@b", "email_invalid"),
        ("email", "a b@example.com", "email_invalid"),
        ("email", "a@example.com\nBcc: b@example.com", "email_invalid"),
        ("email", "Mira <mira@example.com>", "email_invalid"),
        ("username", "ab", "invalid_input"),
        ("username", "mira lane", "invalid_input"),
        ("username", "мира-лан", "invalid_input"),
        ("name", "", "invalid_input"),
        ("name", "\u200b\u200e", "invalid_input"),
        ("name", "Mira\nLane", "invalid_input"),
        ("name", "\u202eenaL ariM", "invalid_input"),
        ("name", "Mira\u200b Lane", "invalid_input"),
        ("name", "Mira\u2066Lane", "invalid_input"),
        ("name", "Mira\u00adLane", "invalid_input"),
        ("name", "Mira\ufeff", "invalid_input"),
        ("name", "Mira \u200d Lane", "invalid_input"),
        ("name", "Mira\u3164", "invalid_input"),
        ("name", "\u2800", "invalid_input"),
        ("name", "Mira\ufe0f", "invalid_input"),
        ("name", "Mira\U000e0041", "invalid_input"),
        ("password", "short", "invalid_input"),
        ("password", "aaaaaaaaaaaa", "password_weak"),
        ("password", "password123", "password_weak"),
        ("password", "x" * 257, "invalid_input"),
        ("role", "super_admin", "invalid_input"),
        ("user_id", "user_owner", "invalid_input"),
        ("email_verified", True, "invalid_input"),
    ],
)
def test_what_does_not_fit_is_refused_with_its_field(web: TestClient, field: str, value: object, code: str) -> None:
    answer = register(web, **{"email": new_email(), field: value})  # type: ignore[arg-type]

    assert answer.status_code == 422
    error = answer.json()["error"]
    assert (error["code"], error["param"]) == (code, field)


def test_nothing_that_is_refused_leaves_a_user(web: TestClient, studio: Studio) -> None:
    email = new_email()

    register(web, email, password="aaaaaaaaaaaa")

    assert find_user_by_email(studio.database, read_email(email).key) is None


@pytest.mark.parametrize("name", ["مهدی‌زاده", "क्‍ष", "Zoë", "葛\U000e0100城", "Ann ❤️", "👩‍👧 home", "Nguyễn Thị"])
def test_a_name_may_be_written_in_any_script(web: TestClient, name: str) -> None:
    assert register(web, new_email(), name=name).status_code == 200
