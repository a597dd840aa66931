"""The fault matrix's row on hostile prompts: huge ones, direction marks, NUL, half surrogates, look-alikes."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from fastapi.testclient import TestClient

from mutoscope.laptop.api import app

JSON = {"Content-Type": "application/json"}
REFUSED = {
    "NUL": "a\0b",
    "half a surrogate pair": "a\ud800b",
    "the other half": "\udfff",
    "huge": "a" * 3_900_000,
    "larger than a body may be": "a" * 4_100_000,
    "huge in few characters": "\U0001f3ac" * 900_000,
}
HARMLESS = {
    "bidi": "rice \u202e\u2066 gnihton \u2069",
    "homoglyphs": "Ρісе \uff32\uff49\uff43\uff45",
    "invisible": "r\u200bi\u200dc\ufeffe \U000e0041",
    "combining": "e" + "\u0301" * 200,
    "SQL": "'; DROP TABLE films; -- :user_id %s %(x)s",
    "JSON in JSON": '{"$ref": "#"}\\u0000',
    "a private and an unassigned character": "\ue000 \U0003ffff \ufffe",
}
PLACES: list[tuple[str, Callable[[str], dict[str, Any]]]] = [
    ("/v1/films", lambda text: {"topic": text}),
    ("/v1/films", lambda text: {"script": {"scenes": [{"narration": text, "picture": text, "keywords": [text]}]}}),
    ("/v1/films", lambda text: {"topic": "Rice", "title": text, "voice": text}),
    ("/v1/jobs", lambda text: {"kind": "speech", "input": {"input": text}}),
    ("/v1/jobs", lambda text: {"kind": text, "input": {text: text}}),
]
CODES = {"invalid_input", "input_too_large", "unstorable_value", "unknown_kind"}


def fields(schema: dict[str, Any]) -> list[str]:
    """The names that a body's schema knows."""
    schemas = app.openapi()["components"]["schemas"]
    found: list[str] = list(schema.get("properties", {}))
    for part in (schema, *schema.get("anyOf", [])):
        if "$ref" in part:
            found += fields(schemas[part["$ref"].rpartition("/")[2]])
    return found


BODIES = [
    (path, method.upper(), fields(operation["requestBody"]["content"]["application/json"]["schema"]))
    for path, methods in app.openapi()["paths"].items()
    for method, operation in methods.items()
    if "application/json" in operation.get("requestBody", {}).get("content", {})
]


@pytest.mark.parametrize(("path", "body"), PLACES)
def test_a_hostile_prompt_is_refused_by_name(
    patient: TestClient, path: str, body: Callable[[str], dict[str, Any]]
) -> None:
    answers = [patient.post(path, content=json.dumps(body(text)), headers=JSON) for text in REFUSED.values()]

    assert {answer.status_code for answer in answers} == {413, 422}
    assert {answer.json()["error"]["code"] for answer in answers} <= CODES


@pytest.mark.parametrize(("path", "body"), PLACES[:2])
def test_an_odd_prompt_is_taken_for_what_it_is(
    patient: TestClient, path: str, body: Callable[[str], dict[str, Any]]
) -> None:
    answers = [patient.post(path, content=json.dumps(body(text)), headers=JSON) for text in HARMLESS.values()]

    assert {answer.status_code for answer in answers} <= {202, 422}
    assert patient.get("/v1/films").status_code == 200
    assert len(patient.get("/v1/films").json()["data"]) == sum(answer.status_code == 202 for answer in answers)


def test_a_prompt_is_kept_in_its_normal_form(patient: TestClient) -> None:
    scenes = [{"narration": "Cafe\u0301 \u1100\u1161.", "keywords": ["A\u030a"]}]

    film = patient.post("/v1/films", json={"script": {"scenes": scenes}}).json()

    assert film["scenes"][0]["narration"] == "Café 가."
    assert film["scenes"][0]["keywords"] == ["Å"]


@pytest.mark.parametrize("text", ["\0", "\ud800", "\u202e\0"], ids=["NUL", "half", "both"])
def test_no_body_of_any_route_turns_a_hostile_text_into_a_failure_of_ours(patient: TestClient, text: str) -> None:
    answers = {
        f"{method} {path}": patient.request(method, path, content=json.dumps(dict.fromkeys(names, text)), headers=JSON)
        for path, method, names in BODIES
    }

    assert [route for route, answer in answers.items() if answer.status_code >= 500] == []


@pytest.mark.parametrize("query", ["after=%00", "sort=%00", "page=%00", "order=%ED%A0%80", "limit=%F0%9F%8E%AC"])
def test_a_hostile_query_is_refused(patient: TestClient, query: str) -> None:
    assert patient.get(f"/v1/films?{query}").status_code == 422


@pytest.mark.parametrize("header", ["Idempotency-Key", "User-Agent", "x-stainless-retry-count", "x-forwarded-for"])
def test_a_hostile_header_is_no_failure_of_ours(patient: TestClient, header: str) -> None:
    order = {"kind": "speech", "input": {"input": "Hello."}}
    values = [b"\x01", b"\xff\xfe", b"a" * 60_000, "\U0001f3ac".encode(), b"'"]

    answers = [patient.post("/v1/jobs", json=order, headers=[(header.encode(), value)]) for value in values]

    assert {answer.status_code for answer in answers} <= {202, 422}
