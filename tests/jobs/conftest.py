"""Jobs of a user of this test's own, messages as they travel, and a speaker that fails as it is told to."""

import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from types import ModuleType

import pytest
from fastapi.testclient import TestClient

from mutoscope.accounts.api_keys import digest, issue
from mutoscope.engines import registry
from mutoscope.engines.tasks import Speaker, SpeakRequest, Speech, Task, Voice
from mutoscope.errors import EngineFailed
from mutoscope.identifiers import new_id
from mutoscope.jobs.messages import StageMessage, read_message
from mutoscope.jobs.pulse import Pulse
from mutoscope.ports import Received
from mutoscope.settings import Settings
from mutoscope.studio import Studio

Order = Callable[..., str]
Receive = Callable[[], Received]


@pytest.fixture
def user(studio: Studio) -> str:
    user_id = new_id("user")
    studio.database.row("add_user", user_id=user_id, name="Someone")
    return user_id


@pytest.fixture
def api_key(studio: Studio, user: str) -> str:
    key = issue()
    pepper = studio.settings.key_pepper.get_secret_value()
    studio.database.row("add_api_key", key_id=key.key_id, user_id=user, digest=digest(key.secret, pepper))
    return key.secret


@pytest.fixture
def order_speech(client: TestClient) -> Order:
    """Orders a spoken word and answers the job's id."""

    def order(text: str = "Hello.") -> str:
        return str(client.post("/v1/jobs", json={"kind": "speech", "input": {"input": text}}).json()["id"])

    return order


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
    """Speaks as espeak does once `failures` are used up; counts how often it is asked."""

    espeak: Speaker
    name: str = "failing"
    version: str = "1"
    failures: list[Exception] = field(default_factory=list)
    asked: int = 0

    def voices(self) -> tuple[Voice, ...]:
        return self.espeak.voices()

    def speak(self, request: SpeakRequest) -> Speech:
        self.asked += 1
        if self.failures:
            raise self.failures.pop(0)
        return self.espeak.speak(request)


@pytest.fixture
def speaker(monkeypatch: pytest.MonkeyPatch) -> FailingSpeaker:
    """The first speaker in the registry for this test; it is registered like any other engine."""
    engine = FailingSpeaker(registry.speaker(Settings()))
    module = ModuleType("speaker_of_this_test")
    module.__dict__["offer"] = lambda settings: engine
    monkeypatch.setitem(sys.modules, module.__name__, module)
    monkeypatch.setitem(registry.ENGINES, Task.SPEAK, (f"{module.__name__}:offer",))
    return engine


@pytest.fixture
def final_failure() -> EngineFailed:
    return EngineFailed(engine="failing", reason="it cannot say that")
