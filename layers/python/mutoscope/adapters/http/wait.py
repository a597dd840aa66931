"""Waiting for a job inside a request, for routes that answer its result: the event loop waits, no thread is held.

Whoever waits longer than `settings.wait_seconds` is told the job's id. The job goes on, and OpenAI's clients send such
a request again by themselves, which finds the same job and waits on.
"""

import asyncio
import json
import time
from collections.abc import Callable

import anyio.to_thread

from mutoscope.errors import InvalidInput, Unavailable
from mutoscope.jobs.job import Job, JobError, JobStatus, require_job
from mutoscope.studio import Studio

FIRST_LOOK_SECONDS = 0.03
LONGEST_PAUSE_SECONDS = 0.5


class StillRunning(Unavailable):
    """The job {job_id} is not over after {seconds} seconds of waiting; it goes on."""

    code = "job_still_running"
    hint = (
        "GET /v1/jobs/{job_id} says how it stands, GET /v1/jobs/{job_id}/content fetches its result. The same request"
        " with the same Idempotency-Key waits on and orders nothing new."
    )


class JobFailed(InvalidInput):
    """The job {job_id} failed: {reason}"""

    code = "job_failed"
    hint = "{advice}"

    def __init__(self, job_id: str, error: JobError) -> None:
        super().__init__(job_id=job_id, reason=error.message, advice=error.hint)
        # What the job failed of outranks the family's own code.
        vars(self)["code"] = error.code


class JobCancelled(InvalidInput):
    """The job {job_id} was cancelled while its result was waited for."""

    code = "job_cancelled"
    hint = "Order it again if it is still wanted."


async def finished(studio: Studio, job_id: str, user_id: str, *, seconds: float | None = None) -> Job:
    """The user's job once it is completed.

    `seconds` left out are `settings.wait_seconds`. Raises NotFound, JobFailed, JobCancelled, StillRunning.
    """
    patience = studio.settings.wait_seconds if seconds is None else seconds
    until, pause = time.monotonic() + patience, FIRST_LOOK_SECONDS
    job = await anyio.to_thread.run_sync(_look, studio, job_id, user_id)
    while not job.status.is_over:
        left = until - time.monotonic()
        if left <= 0:
            raise StillRunning(what="The job", job_id=job_id, seconds=round(patience))
        await asyncio.sleep(min(pause, left))
        pause = min(pause * 1.5, LONGEST_PAUSE_SECONDS)
        job = await anyio.to_thread.run_sync(_look, studio, job_id, user_id)
    return _delivered(job)


async def ordered(studio: Studio, user_id: str, order: Callable[[], str]) -> Job:
    """The job that `order` accepts, once it is completed. `order` runs in a thread and answers as `order_job` does.

    Raises what `order` and `finished` raise.
    """
    answer = await anyio.to_thread.run_sync(order)
    return await finished(studio, str(json.loads(answer)["id"]), user_id)


def _look(studio: Studio, job_id: str, user_id: str) -> Job:
    return require_job(studio.database, job_id, user_id=user_id)


def _delivered(job: Job) -> Job:
    if job.status is JobStatus.CANCELLED:
        raise JobCancelled(job_id=job.job_id)
    if job.status is JobStatus.FAILED and job.error is not None:
        raise JobFailed(job.job_id, job.error)
    return job
