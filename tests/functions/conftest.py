"""The API for a user of this test's own, a speech that is done and a film that is delivered, and real events."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import pyvips
from fastapi.testclient import TestClient

from mutoscope.accounts.api_keys import digest, issue
from mutoscope.identifiers import new_id
from mutoscope.ports import Line
from mutoscope.studio import Studio
from tests.functions.tenants import make_person

EVENTS = Path(__file__).parents[1] / "events"


@pytest.fixture
def sqs_event(studio: Studio) -> Callable[[], dict[str, Any]]:
    """What Lambda gets for the next message on the queue."""

    def next_event() -> dict[str, Any]:
        received = studio.work.receive(wait=5)
        assert received is not None
        event: dict[str, Any] = json.loads((EVENTS / "sqs_stage.json").read_text())
        line, _, own = received.handle.partition(":")
        event["Records"][0]["body"] = received.body
        event["Records"][0]["receiptHandle"] = own
        queue = studio.settings.line_queue(Line(int(line)))
        event["Records"][0]["eventSourceARN"] = f"arn:aws:sqs:us-east-1:000000000000:{queue}"
        return event

    return next_event


@pytest.fixture
def head(client: TestClient, studio: Studio) -> TestClient:
    """The same API, asked by a super admin."""
    return TestClient(client.app, headers=make_person(studio, "super_admin").headers)


@pytest.fixture
def strangers_key(studio: Studio, fund: Callable[[str], None]) -> str:
    """The key of another user."""
    user_id, key = new_id("user"), issue()
    studio.database.row("add_user", user_id=user_id, name="Someone else")
    fund(user_id)
    pepper = studio.settings.key_pepper.get_secret_value()
    studio.database.row("add_api_key", key_id=key.key_id, user_id=user_id, digest=digest(key.secret, pepper))
    return key.secret


@pytest.fixture
def picture() -> bytes:
    """A small PNG that no other test stores."""
    image: bytes = pyvips.Image.gaussnoise(16, 16, mean=128, sigma=40).cast("uchar").write_to_buffer(".png")
    return image
