"""Films of a user of this test's own, the smallest there are, worked off in the test's process."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from fastapi.testclient import TestClient

from mutoscope.adapters.aws.session import client as aws
from mutoscope.jobs.worker import take
from mutoscope.studio import Studio

SMALL = {"aspect": "1:1", "music": "none", "captions": "none"}


@pytest.fixture
def order(client: TestClient) -> Callable[..., dict[str, Any]]:
    """Orders a small film and answers its resource."""

    def ordered(script: str = "Hello.", **more: object) -> dict[str, Any]:
        answer = client.post("/v1/films", json={"script": script, **SMALL, **more})
        assert answer.status_code == 202, answer.text
        resource: dict[str, Any] = answer.json()
        return resource

    return ordered


@pytest.fixture
def watch(studio: Studio, client: TestClient) -> Callable[[str], Iterator[dict[str, Any]]]:
    """Works a film off, message by message, and shows it after each, until it is at rest."""

    def show_until_at_rest(film_id: str) -> Iterator[dict[str, Any]]:
        resource = client.get(f"/v1/films/{film_id}").json()
        while resource["status"] in ("queued", "in_progress"):
            received = studio.work.receive(wait=5)
            assert received is not None, resource
            take(studio, received)
            resource = client.get(f"/v1/films/{film_id}").json()
            yield resource

    return show_until_at_rest


@pytest.fixture
def build(watch: Callable[[str], Iterator[dict[str, Any]]]) -> Callable[[str], dict[str, Any]]:
    """Works a film off and answers it as it is then."""

    def built(film_id: str) -> dict[str, Any]:
        return list(watch(film_id))[-1]

    return built


@pytest.fixture
def sent(studio: Studio) -> Callable[[], int]:
    """How many messages are on the queue: those to be seen, those in work and those that are delayed."""

    def count() -> int:
        sqs = aws("sqs", studio.settings)
        url = sqs.get_queue_url(QueueName=studio.settings.work_queue)["QueueUrl"]
        found = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["All"])["Attributes"]
        return sum(int(value) for name, value in found.items() if name.startswith("ApproximateNumberOfMessages"))

    return count
