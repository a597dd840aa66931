"""Receivers of webhooks: real servers on this machine that answer as they are told, and a studio that may call them."""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Lock, Thread
from typing import Any

import psycopg
import pytest
from fastapi.testclient import TestClient

from mutoscope.adapters.http.app import create_app
from mutoscope.adapters.http.caller import current_studio
from mutoscope.films.film import find_film
from mutoscope.jobs.finish import complete, fail
from mutoscope.jobs.job import DeliveredFile, JobError, JobResult, find_job
from mutoscope.jobs.worker import take
from mutoscope.laptop.api import ROUTERS
from mutoscope.studio import Studio
from mutoscope.webhooks import schedule
from mutoscope.webhooks.telling import telling

RESULT = JobResult(
    files={"audio": DeliveredFile(key="outputs/x", filename="x.mp3", content_type="audio/mpeg")},
    facts={"title": "Rice"},
)
PROBLEM = JobError(code="engine_failed", message="It broke.", hint="Mend it.")


@dataclass
class Request:
    headers: dict[str, str]
    body: bytes

    @property
    def event(self) -> dict[str, Any]:
        event: dict[str, Any] = json.loads(self.body)
        return event

    @property
    def about(self) -> tuple[str, str]:
        return self.event["type"], self.event["data"]["id"]


@dataclass
class Receiver:
    """Answers each request with the next of `statuses`, then with `status`; `requests` is what came, in order.

    While `gate` is not set, it takes requests and does not answer.
    """

    url: str = ""
    status: int = 200
    statuses: list[int] = field(default_factory=list)
    statuses_of: dict[str, int] = field(default_factory=dict)
    """By the resource that an event is about."""
    headers: dict[str, str] = field(default_factory=dict)
    answer: bytes = b"thanks"
    requests: list[Request] = field(default_factory=list)
    gate: Event = field(default_factory=Event)
    came: Event = field(default_factory=Event)
    lock: Lock = field(default_factory=Lock)

    def next_status(self, request: Request) -> int:
        with self.lock:
            self.requests.append(request)
            self.came.set()
            about = request.event["data"]["id"]
            return self.statuses_of.get(about) or (self.statuses.pop(0) if self.statuses else self.status)


class Handler(BaseHTTPRequestHandler):
    receiver: Receiver

    def do_POST(self) -> None:
        request = Request(
            {name.lower(): value for name, value in self.headers.items()},
            self.rfile.read(int(self.headers["Content-Length"])),
        )
        status = self.receiver.next_status(request)
        self.receiver.gate.wait(20)
        self.send_response(status)
        for name, value in self.receiver.headers.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(self.receiver.answer)

    def log_message(self, format: str, *args: object) -> None:
        pass


class LongWaits:
    """Chance at its longest and an hour more, so that no retry comes by itself, however slow the machine is."""

    def uniform(self, least: float, most: float) -> float:
        return most + 3600


@pytest.fixture
def listen(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[], Receiver]]:
    """Opens a receiver of its own."""
    monkeypatch.setattr(schedule, "_chance", LongWaits())
    opened: list[tuple[Receiver, ThreadingHTTPServer]] = []

    def open_receiver() -> Receiver:
        receiver = Receiver()
        receiver.gate.set()
        handler = type("Handler", (Handler,), {"receiver": receiver})
        server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
        server.daemon_threads = True
        receiver.url = f"http://127.0.0.1:{server.server_address[1]}/hook"
        Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
        opened.append((receiver, server))
        return receiver

    yield open_receiver
    for receiver, server in opened:
        receiver.gate.set()
        server.shutdown()
        server.server_close()


@pytest.fixture
def receiver(listen: Callable[[], Receiver]) -> Receiver:
    return listen()


@pytest.fixture
def caller(studio: Studio) -> Studio:
    """The studio, with leave to call this machine."""
    return replace(studio, settings=studio.settings.model_copy(update={"webhooks_to_loopback": True}))


@pytest.fixture
def api(caller: Studio, api_key: str) -> Iterator[TestClient]:
    app = create_app(ROUTERS)
    app.dependency_overrides[current_studio] = lambda: caller
    with TestClient(app, headers={"Authorization": f"Bearer {api_key}"}) as opened:
        yield opened


@pytest.fixture
def subscribe(api: TestClient) -> Callable[..., dict[str, Any]]:
    """Makes a webhook that leads to the receiver."""

    def subscribed(receiver: Receiver, *event_types: str) -> dict[str, Any]:
        body = {"url": receiver.url, "event_types": list(event_types) or ["*"]}
        made: dict[str, Any] = api.post("/v1/webhooks", json=body).json()
        return made

    return subscribed


@pytest.fixture
def send_out(caller: Studio) -> Callable[[], None]:
    """Works the webhook queue in this process until nothing on it is due."""

    return lambda: work_off(caller)


def work_off(studio: Studio) -> None:
    while (received := studio.webhooks.receive(wait=0)) is not None:
        take(studio, received, studio.webhooks)


@dataclass(frozen=True)
class Jobs:
    """Jobs that end as a test wants them to, without anybody working on them."""

    studio: Studio
    order: Callable[..., str]

    def complete(self, job_id: str | None = None) -> str:
        job = find_job(self.studio.database, job_id or self.order())
        assert job is not None
        assert complete(self.studio, job, RESULT)
        return job.job_id

    def fail(self, job_id: str | None = None) -> str:
        job = find_job(self.studio.database, job_id or self.order())
        assert job is not None
        assert fail(self.studio, job, PROBLEM)
        return job.job_id


@pytest.fixture
def jobs(caller: Studio, order_speech: Callable[..., str]) -> Jobs:
    return Jobs(caller, order_speech)


@pytest.fixture
def sql(studio: Studio) -> Callable[..., list[Any]]:
    """Runs SQL on the record, as time and accidents would."""

    def run(statement: str, *values: object) -> list[Any]:
        with psycopg.connect(studio.settings.database_url) as connection:
            cursor = connection.execute(statement.encode(), values)
            return cursor.fetchall() if cursor.description else []

    return run


@pytest.fixture
def later(caller: Studio, sql: Callable[..., list[Any]]) -> Callable[[str], None]:
    """What is waited for is due now: the webhook's next turn has come."""

    def due(webhook_id: str) -> None:
        sql(
            "UPDATE webhook_deliveries SET next_try_at = now(), claimed_until = NULL"
            " WHERE webhook_id = %s AND status = 'pending' AND next_try_at IS NOT NULL",
            webhook_id,
        )
        caller.webhooks.send(json.dumps({"type": "webhook_turn", "webhook_id": webhook_id}))

    return due


@dataclass(frozen=True)
class FilmAtHand:
    studio: Studio
    film_id: str
    job_id: str

    def park(self) -> None:
        """Its script is written, and waits for its owner."""
        with telling(self.studio, self.owner):
            self.studio.database.row("park_for_review", film_id=self.film_id, job_id=self.job_id)

    @property
    def owner(self) -> str:
        film = find_film(self.studio.database, self.film_id)
        assert film is not None
        return film.user_id


@pytest.fixture
def film(caller: Studio, api: TestClient) -> FilmAtHand:
    """A film that was ordered, and that nobody works on."""
    body = {"script": "Hello.", "aspect": "1:1", "music": "none", "review": True}
    ordered = api.post("/v1/films", json=body).json()
    return FilmAtHand(caller, ordered["id"], ordered["job_id"])
