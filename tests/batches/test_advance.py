"""A batch goes on where it was, whoever died while bringing it forward, and leaves room for other work."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import psycopg
import pytest
from fastapi.testclient import TestClient

from mutoscope.batches.advance import AT_ONCE
from mutoscope.errors import Unavailable
from mutoscope.jobs.resume import restart_unfinished
from mutoscope.jobs.worker import take
from mutoscope.ports import Database, Row
from mutoscope.studio import Studio

QUERIES = ("add_batch_lines", "begin_batch", "accept_job", "finalize_batch", "create_file")
"""Where a process dies: between a statement and the one that would have said that it was carried out."""


class Killed(BaseException):
    """The process is gone: nobody catches it."""


class DyingDatabase:
    """Commits as the record does, and takes its process down once, right after the statement that is named."""

    at_once = None

    def __init__(self, real: Database, query: str) -> None:
        self._real = real
        self._query = query
        self.deaths = 0

    def rows(self, query: str, /, **values: object) -> Any:
        found = self._real.rows(query, **values)
        self._die_after(query)
        return found

    def row(self, query: str, /, **values: object) -> Row | None:
        found = self._real.row(query, **values)
        self._die_after(query)
        return found

    def _die_after(self, query: str) -> None:
        if query == self._query and not self.deaths:
            self.deaths += 1
            raise Killed


Order = Callable[..., dict[str, Any]]


@pytest.fixture(autouse=True)
def _no_other_batches(cloud: Any) -> None:
    """Restarting looks at all that is unfinished, so nobody else's may be."""
    with psycopg.connect(cloud.database_url) as connection:
        connection.execute("TRUNCATE users CASCADE")


@pytest.fixture
def order(client: TestClient) -> Order:
    def ordered(*texts: str) -> dict[str, Any]:
        body = {"kind": "speech", "items": [{"input": {"input": text}} for text in texts]}
        return dict(client.post("/v1/batches", json=body).json())

    return ordered


@pytest.fixture
def look(client: TestClient) -> Callable[[str], dict[str, Any]]:
    return lambda batch_id: dict(client.get(f"/v1/batches/{batch_id}").json())


def work(studio: Studio) -> None:
    """All that is on both queues, until nothing is; what comes later with its delay is not waited for."""
    while step(studio):
        pass


def step(studio: Studio) -> bool:
    """One message, an errand if there is one; False when there was none."""
    for queue in (studio.errands, studio.work):
        received = queue.receive(wait=0)
        if received is not None:
            take(studio, received, queue)
            return True
    return False


def forget_queues(studio: Studio) -> None:
    """After a machine went down, only the record and the files are certain to be there."""
    for queue in (studio.errands, studio.work):
        while (received := queue.receive(wait=0)) is not None:
            queue.delete(received.handle)


@pytest.mark.parametrize("query", QUERIES)
def test_a_batch_survives_a_process_that_is_killed_anywhere(
    studio: Studio, client: TestClient, order: Order, look: Callable[[str], dict[str, Any]], query: str
) -> None:
    batch_id = order("One.", "Two.", "")["id"]
    dying = DyingDatabase(studio.database, query)

    with pytest.raises(Killed):
        work(replace(studio, database=dying))
    forget_queues(studio)
    restart_unfinished(studio)
    work(studio)

    batch = look(batch_id)
    assert dying.deaths == 1
    assert (batch["status"], batch["request_counts"]) == ("completed", {"total": 3, "completed": 2, "failed": 1})
    jobs = client.get("/v1/jobs").json()["data"]
    assert [job["status"] for job in jobs] == ["completed", "completed"]
    files = client.get("/v1/files?purpose=batch_output").json()["data"]
    assert {file["id"] for file in files} == {batch["output_file_id"], batch["error_file_id"]}
    assert client.get("/v1/credits/verify").json()["ok"]


def test_few_lines_are_jobs_at_the_same_time_however_many_there_are(
    studio: Studio, client: TestClient, order: Order, look: Callable[[str], dict[str, Any]]
) -> None:
    batches = [order(*(f"Batch {batch}, line {number}." for number in range(3)))["id"] for batch in range(2)]
    under_way = []

    while step(studio):
        jobs = client.get("/v1/jobs?limit=100").json()["data"]
        under_way.append(sum(job["status"] in {"queued", "in_progress"} for job in jobs))

    assert max(under_way) == AT_ONCE
    assert [look(batch_id)["status"] for batch_id in batches] == ["completed", "completed"]


def test_a_line_that_cannot_be_ordered_now_is_ordered_later(
    studio: Studio, client: TestClient, order: Order, look: Callable[[str], dict[str, Any]]
) -> None:
    batch_id = order("One.")["id"]
    work(replace(studio, database=AwayDatabase(studio.database, "accept_job")))

    before = look(batch_id)
    restart_unfinished(studio)
    work(studio)

    assert (before["status"], before["request_counts"]["failed"]) == ("in_progress", 0)
    assert (look(batch_id)["status"], look(batch_id)["request_counts"]["completed"]) == ("completed", 1)


class AwayDatabase(DyingDatabase):
    """Does not answer the statement that is named."""

    def row(self, query: str, /, **values: object) -> Row | None:
        if query == self._query:
            raise Unavailable(what="The database")
        return self._real.row(query, **values)
