"""A whole studio for the official clients of other studios: its API on loopback, and somebody who does the work.

The newest OpenAI client is a package of the studio's own and is used in the process of the test; the others, and an
older major of OpenAI's, have an environment of their own, and `run_client` runs a script there.
"""

import os
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest
import uvicorn
from openai import OpenAI

from mutoscope.accounts.api_keys import digest, issue
from mutoscope.adapters.http.app import create_app
from mutoscope.adapters.http.caller import current_studio
from mutoscope.credits.ledger import Bucket, Ledger
from mutoscope.identifiers import new_id
from mutoscope.jobs.worker import take
from mutoscope.laptop.api import DIALECTS, ROUTERS
from mutoscope.laptop.home import free_port
from mutoscope.ports import Queue
from mutoscope.studio import Studio
from tests.conftest import Cloud, opened_studio

CLIENTS = Path(sys.prefix) / "clients"
CREDITS = 100_000
REQUESTS = 100_000
"""Guests of these tests may ask this often, so that no test meets the limit of another."""


@dataclass(frozen=True)
class Server:
    """Where the studio answers, who its user is, and the studio itself for what a test has to look up."""

    url: str
    key: str = field(repr=False)
    user_id: str
    studio: Studio

    def another_key(self, *, credits: int = CREDITS) -> str:
        """The key of a new user of the same studio."""
        return _user(self.studio, credits=credits)[1]


RunClient = Callable[..., str]


@pytest.fixture(scope="module")
def server(cloud: Cloud) -> Iterator[Server]:
    with opened_studio(cloud, guest_requests=REQUESTS, wait_seconds=60) as studio, _working(studio):
        user_id, key = _user(studio, credits=CREDITS)
        app = create_app([*ROUTERS, *DIALECTS])
        app.dependency_overrides = {current_studio: lambda: studio}
        with listening(app) as url:
            yield Server(url, key, user_id, studio)


@pytest.fixture
def openai(server: Server) -> Iterator[OpenAI]:
    """OpenAI's newest client, unmodified; it repeats nothing of itself unless a test wants it to."""
    with OpenAI(base_url=f"{server.url}/v1", api_key=server.key, max_retries=0) as opened:
        yield opened


@pytest.fixture
def run_client(server: Server) -> RunClient:
    """Runs a Python script in the clients' environment and answers what it printed; it fails when the script does.

    The script finds MUTOSCOPE_URL and MUTOSCOPE_KEY, and OpenAI's own OPENAI_BASE_URL and OPENAI_API_KEY, in its
    environment. `openai_1=True` puts the older major of OpenAI's client in front of the newest.
    """

    def run(script: str, *, openai_1: bool = False) -> str:
        environment = {
            "PATH": os.environ["PATH"],
            "HOME": os.environ.get("HOME", ""),
            "MUTOSCOPE_URL": server.url,
            "MUTOSCOPE_KEY": server.key,
            "OPENAI_BASE_URL": f"{server.url}/v1",
            "OPENAI_API_KEY": server.key,
            "LITELLM_LOCAL_MODEL_COST_MAP": "True",
            **({"PYTHONPATH": str(CLIENTS / "openai-1")} if openai_1 else {}),
        }
        command = [str(CLIENTS / "bin" / "python"), "-c", script]
        done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=120)
        assert done.returncode == 0, done.stderr[-3_000:]
        return done.stdout

    return run


@contextmanager
def listening(app: object) -> Iterator[str]:
    port = free_port()
    options = {"host": "127.0.0.1", "port": port, "log_level": "error", "access_log": False}
    server = uvicorn.Server(uvicorn.Config(app, **options))  # type: ignore[arg-type]
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        assert thread.is_alive(), "the server did not start"
        thread.join(0.01)
    yield f"http://127.0.0.1:{port}"
    server.should_exit = True
    thread.join(10)


@contextmanager
def _working(studio: Studio) -> Iterator[None]:
    """Work and errands are taken as a worker of the laptop takes them, in threads of this process."""
    wanted = threading.Event()
    wanted.set()
    threads = [
        threading.Thread(target=_take_all, args=(studio, queue, wanted)) for queue in (studio.work, studio.errands)
    ]
    for thread in threads:
        thread.start()
    yield
    wanted.clear()
    for thread in threads:
        thread.join()


def _take_all(studio: Studio, queue: Queue, wanted: threading.Event) -> None:
    while wanted.is_set():
        received = queue.receive(wait=1)
        if received is not None:
            take(studio, received, queue)


def _user(studio: Studio, *, credits: int) -> tuple[str, str]:
    user_id, key = new_id("user"), issue()
    pepper = studio.settings.key_pepper.get_secret_value()
    studio.database.row("add_user", user_id=user_id, name="Somebody")
    studio.database.row("add_api_key", key_id=key.key_id, user_id=user_id, digest=digest(key.secret, pepper))
    if credits:
        Ledger(studio.database).grant(user_id, f"means_{user_id}", credits, bucket=Bucket.PACK, reason="test")
    return user_id, key.secret


@pytest.fixture(scope="module")
def meadow() -> Any:
    """BGR, 64 by 96: a red ball on green, with the grain that pictures have."""
    picture = np.full((64, 96, 3), (60, 160, 90), np.uint8)
    cv2.circle(picture, (48, 32), 14, (40, 40, 210), -1, cv2.LINE_AA)
    noise = np.random.default_rng(1).integers(-3, 4, picture.shape)
    return np.clip(picture.astype(int) + noise, 0, 255).astype(np.uint8)
