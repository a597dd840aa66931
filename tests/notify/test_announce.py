"""A letter when a film is finished, for whoever asked for it."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

import psycopg
import pytest
from fastapi.testclient import TestClient

from mutoscope.adapters.aws.s3_mailbox import S3Mailbox
from mutoscope.jobs.job import Job, JobResult, JobStatus, find_job
from mutoscope.jobs.worker import take
from mutoscope.notify.announce import announce
from mutoscope.ports import Mail
from mutoscope.studio import Studio

FILM = {"script": "Hello.", "aspect": "1:1", "music": "none"}
ASKED = {"preferences": {"notices": {"film_completed": True}}}


@pytest.fixture
def film(studio: Studio, client: TestClient, user: str) -> Job:
    """A film that is finished, of somebody who has proved an address."""
    address = f"{user}@example.com"
    with psycopg.connect(studio.settings.database_url) as connection:
        connection.execute(
            "UPDATE users SET email = %s, email_key = %s, email_verified_at = now() WHERE user_id = %s",
            (address, address, user),
        )
    job = find_job(studio.database, client.post("/v1/films", json=FILM).json()["job_id"])
    assert job is not None
    return replace(job, status=JobStatus.COMPLETED, result=JobResult(files={}, facts={"title": "Rice & <water>"}))


@pytest.fixture
def letters(studio: Studio, user: str) -> Callable[[], Sequence[Mail]]:
    def read() -> Sequence[Mail]:
        while (received := studio.errands.receive(wait=0)) is not None:
            take(studio, received, studio.errands)
        return [kept.mail for kept in S3Mailbox(studio.settings).letters() if user in kept.mail.to]

    return read


def test_a_finished_film_is_written_of_to_whoever_asked(
    studio: Studio, client: TestClient, film: Job, letters: Any
) -> None:
    client.patch("/v1/me", json=ASKED)

    announce(studio, film)

    [letter] = letters()
    assert letter.subject == "Your film is finished"
    assert "“Rice & <water>”" in letter.text
    assert "“Rice &amp; &lt;water&gt;”" in letter.html


@pytest.mark.parametrize("preferences", [{}, {"notices": {}}, {"notices": {"film_completed": False}}])
def test_nobody_is_written_to_who_did_not_ask(
    studio: Studio, client: TestClient, film: Job, letters: Any, preferences: dict[str, Any]
) -> None:
    client.patch("/v1/me", json={"preferences": preferences})

    announce(studio, film)

    assert letters() == []


def test_a_film_that_failed_and_a_job_of_another_kind_are_not_written_of(
    studio: Studio, client: TestClient, film: Job, letters: Any
) -> None:
    client.patch("/v1/me", json=ASKED)

    announce(studio, replace(film, status=JobStatus.FAILED))
    announce(studio, replace(film, film_id=None))

    assert letters() == []


def test_an_address_that_is_not_proved_gets_no_letter(
    studio: Studio, client: TestClient, film: Job, letters: Any, user: str
) -> None:
    client.patch("/v1/me", json=ASKED)
    with psycopg.connect(studio.settings.database_url) as connection:
        connection.execute("UPDATE users SET email_verified_at = NULL WHERE user_id = %s", (user,))

    announce(studio, film)

    assert letters() == []


@pytest.mark.parametrize("notices", [True, {"film_completed": "yes"}, {"film_complete": True}])
def test_a_wish_that_would_bring_no_letter_is_refused(client: TestClient, notices: Any) -> None:
    answer = client.patch("/v1/me", json={"preferences": {"notices": notices}})

    assert (answer.status_code, answer.json()["error"]["param"]) == (422, "preferences")
