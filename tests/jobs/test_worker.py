"""The worker: nothing that a message does to it keeps it from the next one."""

import threading
from collections.abc import Callable
from typing import Any

import pytest

from mutoscope.jobs.job import Job, JobStatus, find_job
from mutoscope.jobs.worker import serve, take
from mutoscope.ports import Received
from mutoscope.studio import Studio

Receive = Callable[[], Received]
Order = Callable[..., str]


def test_a_message_that_is_dealt_with_is_gone(studio: Studio, order_speech: Order, receive: Receive) -> None:
    order_speech()

    take(studio, receive())

    assert studio.work.receive(wait=0) is None


def test_a_message_that_is_none_of_ours_is_left_for_the_dead_letters(studio: Studio, receive: Receive) -> None:
    studio.work.send("hello, worker")

    take(studio, receive())

    left = receive()
    assert (left.body, left.receives) == ("hello, worker", 2)


def test_a_bug_in_a_stage_settles_its_job_and_the_worker_lives(
    studio: Studio, order_speech: Order, receive: Receive, speaker: Any, caplog: pytest.LogCaptureFixture
) -> None:
    speaker.failures = [ZeroDivisionError("a bug")]
    job_id = order_speech()

    take(studio, receive())

    job = find_job(studio.database, job_id)
    assert job is not None
    assert job.error is not None
    assert (job.status, job.error.code) == (JobStatus.FAILED, "internal_error")
    assert "a bug" in caplog.text
    assert studio.work.receive(wait=0) is None


def test_a_bug_in_a_films_stage_settles_the_film(
    order_film: Order, work_off: Callable[[str], Job], speaker: Any
) -> None:
    speaker.failures = [ZeroDivisionError("a bug")]

    job = work_off(order_film())

    assert job.error is not None
    assert (job.error.code, job.error.stage, job.error.scene) == ("internal_error", "voice", "s01")


def test_a_message_waits_while_the_database_does_not_answer(
    studio: Studio, no_database: Studio, order_speech: Order, receive: Receive
) -> None:
    job_id = order_speech()

    take(no_database, receive())

    assert receive().receives == 2
    job = find_job(studio.database, job_id)
    assert job is not None
    assert job.status is JobStatus.QUEUED


def test_the_worker_serves_until_it_is_not_wanted(studio: Studio, order_speech: Order, speaker: Any) -> None:
    wanted = threading.Event()
    wanted.set()
    worker = threading.Thread(target=serve, args=(studio, wanted, studio.work))
    worker.start()
    job_id = order_speech()
    assert speaker.began.wait(10)

    wanted.clear()
    worker.join(10)

    job = find_job(studio.database, job_id)
    assert not worker.is_alive()
    assert job is not None
    assert job.status is JobStatus.COMPLETED
