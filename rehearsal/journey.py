"""From an empty deployment to a film: accounts, credits, an order, the pipeline's own work, a file, and sound books."""

import tempfile
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import av
import httpx

from cdk.config import Config
from rehearsal.cloud import Cloud
from rehearsal.failure import RehearsalFailed
from rehearsal.listener import listening
from rehearsal.operator import appoint, migrate, verify_mail_domain
from rehearsal.people import Person
from rehearsal.story import Story

GRANTED = 500
FILM_SECONDS = 420.0
SHORT_FILM = {"script": "# Two small scenes\n\nThe first.\n\nAnd the second.", "aspect": "1:1", "music": "none"}
_OVER = ("completed", "failed", "cancelled")


@dataclass(frozen=True)
class Film:
    """What came of an order, as its file and its owner's books say."""

    quoted: int
    charged: int
    spent: int
    """By how much the owner's wallet is smaller."""
    held: int
    """What is still held of it."""
    movements: Sequence[str]
    """In the order in which they were made."""
    findings: Sequence[Any]
    """Of the owner's own check of their books, and of the audit of all books."""
    told: Sequence[str]
    """What was heard of its job over the WebSocket."""
    told_seconds: float
    seconds: float
    codecs: Mapping[str, str]
    """By the kind of stream in the file."""

    def faults(self) -> list[str]:
        """Each in a sentence."""
        rules = {
            f"The film's file lasts {self.seconds:.2f} s, where the film says {self.told_seconds:.2f} s.": abs(
                self.seconds - self.told_seconds
            )
            < 0.1,
            f"The film's file holds {dict(self.codecs)}.": self.codecs == {"video": "h264", "audio": "aac"},
            f"The film is charged {self.charged} credits, where {self.quoted} were quoted.": 0
            < self.charged
            <= self.quoted,
            f"The wallet is {self.spent} credits smaller, where {self.charged} are charged.": self.spent
            == self.charged,
            f"{self.held} credits are still held.": self.held == 0,
            f"The film's movements are {self.movements}.": list(self.movements) == ["hold", "capture"],
            f"The job was told of as {self.told}.": list(self.told[-2:]) == ["in_progress", "completed"],
            f"The books have findings: {self.findings}.": not self.findings,
        }
        return [sentence for sentence, holds in rules.items() if not holds]


def open_studio(cloud: Cloud, config: Config, story: Story) -> tuple[Person, Person]:
    """An operator who is super admin, and a user with credits."""
    with story.step("the operator verifies the mail domain and migrates the database") as details:
        verify_mail_domain(cloud, config)
        details.append(f"{len(migrate(cloud))} migrations")
    head, user = Person(cloud, "Olga"), Person(cloud, "Uma")
    with story.step("the operator registers, confirms the address, is appointed and logs in"):
        head.register()
        appoint(cloud, head.email)
        head.log_in()
    with story.step("a user registers, and confirms the address"):
        user.register()
    with story.step(f"the operator grants the user {GRANTED} credits"):
        grant = {"credits": GRANTED, "reason": "rehearsal"}
        head.call("POST", f"/v1/admin/users/{user.user_id}/credits", json=grant)
    return head, user


def make_film(head: Person, user: Person, order: Mapping[str, Any], story: Story) -> Film:
    before = user.call("GET", "/v1/credits")["available"]
    with listening(user) as listener:
        with story.step("the user follows their jobs, asks for the price, and orders a film") as details:
            quoted = user.call("POST", "/v1/quotes", json={"kind": "film", "input": order})["credits"]
            film_id = user.call("POST", "/v1/films", json=order)["id"]
            details.append(f"quoted at {quoted} credits")
        with story.step("the state machine builds it, and functions do the work") as details:
            film = _finished(user, film_id)
            told = listener.told_of(film["job_id"])
            details.append(f"told of as {', '.join(told)}")
    with story.step("the file is fetched by its link, and probed") as details:
        seconds, codecs = _probe(user.link_to(f"/v1/films/{film_id}/content"))
        details.append(f"{seconds:.1f} s, {' and '.join(codecs.values())}")
    with story.step("the books are audited") as details:
        statement = user.call("GET", "/v1/credits/statement?limit=100&order=asc")["data"]
        wallet = user.call("GET", "/v1/credits")
        own = user.call("GET", "/v1/credits/verify")["findings"]
        findings = [*own, *head.call("GET", "/v1/admin/credits/audit")["findings"]]
        charged = film["credits"]["charged"]
        details.append(f"{before} credits before, {charged} charged, {wallet['available']} after")
    return Film(
        quoted=quoted,
        charged=charged,
        spent=before - wallet["available"],
        held=wallet["held"],
        movements=[each["kind"] for each in statement if each["reference"] == film["job_id"]],
        findings=findings,
        told=told,
        told_seconds=film["duration"],
        seconds=seconds,
        codecs=codecs,
    )


def _finished(user: Person, film_id: str) -> dict[str, Any]:
    deadline = time.monotonic() + FILM_SECONDS
    while time.monotonic() < deadline:
        film = user.call("GET", f"/v1/films/{film_id}")
        if film["status"] == "completed":
            return film
        if film["status"] in _OVER:
            raise RehearsalFailed(f"The film is {film['status']}: {film.get('error')}")
        time.sleep(0.5)
    raise RehearsalFailed(f"The film is not finished within {FILM_SECONDS:.0f} s.")


def _probe(link: str) -> tuple[float, dict[str, str]]:
    fetched = httpx.get(link, timeout=60)
    if fetched.status_code != 200:
        raise RehearsalFailed(f"The film's link is answered {fetched.status_code}: {fetched.text[:500]}")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "film.mp4"
        path.write_bytes(fetched.content)
        with av.open(str(path)) as video:
            assert video.duration is not None
            # The cover is a video stream too, behind the film's own.
            streams = (video.streams.video[0], video.streams.audio[0])
            codecs = {str(each.type): str(each.codec_context.name) for each in streams}
            return video.duration / av.time_base, codecs
