"""The examples of docs/projects.md, executed: each request is sent, and its answer holds what the page says."""

import json
import re
from pathlib import Path
from typing import Any

from fastapi.testclient import TestClient

PAGE = (Path(__file__).parents[3] / "docs" / "projects.md").read_text()
EXAMPLE = re.compile(r"^>>> (?P<method>[A-Z]+) (?P<path>\S+)(?: (?P<body>.+))?\n(?P<answer>(?:(?!>>>|```).*\n)+)", re.M)


def test_every_example_of_the_page_is_answered_as_it_says(client: TestClient) -> None:
    ids: dict[str, str] = {}

    for example in EXAMPLE.finditer(PAGE):
        path, body, told = (_filled(example[part] or "null", ids) for part in ("path", "body", "answer"))
        found = client.request(example["method"], path, json=json.loads(body)).json()
        if example["method"] == "POST" and "id" in found:
            ids.setdefault(f"{found['object']}_id", found["id"])

        assert _part_of(json.loads(told), found) == json.loads(told), example[0]


def test_there_are_as_many_examples_as_requests_on_the_page() -> None:
    assert len(EXAMPLE.findall(PAGE)) == PAGE.count("\n>>> ") >= 12


def _filled(text: str, ids: dict[str, str]) -> str:
    for name, value in ids.items():
        text = text.replace(f"{{{name}}}", value)
    return text


def _part_of(told: Any, found: Any) -> Any:
    """What was found, cut to the fields that are told of."""
    if isinstance(told, dict) and isinstance(found, dict):
        return {name: _part_of(value, found.get(name, "missing")) for name, value in told.items()}
    if isinstance(told, list) and isinstance(found, list) and len(told) == len(found):
        return [_part_of(each, other) for each, other in zip(told, found, strict=True)]
    return found
