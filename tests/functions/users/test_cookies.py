"""A browser's session: in cookies that no script reads, and changed by the studio's own pages alone."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from fastapi.testclient import TestClient

from functions.users.routes import router as users
from mutoscope.adapters.http.app import create_app
from mutoscope.adapters.http.caller import current_studio
from mutoscope.studio import Studio
from tests.functions.users.people import Account, log_in

CHANGE = {"name": "Mira Lane"}


@pytest.fixture
def page(web: TestClient, account: Account) -> dict[str, Any]:
    """A page that logged in with cookies: the browser holds them, the page knows the CSRF token."""
    tokens: dict[str, Any] = log_in(web, account.email, cookies=True).json()
    return tokens


def test_tokens_in_cookies_are_in_nothing_else(web: TestClient, page: dict[str, Any]) -> None:
    assert (page["access_token"], page["refresh_token"]) == (None, None)
    assert web.get("/v1/me").status_code == 200


def test_no_script_reads_the_tokens_and_no_other_site_sends_them_along(web: TestClient, account: Account) -> None:
    set_cookies = log_in(web, account.email, cookies=True).headers.get_list("set-cookie")

    access, refresh, csrf = (
        next(each for each in set_cookies if name in each) for name in ("access", "refresh", "csrf")
    )
    assert "HttpOnly" in access
    assert "SameSite=lax" in access
    assert "HttpOnly" in refresh
    assert "SameSite=strict" in refresh
    assert "Path=/v1/auth" in refresh
    assert "HttpOnly" not in csrf


def test_in_the_cloud_cookies_travel_encrypted_only(studio: Studio, account: Account) -> None:
    app = create_app([users])
    secure = replace(studio, settings=studio.settings.model_copy(update={"secure_cookies": True}))
    app.dependency_overrides[current_studio] = lambda: secure
    with TestClient(app, base_url="https://testserver") as opened:
        set_cookies = log_in(opened, account.email, cookies=True).headers.get_list("set-cookie")

        assert opened.get("/v1/me").status_code == 200

    assert all("Secure" in each for each in set_cookies)
    assert sum(each.startswith("__Secure-") for each in set_cookies) == 2


def test_a_page_changes_something_with_its_token(web: TestClient, page: dict[str, Any]) -> None:
    answer = web.patch("/v1/me", json=CHANGE, headers={"X-CSRF-Token": page["csrf_token"]})

    assert answer.json()["name"] == "Mira Lane"
    assert page["csrf_token"] == web.cookies["mutoscope_csrf"]


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"X-CSRF-Token": ""},
        {"X-CSRF-Token": "0" * 64},
        {"X-CSRF-Token": "é"},
        {"X-CSRF-Token": "{right}", "Origin": "https://evil.example"},
        {"X-CSRF-Token": "{right}", "Origin": "null"},
        {"X-CSRF-Token": "{right}", "Sec-Fetch-Site": "cross-site"},
    ],
)
def test_a_forged_request_changes_nothing(
    web: TestClient, account: Account, page: dict[str, Any], headers: dict[str, str]
) -> None:
    sent = [(name, value.replace("{right}", page["csrf_token"]).encode()) for name, value in headers.items()]

    answer = web.patch("/v1/me", json=CHANGE, headers=sent)  # type: ignore[arg-type]

    assert (answer.status_code, answer.json()["error"]["code"]) == (403, "csrf_failed")
    assert web.get("/v1/me").json()["name"] == "Mira"


def test_the_token_of_another_session_is_no_token(web: TestClient, account: Account, page: dict[str, Any]) -> None:
    """A neighbouring domain may plant a cookie of its own; the token belongs to the session, so that helps nothing."""
    other = TestClient(web.app)
    planted = log_in(other, account.email, cookies=True).json()["csrf_token"]
    web.cookies.set("mutoscope_csrf", planted)

    answer = web.patch("/v1/me", json=CHANGE, headers={"X-CSRF-Token": planted})

    assert answer.status_code == 403


def test_a_bearer_needs_no_token(web: TestClient, account: Account, page: dict[str, Any]) -> None:
    assert web.patch("/v1/me", json=CHANGE, headers=account.headers).status_code == 200


@pytest.mark.parametrize("headers", [{"Origin": "https://evil.example"}, {"Sec-Fetch-Site": "cross-site"}])
def test_another_site_logs_no_browser_in(web: TestClient, account: Account, headers: dict[str, str]) -> None:
    body = {"email": account.email, "password": "a lantern in the reeds", "cookies": True}

    answer = web.post("/v1/auth/login", json=body, headers=headers)

    assert answer.status_code == 403
    assert "set-cookie" not in answer.headers


def test_the_refresh_cookie_refreshes_and_the_new_tokens_travel_as_cookies(
    web: TestClient, page: dict[str, Any]
) -> None:
    before = dict(web.cookies)

    answer = web.post("/v1/auth/refresh")

    assert answer.status_code == 200
    assert (answer.json()["access_token"], answer.json()["csrf_token"]) == (None, page["csrf_token"])
    assert web.cookies["mutoscope_refresh"] != before["mutoscope_refresh"]
    assert web.get("/v1/me").status_code == 200


def test_another_site_neither_refreshes_nor_logs_out(web: TestClient, page: dict[str, Any]) -> None:
    for path in ("/v1/auth/refresh", "/v1/auth/logout"):
        assert web.post(path, headers={"Sec-Fetch-Site": "cross-site"}).status_code == 403

    assert web.get("/v1/me").status_code == 200


def test_logging_out_takes_the_cookies_back(web: TestClient, page: dict[str, Any]) -> None:
    assert web.post("/v1/auth/logout").status_code == 200

    assert web.get("/v1/me").status_code == 401
    assert "mutoscope_access" not in web.cookies


@pytest.fixture(autouse=True)
def _no_cookies_left(web: TestClient) -> Iterator[None]:
    yield
    web.cookies.clear()
