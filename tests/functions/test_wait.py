"""Waiting for a job inside a request: its result, its failure in its own words, or its id when it takes too long."""

import asyncio
import threading
from collections.abc import Callable

import pytest

from mutoscope.adapters.http.wait import JobCancelled, JobFailed, StillRunning, finished
from mutoscope.errors import NotFound
from mutoscope.jobs.finish import cancel, fail
from mutoscope.jobs.job import JobError, JobStatus, find_job
from mutoscope.studio import Studio

Drain = Callable[[], int]
OrderSpeech = Callable[..., str]


def test_a_job_is_waited_for_while_others_work_on_it(
    studio: Studio, user: str, order_speech: OrderSpeech, drain: Drain
) -> None:
    job_id = order_speech()
    worker = threading.Thread(target=drain)
    worker.start()

    job = asyncio.run(finished(studio, job_id, user, seconds=20))
    worker.join()

    assert job.status is JobStatus.COMPLETED
    assert job.result is not None
    assert job.result.files["audio"].content_type == "audio/flac"


def test_a_job_that_takes_too_long_goes_on_and_its_id_is_told(
    studio: Studio, user: str, order_speech: OrderSpeech
) -> None:
    job_id = order_speech()

    with pytest.raises(StillRunning, match=job_id) as refused:
        asyncio.run(finished(studio, job_id, user, seconds=0.1))

    job = find_job(studio.database, job_id)
    assert job is not None
    assert job.status is JobStatus.QUEUED
    assert f"/v1/jobs/{job_id}/content" in refused.value.advice


def test_a_failure_is_told_in_the_jobs_own_words(studio: Studio, user: str, order_speech: OrderSpeech) -> None:
    job_id = order_speech()
    job = find_job(studio.database, job_id)
    assert job is not None
    fail(studio, job, JobError(code="picture_broken", message="It is torn.", hint="Send a whole one."))

    with pytest.raises(JobFailed, match=r"It is torn\.") as refused:
        asyncio.run(finished(studio, job_id, user))

    assert (refused.value.code, refused.value.advice) == ("picture_broken", "Send a whole one.")


def test_a_cancelled_job_is_nobodys_result(studio: Studio, user: str, order_speech: OrderSpeech) -> None:
    job_id = order_speech()
    job = find_job(studio.database, job_id)
    assert job is not None
    cancel(studio, job)

    with pytest.raises(JobCancelled):
        asyncio.run(finished(studio, job_id, user))


def test_somebody_elses_job_is_not_waited_for(studio: Studio, order_speech: OrderSpeech) -> None:
    job_id = order_speech()

    with pytest.raises(NotFound):
        asyncio.run(finished(studio, job_id, "user_of_another_kind"))
