"""A studio whose API listens on loopback with live connections, and somebody who does its work."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import httpx
import pytest
import uvicorn
from websockets.sync.client import ClientConnection, connect

from mutoscope.adapters.http.app import create_app
from mutoscope.adapters.http.caller import current_studio
from mutoscope.bootstrap import connect as connect_studio
from mutoscope.credits.ledger import Bucket, Ledger
from mutoscope.jobs.worker import take
from mutoscope.laptop.api import ROUTERS
from mutoscope.laptop.home import free_port
from mutoscope.laptop.socket_gateway import router as socket_gateway
from mutoscope.progress.tickets import SOCKET_PATH
from mutoscope.studio import Studio
from tests.functions.tenants import Person, make_person

PATIENCE = 15


@dataclass(frozen=True)
class Live:
    """The live connection of one person."""

    socket: ClientConnection

    def ask(self, **message: object) -> None:
        self.socket.send(json.dumps(message))

    def next(self) -> dict[str, Any]:
        told: dict[str, Any] = json.loads(self.socket.recv(PATIENCE))
        return told

    def until_it_is_closed(self) -> None:
        for _ in range(10):
            self.next()

    def until_over(self) -> list[dict[str, Any]]:
        """What is told of jobs, up to the first that is over."""
        told = [self.next()]
        while told[-1]["job"]["status"] not in ("completed", "failed", "cancelled"):
            told.append(self.next())
        return told


@dataclass(frozen=True)
class House:
    """The studio, where it answers, and the bench of its worker: whoever holds it keeps the worker from it."""

    studio: Studio
    port: int
    bench: threading.Lock

    @property
    def socket_url(self) -> str:
        return f"ws://127.0.0.1:{self.port}{SOCKET_PATH}"

    @contextmanager
    def api(self, person: Person) -> Iterator[httpx.Client]:
        with httpx.Client(base_url=f"http://127.0.0.1:{self.port}", headers=person.headers) as opened:
            yield opened

    @contextmanager
    def live(self, headers: dict[str, str], url: str | None = None) -> Iterator[Live]:
        with connect(
            url or self.socket_url, additional_headers=headers, open_timeout=PATIENCE, close_timeout=1
        ) as socket:
            yield Live(socket)

    def order(self, person: Person, text: str = "Hello.") -> str:
        with self.api(person) as api:
            answer = api.post("/v1/jobs", json={"kind": "speech", "input": {"input": text}})
        return str(answer.json()["id"])


@pytest.fixture(scope="module")
def house(shared_studio: Studio) -> Iterator[House]:
    port, bench = free_port(), threading.Lock()
    socket_url = f"http://127.0.0.1:{port}{SOCKET_PATH}"
    studio = connect_studio(shared_studio.settings.model_copy(update={"socket_url": socket_url}))
    app = create_app([*ROUTERS, socket_gateway])
    app.dependency_overrides = {current_studio: lambda: studio}
    with _listening(app, port), _worker(studio, bench):
        yield House(studio, port, bench)
    studio.database.close()  # type: ignore[attr-defined]


@pytest.fixture
def somebody(house: House) -> Person:
    """A new person, who has credits."""
    person = make_person(house.studio, "user")
    Ledger(house.studio.database).grant(
        person.user_id, f"means_{person.user_id}", 1_000, bucket=Bucket.PACK, reason="test"
    )
    return person


@pytest.fixture
def live(house: House, somebody: Person) -> Iterator[Live]:
    with house.live(somebody.headers) as opened:
        yield opened


@contextmanager
def _listening(app: object, port: int) -> Iterator[None]:
    server = uvicorn.Server(uvicorn.Config(app, host="127.0.0.1", port=port, log_level="error"))  # type: ignore[arg-type]
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        assert thread.is_alive(), "the server did not start"
        thread.join(0.01)
    yield
    server.should_exit = True
    thread.join(10)


@contextmanager
def _worker(studio: Studio, bench: threading.Lock) -> Iterator[None]:
    over = threading.Event()

    def work() -> None:
        while not over.wait(0.01):
            with bench:
                received = studio.work.receive(wait=0)
                if received is not None:
                    take(studio, received)

    thread = threading.Thread(target=work)
    thread.start()
    yield
    over.set()
    thread.join()
