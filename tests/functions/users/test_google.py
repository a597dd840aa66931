"""Logging in by way of an OpenID provider: the real code flow over HTTP, and every lie such a provider can tell."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from httpx import Response
from pydantic import SecretStr

from functions.users.routes import router as users
from mutoscope.adapters.http.app import create_app
from mutoscope.adapters.http.caller import current_studio
from mutoscope.studio import Studio
from tests.functions.users.openid_server import CLIENT_ID, CLIENT_SECRET, OpenIdServer, serving
from tests.functions.users.people import PASSWORD, Account, Letters, log_in, new_email, register

PROVIDER = OpenIdServer()


@pytest.fixture
def provider() -> Iterator[OpenIdServer]:
    person = {"sub": new_email(), "email": new_email(), "email_verified": True, "name": "Mira Lane"}
    with serving(replace(PROVIDER, person=person)) as server:
        yield server


@pytest.fixture(scope="module")
def accounts_api() -> FastAPI:
    return create_app([users])


@pytest.fixture
def browser(accounts_api: FastAPI, studio: Studio, provider: OpenIdServer) -> Iterator[TestClient]:
    """A browser at a studio that lets people in by way of the provider."""
    changed = {
        "google_issuer": provider.issuer,
        "google_client_id": CLIENT_ID,
        "google_client_secret": SecretStr(CLIENT_SECRET),
        "web_url": "http://testserver",
    }
    other = replace(studio, settings=studio.settings.model_copy(update=changed))
    accounts_api.dependency_overrides = {current_studio: lambda: other}
    with TestClient(accounts_api, follow_redirects=False) as opened:
        yield opened


def depart(browser: TestClient, return_to: str = "/") -> str:
    """Goes to the provider, which consents; answers where it sends the browser back to."""
    answer = browser.get("/v1/auth/google", params={"return_to": return_to})
    assert answer.status_code == 303, answer.text
    return str(httpx.get(answer.headers["location"], follow_redirects=False).headers["location"])


def go(browser: TestClient, return_to: str = "/") -> Response:
    return browser.get(depart(browser, return_to))


def test_whoever_the_provider_vouches_for_has_an_account_and_is_logged_in(
    browser: TestClient, provider: OpenIdServer
) -> None:
    answer = go(browser, "/films?sort=new")

    me = browser.get("/v1/me").json()
    assert answer.status_code == 303
    assert answer.headers["location"] == "http://testserver/films?sort=new"
    assert (me["email"], me["email_verified"], me["name"]) == (provider.person["email"], True, "Mira Lane")
    assert "HttpOnly" in answer.headers["set-cookie"]


def test_coming_again_is_the_same_user_even_under_another_address(browser: TestClient, provider: OpenIdServer) -> None:
    go(browser)
    first = browser.get("/v1/me").json()
    provider.person["email"] = new_email()

    go(browser)

    assert browser.get("/v1/me").json()["id"] == first["id"]


def test_an_account_with_a_password_is_found_by_its_address(
    browser: TestClient, provider: OpenIdServer, account: Account
) -> None:
    provider.person["email"] = account.email.upper()

    go(browser)

    assert browser.get("/v1/me").json()["id"] == account.user_id
    assert log_in(browser, account.email).status_code == 200


def test_a_password_that_a_stranger_set_before_is_worth_nothing_after(
    browser: TestClient, provider: OpenIdServer, letters: Letters
) -> None:
    register(browser, provider.person["email"], password="the stranger's secret")
    letters()

    go(browser)

    assert browser.get("/v1/me").json()["email_verified"] is True
    assert log_in(browser, provider.person["email"], "the stranger's secret").status_code == 401


@pytest.mark.parametrize("verified", [False, "true", 1, None])
def test_an_address_that_the_provider_has_not_verified_opens_nothing(
    browser: TestClient, provider: OpenIdServer, account: Account, verified: object
) -> None:
    provider.person.update(email=account.email, email_verified=verified)

    answer = go(browser)

    assert (answer.status_code, answer.json()["error"]["code"]) == (403, "email_not_verified")
    assert browser.get("/v1/me").status_code == 401


def test_a_lying_issuer_lets_nobody_in(browser: TestClient, provider: OpenIdServer) -> None:
    """One lie of the many that tests/accounts/test_openid_provider.py tells, all the way."""
    provider.lie = lambda claims: claims.update(nonce="of yesterday")

    answer = go(browser)

    assert (answer.status_code, answer.json()["error"]["code"]) == (401, "openid_refused")
    assert browser.get("/v1/me").status_code == 401


def test_a_state_is_good_once(browser: TestClient) -> None:
    back = depart(browser)
    kept = dict(browser.cookies)

    first = browser.get(back)
    browser.cookies.update(kept)
    second = browser.get(back)

    assert (first.status_code, second.status_code) == (303, 401)


def test_another_browser_cannot_come_back_in_this_ones_place(browser: TestClient, account: Account) -> None:
    """Somebody who sends their own way back to another's browser would log that one in as themselves."""
    back = depart(browser)
    victim = TestClient(browser.app, follow_redirects=False)

    without = victim.get(back)
    depart(victim)
    with_another = victim.get(back)

    assert [without.status_code, with_another.status_code] == [401, 401]


@pytest.mark.parametrize(
    "forged", [{"state": "made-up"}, {"code": "made-up"}, {"error": "access_denied"}, {"state": ""}, {"code": ""}]
)
def test_what_does_not_come_from_the_provider_is_refused(browser: TestClient, forged: dict[str, str]) -> None:
    parts = urlsplit(depart(browser))
    question = {name: values[0] for name, values in parse_qs(parts.query).items()} | forged

    answer = browser.get(parts.path, params=question)

    assert (answer.status_code, answer.json()["error"]["code"]) == (401, "openid_refused")


@pytest.mark.parametrize(
    "return_to", ["https://evil.example", "//evil.example", "/\\evil.example", "javascript:alert(1)"]
)
def test_nobody_is_sent_to_another_site_afterwards(browser: TestClient, return_to: str) -> None:
    assert browser.get("/v1/auth/google", params={"return_to": return_to}).status_code == 422


def test_a_provider_that_is_away_is_told_as_such(browser: TestClient, provider: OpenIdServer) -> None:
    provider.token_status = 503

    answer = go(browser)

    assert (answer.status_code, answer.json()["error"]["code"]) == (503, "unavailable")
    assert "retry-after" in answer.headers


def test_a_studio_without_a_provider_says_so(web: TestClient) -> None:
    answers = [
        web.get("/v1/auth/google", follow_redirects=False),
        web.get("/v1/auth/google/callback", params={"state": "s", "code": "c"}, cookies={"mutoscope_openid": "b"}),
    ]

    assert {each.json()["error"]["code"] for each in answers} == {"openid_not_configured"}


def test_a_deactivated_account_is_not_let_in_this_way_either(
    browser: TestClient, studio: Studio, provider: OpenIdServer, open_account: Callable[..., Account]
) -> None:
    account = open_account(provider.person["email"])
    studio.database.row("begin_deletion", user_id=account.user_id, actor={})

    answer = go(browser)

    assert answer.status_code in (401, 403)
    assert PASSWORD not in answer.text
