"""The whole API on a port of its own, with two users who may ask as often as a fuzzer does."""

import json
import threading
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import psycopg
import pytest
import uvicorn

from mutoscope.accounts.api_keys import digest, issue
from mutoscope.adapters.http.app import create_app
from mutoscope.adapters.http.caller import current_studio
from mutoscope.identifiers import new_id
from mutoscope.laptop.api import ROUTERS
from mutoscope.laptop.home import free_port
from mutoscope.studio import Studio


@dataclass(frozen=True)
class Target:
    """Where the API answers, and the file that tells schemathesis who its peers are."""

    url: str
    users: Path


@pytest.fixture
def target(studio: Studio, tmp_path: Path) -> Iterator[Target]:
    users = tmp_path / "users.json"
    users.write_text(json.dumps({"auth": [_peer(studio, number) for number in (1, 2)]}))
    app = create_app(ROUTERS)
    often = studio.settings.model_copy(update={"guest_requests": 1_000_000})
    app.dependency_overrides[current_studio] = lambda: replace(studio, settings=often)
    port = free_port()
    server = uvicorn.Server(uvicorn.Config(app, host="127.0.0.1", port=port, log_level="error", access_log=False))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    yield Target(f"http://127.0.0.1:{port}", users)
    server.should_exit = True
    thread.join(10)


@pytest.fixture
def unlimited(studio: Studio) -> Iterator[None]:
    """A fuzzer asks more often than anybody may; the limits come back for the tests after it."""
    with psycopg.connect(studio.settings.database_url, autocommit=True) as connection:
        connection.execute("UPDATE roles SET requests = requests * 10000")
        yield
        connection.execute("UPDATE roles SET requests = requests / 10000")


def _peer(studio: Studio, number: int) -> dict[str, object]:
    user_id, key = new_id("user"), issue()
    pepper = studio.settings.key_pepper.get_secret_value()
    studio.database.row("add_user", user_id=user_id, name=f"Peer {number}")
    studio.database.row("add_api_key", key_id=key.key_id, user_id=user_id, digest=digest(key.secret, pepper))
    return {
        "name": f"peer-{number}",
        "fixedHeaders": [{"name": "Authorization", "value": f"Bearer {key.secret}"}],
    }
