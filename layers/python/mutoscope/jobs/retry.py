"""Trying a job again that failed or was cancelled: the same order, with a quote and a hold of its own."""

from mutoscope.audit.actor import Actor
from mutoscope.errors import WrongState
from mutoscope.films.film import require_film
from mutoscope.idempotency import Idempotency
from mutoscope.jobs.job import Job, JobStatus
from mutoscope.jobs.order import order_job
from mutoscope.studio import Studio


def require_retryable(job: Job) -> None:
    """Raises WrongState."""
    if job.status not in (JobStatus.FAILED, JobStatus.CANCELLED):
        raise WrongState(what="job", state=job.status.value.replace("_", " "), action="tried again")


def retry_job(
    studio: Studio, job: Job, idempotency: Idempotency | None, *, actor: Actor, max_credits: int | None = None
) -> str:
    """Orders once more what the job of one stage was ordered with; answers the new job as JSON."""
    given = dict(job.parameters)
    return order_job(studio, job.user_id, job.kind, given, idempotency, actor=actor, max_credits=max_credits)


def retry_build(studio: Studio, job: Job, *, actor: Actor, max_credits: int | None = None) -> str:
    """Builds the job's film again; what was finished costs nothing. Answers the id of the new job."""
    # What takes an order is most of the studio, and most requests order nothing.
    from mutoscope.films.rework import build

    film = require_film(studio.database, job.film_id or "", user_id=job.user_id)
    if film.job_id != job.job_id:
        raise WrongState(what="job", state="not its film's latest build", action="tried again")
    build(studio, film, actor=actor, max_credits=max_credits)
    return require_film(studio.database, film.film_id, user_id=job.user_id).job_id
