"""Ending a job: delivered, failed or cancelled, once, and only at the attempt that is running."""

from pydantic import BaseModel

from mutoscope.audit.actor import Actor
from mutoscope.audit.change import Change
from mutoscope.batches.nudge import nudge
from mutoscope.credits.refusals import HoldExpired
from mutoscope.errors import MutoscopeError
from mutoscope.jobs.job import Job, JobError, JobResult, JobStatus
from mutoscope.jobs.tally import tally
from mutoscope.observability import logger
from mutoscope.studio import Studio
from mutoscope.webhooks.telling import telling


def complete(studio: Studio, job: Job, result: JobResult) -> bool:
    return _finish(studio, job, JobStatus.COMPLETED, result=result)


def fail(studio: Studio, job: Job, error: JobError) -> bool:
    return _finish(studio, job, JobStatus.FAILED, error=error)


def cancel(studio: Studio, job: Job, *, actor: Actor | None = None) -> bool:
    """Ends the job for its owner; stages that are under way notice at their next heartbeat."""
    change = Change("job.cancelled", "job", job.job_id, {"status": job.status}, {"status": JobStatus.CANCELLED})
    by = (actor or Actor(user_id=job.user_id)).values()
    with telling(studio, job.user_id):
        row = studio.database.row(
            "cancel_job", job_id=job.job_id, attempt=job.attempt, actor=by, change=change.values()
        )
    cancelled = bool(row and row["status"])
    if row and row["in_batch"]:
        nudge(studio, job.user_id)
    if cancelled:
        logger.info("job ended", job_id=job.job_id, status=JobStatus.CANCELLED.value, code=None)
        tally(studio.settings, job, JobStatus.CANCELLED)
        studio.news.changed(job.user_id, job.job_id)
    if job.film_id is not None:
        studio.builds.stop(f"{job.job_id}-{job.attempt}")
    return cancelled


def job_error(error: MutoscopeError, *, stage: str | None = None, scene: str | None = None) -> JobError:
    return JobError(code=error.code, message=error.message, hint=error.advice, stage=stage, scene=scene)


def _finish(
    studio: Studio, job: Job, status: JobStatus, *, result: JobResult | None = None, error: JobError | None = None
) -> bool:
    with telling(studio, job.user_id):
        row = studio.database.row(
            "finish_job",
            job_id=job.job_id,
            attempt=job.attempt,
            status=status.value,
            result=_values(result),
            error=_values(error),
            late=_values(job_error(HoldExpired())),
        )
    if row and row["in_batch"]:
        nudge(studio, job.user_id)
    ended = row["status"] if row else None
    if ended:
        logger.info("job ended", job_id=job.job_id, status=ended, code=error.code if error else None)
        tally(studio.settings, job, JobStatus(ended))
        studio.news.changed(job.user_id, job.job_id)
    return bool(ended == status)


def _values(value: BaseModel | None) -> dict[str, object] | None:
    return value.model_dump(mode="json") if value else None
