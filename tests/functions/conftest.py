"""The API for a user of this test's own, a speech that is done and a film that is delivered, and real events."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg
import pytest
from fastapi.testclient import TestClient

from mutoscope.accounts.api_keys import digest, issue
from mutoscope.identifiers import new_id
from mutoscope.studio import Studio


@dataclass(frozen=True)
class Person:
    user_id: str
    role: str
    key_id: str
    headers: dict[str, str]


EVENTS = Path(__file__).parents[1] / "events"


@pytest.fixture
def sqs_event(studio: Studio) -> Callable[[], dict[str, Any]]:
    """What Lambda gets for the next message on the queue."""

    def next_event() -> dict[str, Any]:
        received = studio.work.receive(wait=5)
        assert received is not None
        event: dict[str, Any] = json.loads((EVENTS / "sqs_stage.json").read_text())
        event["Records"][0]["body"] = received.body
        event["Records"][0]["receiptHandle"] = received.handle
        return event

    return next_event


@pytest.fixture
def people(studio: Studio) -> Callable[[str], Person]:
    """Makes a person of the role with a key that may do all the role may."""

    def make(role: str) -> Person:
        user_id, key = new_id("user"), issue()
        studio.database.row("add_user", user_id=user_id, name="Somebody")
        with psycopg.connect(studio.settings.database_url) as connection:
            connection.execute("UPDATE users SET role = %s WHERE user_id = %s", (role, user_id))
        pepper = studio.settings.key_pepper.get_secret_value()
        studio.database.row("add_api_key", key_id=key.key_id, user_id=user_id, digest=digest(key.secret, pepper))
        return Person(user_id, role, key.key_id, {"Authorization": f"Bearer {key.secret}"})

    return make


@pytest.fixture
def head(client: TestClient, people: Callable[[str], Person]) -> TestClient:
    """The same API, asked by a super admin."""
    return TestClient(client.app, headers=people("super_admin").headers)


@pytest.fixture
def strangers_key(studio: Studio) -> str:
    """The key of another user."""
    user_id, key = new_id("user"), issue()
    studio.database.row("add_user", user_id=user_id, name="Someone else")
    pepper = studio.settings.key_pepper.get_secret_value()
    studio.database.row("add_api_key", key_id=key.key_id, user_id=user_id, digest=digest(key.secret, pepper))
    return key.secret
