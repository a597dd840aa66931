"""Behind an edge the API answers the edge alone; where there is none, as on a laptop, it answers everybody."""

from collections.abc import Callable, Iterator

import pytest
from fastapi.testclient import TestClient

from mutoscope import __version__
from mutoscope.adapters.http.app import create_app
from mutoscope.adapters.http.edge import HEADER
from mutoscope.settings import settings as read_settings


@pytest.fixture
def behind_edge(monkeypatch: pytest.MonkeyPatch) -> Iterator[TestClient]:
    monkeypatch.setenv("MUTOSCOPE_EDGE_SECRETS", "new-secret old-secret")
    monkeypatch.setenv("MUTOSCOPE_WEB_URL", "https://studio.example")
    read_settings.cache_clear()
    yield TestClient(create_app([]))
    read_settings.cache_clear()


@pytest.fixture
def built_from(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[str], TestClient]]:
    """A studio of that commit."""

    def build(commit: str) -> TestClient:
        monkeypatch.setenv("MUTOSCOPE_COMMIT", commit)
        read_settings.cache_clear()
        return TestClient(create_app([]))

    yield build
    read_settings.cache_clear()


@pytest.mark.parametrize("path", ["/health", "/v1/films", "/openapi.json", "/nothing"])
@pytest.mark.parametrize("sent", [{}, {HEADER: ""}, {HEADER: "new-secre"}, {HEADER: "new-secret old-secret"}])
def test_who_goes_around_the_edge_is_refused_whatever_they_ask(
    behind_edge: TestClient, path: str, sent: dict[str, str]
) -> None:
    answer = behind_edge.get(path, headers=sent)

    error = answer.json()["error"]
    assert (answer.status_code, error["code"], error["type"]) == (403, "around_the_edge", "permission_error")
    assert error["hint"] == "Send the request to https://studio.example."
    assert error["request_id"] == answer.headers["x-request-id"]
    assert "secret" not in answer.text


@pytest.mark.parametrize("secret", ["new-secret", "old-secret"])
def test_the_edge_is_let_in_by_the_new_secret_and_while_it_rotates_by_the_old_one(
    behind_edge: TestClient, secret: str
) -> None:
    assert behind_edge.get("/health", headers={HEADER: secret}).status_code == 200


def test_a_header_that_is_no_text_is_refused_like_any_other(behind_edge: TestClient) -> None:
    answer = behind_edge.get("/health", headers=[(HEADER.encode(), b"\xff\xfe")])

    assert answer.status_code == 403


def test_where_there_is_no_edge_nobody_is_asked_for_its_secret() -> None:
    assert TestClient(create_app([])).get("/health").status_code == 200


@pytest.mark.parametrize("commit", ["", "a" * 40])
def test_health_says_which_commit_answers(built_from: Callable[[str], TestClient], commit: str) -> None:
    assert built_from(commit).get("/health").json() == {"status": "ok", "version": __version__, "commit": commit}
