"""Going on: what lost its execution starts again at the next attempt, and nothing finished runs twice."""

from collections.abc import Callable
from typing import Any

import psycopg
import pytest

from mutoscope.errors import MutoscopeError
from mutoscope.jobs.finish import cancel, complete, fail, job_error
from mutoscope.jobs.job import Job, JobResult, JobStatus, find_job
from mutoscope.jobs.resume import restart_unfinished
from mutoscope.jobs.worker import take
from mutoscope.ports import Received
from mutoscope.studio import Studio

Receive = Callable[[], Received]
Order = Callable[..., str]


@pytest.fixture(autouse=True)
def _no_other_jobs(cloud: Any) -> None:
    """Restarting looks at all that is unfinished, so no other test's jobs may be."""
    with psycopg.connect(cloud.database_url) as connection:
        connection.execute("TRUNCATE users CASCADE")


@pytest.fixture
def job_of(studio: Studio) -> Callable[[str], Job]:
    def found(job_id: str) -> Job:
        job = find_job(studio.database, job_id)
        assert job is not None
        return job

    return found


def test_a_film_whose_execution_is_gone_goes_on_and_no_finished_stage_runs_again(
    studio: Studio,
    order_film: Order,
    receive: Receive,
    work_off: Callable[[str], Job],
    speaker: Any,
) -> None:
    job_id = order_film()
    for _ in range(3):
        take(studio, receive())
    studio.builds.stop(f"{job_id}-1")

    restarted = restart_unfinished(studio)
    job = work_off(job_id)

    assert restarted == 1
    assert (job.status, job.attempt) == (JobStatus.COMPLETED, 2)
    assert job.result is not None
    assert {(stage.runs, stage.cached) for stage in job.result.stages} == {(1, False)}
    assert speaker.asked == 1


def test_a_film_that_is_being_built_is_left_alone(
    studio: Studio, order_film: Order, job_of: Callable[[str], Job]
) -> None:
    job_id = order_film()

    restart_unfinished(studio)

    assert job_of(job_id).attempt == 1


def test_a_film_that_waits_for_its_review_is_left_alone(
    studio: Studio, order_film: Order, receive: Receive, drain: Callable[[], int], job_of: Callable[[str], Job]
) -> None:
    job_id = order_film(review=True)
    drain()

    restarted = restart_unfinished(studio)

    assert restarted == 0
    assert job_of(job_id).attempt == 1


def test_a_job_of_one_stage_is_sent_again_and_its_lost_message_means_nothing(
    studio: Studio, order_speech: Order, receive: Receive, speaker: Any, job_of: Callable[[str], Job]
) -> None:
    job_id, lost = order_speech(), receive()

    restart_unfinished(studio)
    take(studio, receive())
    take(studio, lost)

    assert (job_of(job_id).status, job_of(job_id).attempt) == (JobStatus.COMPLETED, 2)
    assert speaker.asked == 1


@pytest.mark.parametrize("end", [cancel, lambda studio, job: fail(studio, job, job_error(MutoscopeError()))])
def test_what_is_over_is_not_started_again(
    studio: Studio, order_speech: Order, job_of: Callable[[str], Job], end: Callable[[Studio, Job], bool]
) -> None:
    job_id = order_speech()
    end(studio, job_of(job_id))

    restarted = restart_unfinished(studio)

    assert restarted == 0
    assert job_of(job_id).attempt == 1


def test_an_earlier_attempt_ends_nothing(studio: Studio, order_speech: Order, job_of: Callable[[str], Job]) -> None:
    job_id = order_speech()
    earlier = job_of(job_id)
    studio.database.row("next_attempt", job_id=job_id)

    ended = [
        complete(studio, earlier, JobResult(files={}, facts={})),
        fail(studio, earlier, job_error(MutoscopeError())),
        cancel(studio, earlier),
    ]

    assert ended == [False, False, False]
    assert job_of(job_id).status is JobStatus.QUEUED


def test_a_job_ends_once(studio: Studio, order_speech: Order, job_of: Callable[[str], Job]) -> None:
    job = job_of(order_speech())

    ended = [
        complete(studio, job, JobResult(files={}, facts={})),
        complete(studio, job, JobResult(files={}, facts={"late": 1})),
        fail(studio, job, job_error(MutoscopeError())),
        cancel(studio, job),
    ]

    assert ended == [True, False, False, False]
    over = job_of(job.job_id)
    assert (over.status, over.result, over.error) == (JobStatus.COMPLETED, JobResult(files={}, facts={}), None)
