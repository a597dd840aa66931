"""Going on with accepted jobs: what was never sent is sent, what lost its execution gets a new attempt."""

from mutoscope.batches.nudge import send_check as look_after
from mutoscope.credits.ledger import Ledger
from mutoscope.films.film import find_film
from mutoscope.jobs.expire import expire_holds
from mutoscope.jobs.job import Job, find_job, job_from
from mutoscope.jobs.submit import CHECK_AGAIN_SECONDS, send, send_check
from mutoscope.observability import logger
from mutoscope.studio import Studio
from mutoscope.webhooks.telling import tell_late


def check(studio: Studio, job_id: str) -> None:
    """Sends the outbox entry that the accepting process did not live to send; later ends a job whose hold ran out.

    It looks again as long as the job is under way, and no clock but the queue's wakes it.
    """
    job = find_job(studio.database, job_id)
    if job is None:
        # Never accepted, or deleted with its account while it ran: whatever was held for it goes back.
        Ledger(studio.database).release(job_id, "gone")
        return
    if job.status.is_over:
        tell_late(studio, job.user_id)
        return
    if expire_holds(studio, job.user_id, only=job_id):
        return
    if not _is_parked(studio, job):
        send_check(studio, job_id, delay=CHECK_AGAIN_SECONDS)
    if studio.database.row("unsent_entry", job_id=job_id, attempt=job.attempt):
        _send(studio, job, job.attempt)


def _is_parked(studio: Studio, job: Job) -> bool:
    """A film that waits for its review is looked at when its owner comes, so that nothing is awake for it."""
    film = find_film(studio.database, job.film_id) if job.film_id else None
    return film is not None and film.awaiting_review


def restart(studio: Studio, job: Job) -> None:
    """Starts the next attempt; the stage cache makes what was finished before free."""
    send_check(studio, job.job_id)
    row = studio.database.row("next_attempt", job_id=job.job_id)
    if row is None:
        return
    _send(studio, job, row["number"])
    logger.info("job restarted", job_id=job.job_id, attempt=row["number"])


def restart_unfinished(studio: Studio) -> int:
    """For a studio whose queues and executions are gone: restarts every job that the record calls unfinished, and
    looks after every batch."""
    unfinished = [job_from(row) for row in studio.database.rows("unfinished_jobs")]
    for job in unfinished:
        if job.film_id is None or not studio.builds.is_live(f"{job.job_id}-{job.attempt}"):
            restart(studio, job)
    for row in studio.database.rows("all_batches_under_way"):
        look_after(studio, row["user_id"], row["batch_id"], delay=0)
    return len(unfinished)


def _send(studio: Studio, job: Job, attempt: int) -> None:
    is_film = job.film_id is not None
    send(
        studio,
        job.job_id,
        kind=job.kind,
        parameters=job.parameters,
        attempt=attempt,
        is_film=is_film,
        line=job.line,
    )
