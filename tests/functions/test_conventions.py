"""The conventions that hold for every route: who may ask, one shape of error, a request id on every answer."""

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
from fastapi.testclient import TestClient
from openapi_spec_validator import validate

from mutoscope.accounts.api_keys import issue
from mutoscope.adapters.http.app import create_app
from mutoscope.adapters.http.body_limit import LARGEST_BODY
from mutoscope.adapters.http.caller import current_studio
from mutoscope.adapters.http.errors import ErrorAnswer
from mutoscope.adapters.http.routes import Router
from mutoscope.errors import Unavailable
from mutoscope.studio import Studio
from tests.functions.route_table import DOCUMENT, ROUTES, Entry, filled

GUARDED = [route for route in ROUTES if route.permission]
OF_ONE = [route for route in ROUTES if route.names_one and route.permission]
WITH_BODY = [route for route in ROUTES if route.takes_json]
JSON = {"Content-Type": "application/json"}
LISTS = ["/v1/films", "/v1/jobs"]


def assert_error(answer: Any, status: int, code: str) -> dict[str, Any]:
    """The answer is of the one shape, and its request id is its header's."""
    assert answer.status_code == status, answer.text
    body = ErrorAnswer.model_validate(answer.json())
    assert set(answer.json()) == {"error"}
    assert body.error.code == code
    assert body.error.message.endswith((".", "!", "?"))
    assert body.error.request_id == answer.headers["x-request-id"]
    error: dict[str, Any] = answer.json()["error"]
    return error


@pytest.fixture
def stranger(client: TestClient) -> TestClient:
    """The same API, asked without a key."""
    return TestClient(client.app)


@pytest.mark.parametrize("route", GUARDED, ids=str)
def test_every_v1_route_needs_a_key(stranger: TestClient, route: Entry) -> None:
    answer = stranger.request(route.method, filled(route.path), json=route.body())

    assert_error(answer, 401, "invalid_api_key")


@pytest.mark.parametrize(
    "key", ["", "mut_", "mut_live_nonsense", "sk-1234", pytest.param(issue().secret, id="well formed"), "\xfc" * 40]
)
def test_a_key_that_was_never_issued_is_refused(stranger: TestClient, key: str) -> None:
    answer = stranger.get("/v1/kinds", headers=[(b"Authorization", f"Bearer {key}".encode("latin-1"))])

    assert_error(answer, 401, "invalid_api_key")


@pytest.mark.parametrize("route", OF_ONE, ids=str)
def test_an_id_that_names_nothing_is_not_found(head: TestClient, route: Entry) -> None:
    answer = head.request(route.method, filled(route.path), json=route.body())

    assert_error(answer, 404, "model_not_found" if "{model_id}" in route.path else "not_found")


@pytest.mark.parametrize("route", OF_ONE, ids=str)
@pytest.mark.parametrize("nonsense", ["nonsense", "film_1", "%00", "%F0%9F%8E%AC", "x" * 300])
def test_an_id_of_another_form_is_not_found_either(head: TestClient, route: Entry, nonsense: str) -> None:
    answer = head.request(route.method, re.sub(r"{\w+}", nonsense, route.path), json=route.body())

    assert_error(answer, 404, "model_not_found" if "{model_id}" in route.path else "not_found")


@pytest.mark.parametrize("route", WITH_BODY, ids=str)
def test_a_body_that_is_no_json_is_invalid(head: TestClient, route: Entry) -> None:
    answer = head.request(
        route.method, filled(route.path), content=b'{"a": ', headers={"Content-Type": "application/json"}
    )

    assert_error(answer, 422, "invalid_input")


def test_who_may_not_learns_that_before_the_body_is_read(client: TestClient) -> None:
    answer = client.put(filled("/v1/admin/users/{user_id}/role"), content=b'{"a": ', headers=JSON)

    assert_error(answer, 403, "permission_denied")


@pytest.mark.parametrize("path", ["/v1/films", "/v1/jobs"])
@pytest.mark.parametrize("body", [{"\ud800": 1}, {"topic": "\ud800", "kind": "\ud800", "input": {}}])
def test_half_a_surrogate_pair_anywhere_is_invalid(client: TestClient, path: str, body: dict[str, Any]) -> None:
    answer = client.post(path, content=json.dumps(body), headers={"Idempotency-Key": "k", **JSON})

    assert_error(answer, 422, "invalid_input")


@pytest.mark.parametrize("route", WITH_BODY, ids=str)
def test_a_body_that_is_too_large_is_refused(client: TestClient, route: Entry) -> None:
    answer = client.request(route.method, filled(route.path), content=b" " * (LARGEST_BODY + 1))

    assert_error(answer, 413, "input_too_large")


def test_a_body_of_unstated_length_is_refused_once_it_is_too_large(client: TestClient) -> None:
    def without_end() -> Iterator[bytes]:
        for _ in range(LARGEST_BODY // 100_000 + 1):
            yield b" " * 100_000

    answer = client.post("/v1/films", content=without_end())

    assert "content-length" not in answer.request.headers
    assert_error(answer, 413, "input_too_large")


@pytest.mark.parametrize("path", ["/", "/v1", "/v1/nothing", "/v2/films", "/v1/films/x/y/z"])
def test_an_unknown_route_is_answered_in_our_shape(client: TestClient, path: str) -> None:
    answer = client.get(path)

    assert_error(answer, 404, "unknown_route")


@pytest.mark.parametrize(
    ("method", "path", "allowed"),
    [("PUT", "/v1/films", "GET, POST"), ("POST", "/health", "GET"), ("PUT", "/v1/videos/edits", "POST")],
)
def test_a_wrong_method_is_answered_in_our_shape_with_the_right_ones(
    client: TestClient, method: str, path: str, allowed: str
) -> None:
    answer = client.request(method, path)

    assert_error(answer, 405, "method_not_allowed")
    assert answer.headers["allow"] == allowed


def test_a_passing_failure_says_when_to_come_back(studio: Studio) -> None:
    answer = broken(studio, Unavailable(what="The database")).get("/broken")

    assert_error(answer, 503, "unavailable")
    assert int(answer.headers["retry-after"]) > 0


def test_a_bug_is_answered_without_its_details(studio: Studio) -> None:
    answer = broken(studio, ZeroDivisionError("secret")).get("/broken")

    assert_error(answer, 500, "internal_error")
    assert "secret" not in answer.text


def test_every_answer_carries_a_request_id_of_its_own(client: TestClient) -> None:
    paths = ["/health", "/v1/films", "/v1/kinds", "/v1/nothing", "/v1/films/nonsense", "/openapi.json"]

    ids = [client.get(path).headers["x-request-id"] for path in paths]

    assert len(set(ids)) == len(paths)


def test_no_browser_takes_an_answer_for_something_else_than_it_says(client: TestClient) -> None:
    paths = ["/health", "/v1/films", "/v1/nothing", "/openapi.json"]

    assert {client.get(path).headers["x-content-type-options"] for path in paths} == {"nosniff"}


def test_health_is_open(stranger: TestClient) -> None:
    answer = stranger.get("/health")

    assert (answer.status_code, answer.json()["status"]) == (200, "ok")


@pytest.mark.parametrize("path", LISTS)
@pytest.mark.parametrize("query", ["limit=0", "limit=101", "limit=x", "order=sideways", "after=%00", "after=nonsense"])
def test_a_list_refuses_what_it_cannot_page_by(client: TestClient, path: str, query: str) -> None:
    error = assert_error(client.get(f"{path}?{query}"), 422, "invalid_input")

    assert error["param"] == query.partition("=")[0]


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("/v1/films", {"script": "Hello.", "aspect": "1:1", "music": "none"}),
        ("/v1/jobs", {"kind": "speech", "input": {"input": "Hello."}}),
    ],
)
def test_a_list_is_paged_newest_first_or_oldest_first(client: TestClient, path: str, body: dict[str, Any]) -> None:
    oldest, middle, newest = (client.post(path, json=body).json()["id"] for _ in range(3))

    first = client.get(f"{path}?limit=2").json()
    rest = client.get(f"{path}?limit=2&after={first['last_id']}").json()
    ascending = client.get(f"{path}?order=asc&limit=1&after={oldest}").json()

    assert [item["id"] for item in first["data"]] == [newest, middle]
    assert (first["object"], first["has_more"], first["first_id"], first["last_id"]) == ("list", True, newest, middle)
    assert ([item["id"] for item in rest["data"]], rest["has_more"]) == ([oldest], False)
    assert ([item["id"] for item in ascending["data"]], ascending["has_more"]) == ([middle], True)


@pytest.mark.parametrize("path", LISTS)
def test_an_empty_list_is_a_list(client: TestClient, path: str) -> None:
    assert client.get(path).json() == {
        "object": "list",
        "data": [],
        "has_more": False,
        "first_id": None,
        "last_id": None,
    }


def test_the_api_description_is_valid() -> None:
    validate(DOCUMENT)


@pytest.mark.parametrize("route", ROUTES, ids=str)
def test_every_operation_documents_its_errors_in_the_one_shape(route: Entry) -> None:
    documented = {
        status: answer["content"]["application/json"]["schema"]["$ref"]
        for status, answer in route.operation["responses"].items()
        if status.startswith(("4", "5"))
    }

    assert documented == dict.fromkeys(
        ("401", "402", "403", "404", "413", "422", "429", "503"), "#/components/schemas/ErrorAnswer"
    )


def broken(studio: Studio, failure: Exception) -> TestClient:
    """An application whose one route raises `failure`."""
    router = Router()

    @router.get("/broken")
    def fail() -> None:
        raise failure

    app = create_app([router])
    app.dependency_overrides[current_studio] = lambda: studio
    return TestClient(app, raise_server_exceptions=False)


@pytest.mark.parametrize("levels", [40, 300, 3000])
def test_an_input_that_is_nested_beyond_reason_is_invalid(client: TestClient, levels: int) -> None:
    nested = '{"kind": "speech", "input": ' + '{"a": ' * levels + "1" + "}" * levels + "}"

    answer = client.post("/v1/jobs", content=nested, headers=JSON)

    assert_error(answer, 422, "invalid_input")


def test_a_retry_count_of_any_length_is_read_or_ignored(client: TestClient) -> None:
    answer = client.post("/v1/films", json={"topic": ""}, headers={"x-stainless-retry-count": "9" * 5000})

    assert_error(answer, 422, "invalid_input")
