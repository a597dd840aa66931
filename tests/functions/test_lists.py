"""Lists: paged on from an id or by number, in one shape; only a page by number counts, and nothing beyond 10,000."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import pytest
from fastapi.testclient import TestClient

from mutoscope.adapters.http.caller import current_studio
from mutoscope.db.queries import MOST_COUNTED
from mutoscope.errors import ResultTooLarge
from mutoscope.ports import Database, Row
from mutoscope.studio import Studio

ORDER = {"kind": "speech", "input": {"input": "Hello."}}
PROJECT = {"title": "Rice"}
FILM = {"script": "Hello.", "aspect": "1:1", "music": "none"}


@dataclass
class Counting:
    """A database that notes which queries are asked, and refuses answers of more rows than fit."""

    database: Database
    most: int = 1_000
    asked: list[str] = field(default_factory=list)
    at_once: None = None

    def rows(self, query: str, /, **values: object) -> Sequence[Row]:
        self.asked.append(query)
        found = self.database.rows(query, **values)
        if len(found) > self.most:
            raise ResultTooLarge
        return found

    def row(self, query: str, /, **values: object) -> Row | None:
        self.asked.append(query)
        return self.database.row(query, **values)


@pytest.fixture
def counting(studio: Studio, client: TestClient) -> Counting:
    """The database behind `client`, counted."""
    counted = Counting(studio.database)
    client.app.dependency_overrides[current_studio] = lambda: replace(studio, database=counted)  # type: ignore[attr-defined]
    return counted


@pytest.fixture
def five(client: TestClient) -> list[str]:
    """Five jobs, oldest first."""
    return [client.post("/v1/jobs", json=ORDER).json()["id"] for _ in range(5)]


def ids(answer: dict[str, Any]) -> list[str]:
    return [item["id"] for item in answer["data"]]


def test_a_page_is_asked_for_by_its_number(client: TestClient, five: list[str]) -> None:
    first, last = (client.get(f"/v1/jobs?page={number}&limit=2").json() for number in (1, 3))

    assert ids(first) == [five[4], five[3]]
    assert first["pagination"] == {
        "page": 1,
        "limit": 2,
        "total": 5,
        "total_pages": 3,
        "has_next": True,
        "has_prev": False,
    }
    assert ids(last) == [five[0]]
    assert (last["pagination"]["has_next"], last["pagination"]["has_prev"], last["has_more"]) == (False, True, False)


def test_a_page_after_the_last_is_empty(client: TestClient, five: list[str]) -> None:
    answer = client.get("/v1/jobs?page=9&limit=2").json()

    assert answer["data"] == []
    assert (answer["pagination"]["total"], answer["pagination"]["has_next"]) == (5, False)


def test_a_sorted_list_is_paged_by_number(client: TestClient, five: list[str]) -> None:
    answer = client.get("/v1/jobs?sort=created_at&order=asc&limit=2").json()

    assert ids(answer) == five[:2]
    assert answer["pagination"]["page"] == 1


def test_nothing_is_counted_that_was_not_asked_for(client: TestClient, counting: Counting) -> None:
    answer = client.get("/v1/jobs").json()
    client.get("/v1/jobs?page=1")

    assert "pagination" not in answer
    assert [query for query in counting.asked if query.startswith("count_")] == ["count_jobs"]


@pytest.mark.parametrize("order", ["asc", "desc"])
def test_walking_from_id_to_id_meets_everything_once(client: TestClient, five: list[str], order: str) -> None:
    met: list[str] = []
    after, more = "", True

    while more:
        answer = client.get(f"/v1/jobs?limit=2&order={order}{after}").json()
        met, more, after = met + ids(answer), answer["has_more"], f"&after={answer['last_id']}"

    assert met == (five if order == "asc" else five[::-1])


@pytest.mark.parametrize("query", ["page=0", "page=-1", "page=x", "sort=password", "sort=job_id;--", "page=1e9"])
def test_a_page_that_cannot_be_is_refused(client: TestClient, query: str) -> None:
    answer = client.get(f"/v1/jobs?{query}")

    assert (answer.status_code, answer.json()["error"]["code"]) == (422, "invalid_input")


@pytest.mark.parametrize("path", ["/v1/jobs", "/v1/films", "/v1/projects"])
def test_a_page_beyond_what_is_counted_is_refused(client: TestClient, path: str) -> None:
    answer = client.get(f"{path}?limit=100&page={MOST_COUNTED // 100 + 1}")

    assert (answer.status_code, answer.json()["error"]["code"]) == (422, "page_too_far")


def test_a_page_is_asked_for_in_one_way(client: TestClient, five: list[str]) -> None:
    answer = client.get(f"/v1/jobs?page=1&after={five[0]}")

    assert (answer.status_code, answer.json()["error"]["code"]) == (422, "two_ways_to_page")


@pytest.mark.parametrize(
    ("path", "order"),
    [
        ("/v1/films", FILM),
        ("/v1/projects", PROJECT),
        ("/v1/jobs", ORDER),
        ("/v1/jobs", {"kind": "film", "input": FILM}),
    ],
)
def test_a_list_asks_no_query_for_each_of_its_rows(
    client: TestClient, counting: Counting, path: str, order: dict[str, Any]
) -> None:
    client.post(path, json=order)
    counting.asked.clear()
    client.get(path)
    with_one = len(counting.asked)
    for _ in range(4):
        client.post(path, json=order)
    counting.asked.clear()

    found = client.get(path).json()["data"]

    assert len(found) == 5
    assert len(counting.asked) == with_one


def test_a_list_too_large_for_one_answer_of_the_database_comes_in_parts(
    client: TestClient, counting: Counting, five: list[str]
) -> None:
    counting.most = 1

    whole = client.get("/v1/jobs?limit=4").json()
    by_number = client.get("/v1/jobs?limit=4&page=2").json()

    assert (ids(whole), whole["has_more"]) == (five[:0:-1], True)
    assert (ids(by_number), by_number["has_more"]) == (five[:1], False)


def test_the_newest_is_listed_whatever_its_id_begins_with(client: TestClient, studio: Studio) -> None:
    batch_id = client.post("/v1/batches", json={"kind": "speech", "items": [{"input": {"input": "Hi."}}]}).json()["id"]
    line = {"line_id": f"line_{'z' * 26}", "custom_id": "1", "body": None, "status": "failed", "error": None}
    studio.database.row("add_batch_lines", batch_id=batch_id, lines=[line])

    listed = client.get(f"/v1/batches/{batch_id}/lines?status=failed").json()

    assert ids(listed) == [line["line_id"]]
