"""Jobs of a user of this test's own, messages as they travel, and a speaker that fails as it is told to."""

import sys
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from types import ModuleType
from typing import Protocol

import pytest
from fastapi.testclient import TestClient

from mutoscope.adapters.postgres.psycopg_database import PsycopgDatabase
from mutoscope.engines import registry
from mutoscope.engines.tasks import Speaker, SpeakRequest, Speech, Task, Voice
from mutoscope.jobs.job import Job, find_job
from mutoscope.jobs.messages import StageMessage, read_message
from mutoscope.jobs.pulse import Pulse
from mutoscope.jobs.worker import take
from mutoscope.ports import Received
from mutoscope.settings import Settings
from mutoscope.studio import Studio


class Cloud(Protocol):
    """Where the embedded engines of this test session answer."""

    @property
    def database_url(self) -> str: ...


Order = Callable[..., str]
Receive = Callable[[], Received]


@pytest.fixture
def order_film(client: TestClient) -> Order:
    """Orders the smallest film there is and answers its resource's id and its job's."""

    def order(script: str = "Hello.", **look: object) -> str:
        body = {"script": script, "aspect": "1:1", "music": "none", "captions": "none", **look}
        return str(client.post("/v1/films", json=body).json()["job_id"])

    return order


@pytest.fixture
def receive(studio: Studio) -> Receive:
    """Takes the next message, which must come."""

    def take_next() -> Received:
        received = studio.work.receive(wait=5)
        assert received is not None
        return received

    return take_next


@pytest.fixture
def stage_message(receive: Receive) -> Callable[[], StageMessage]:
    def read_next() -> StageMessage:
        message = read_message(receive().body)
        assert isinstance(message, StageMessage)
        return message

    return read_next


@pytest.fixture
def pulse() -> Iterator[Pulse]:
    with Pulse() as beating:
        yield beating


@dataclass
class FailingSpeaker:
    """Speaks as espeak does once `failures` are used up and it may go on; counts how often it is asked."""

    espeak: Speaker
    name: str = "failing"
    version: str = "1"
    failures: list[Exception] = field(default_factory=list)
    asked: int = 0
    began: threading.Event = field(default_factory=threading.Event)
    may_go_on: threading.Event = field(default_factory=threading.Event)

    def voices(self) -> tuple[Voice, ...]:
        return self.espeak.voices()

    def speak(self, request: SpeakRequest) -> Speech:
        self.asked += 1
        self.began.set()
        assert self.may_go_on.wait(10)
        if self.failures:
            raise self.failures.pop(0)
        return self.espeak.speak(request)


@pytest.fixture
def speaker(monkeypatch: pytest.MonkeyPatch) -> FailingSpeaker:
    """The first speaker in the registry for this test; it is registered like any other engine."""
    engine = FailingSpeaker(registry.speaker(Settings()))
    engine.may_go_on.set()
    module = ModuleType("speaker_of_this_test")
    module.__dict__["offer"] = lambda settings: engine
    monkeypatch.setitem(sys.modules, module.__name__, module)
    monkeypatch.setitem(registry.ENGINES, Task.SPEAK, (f"{module.__name__}:offer",))
    return engine


@pytest.fixture
def work_off(studio: Studio, receive: Receive) -> Callable[[str], Job]:
    """Works the queue until the job is over, however long its stages wait between their attempts."""

    def until_over(job_id: str) -> Job:
        while (job := find_job(studio.database, job_id)) is not None and not job.status.is_over:
            take(studio, receive())
        assert job is not None
        return job

    return until_over


@pytest.fixture
def no_database(cloud: Cloud, studio: Studio) -> Studio:
    """The same studio while its database does not answer."""
    closed = PsycopgDatabase(cloud.database_url)
    closed.close()
    return replace(studio, database=closed)
