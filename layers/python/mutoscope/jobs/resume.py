"""Going on with accepted jobs: what was never sent is sent, what lost its execution gets a new attempt."""

from mutoscope.jobs.job import Job, find_job, job_from
from mutoscope.jobs.submit import send, send_check
from mutoscope.observability import logger
from mutoscope.studio import Studio


def check(studio: Studio, job_id: str) -> None:
    """Sends the outbox entry that the accepting process did not live to send."""
    job = find_job(studio.database, job_id)
    if job is None or job.status.is_over:
        return
    if studio.database.row("unsent_entry", job_id=job_id, attempt=job.attempt):
        send(studio, job_id, kind=job.kind, attempt=job.attempt, is_film=job.film_id is not None)


def restart(studio: Studio, job: Job) -> None:
    """Starts the next attempt; the stage cache makes what was finished before free."""
    send_check(studio, job.job_id)
    row = studio.database.row("next_attempt", job_id=job.job_id)
    if row is None:
        return
    send(studio, job.job_id, kind=job.kind, attempt=row["number"], is_film=job.film_id is not None)
    logger.info("job restarted", job_id=job.job_id, attempt=row["number"])


def restart_unfinished(studio: Studio) -> int:
    """For a studio whose queues and executions are gone: restarts every job that the record calls unfinished."""
    unfinished = [job_from(row) for row in studio.database.rows("unfinished_jobs")]
    for job in unfinished:
        if job.film_id is None or not studio.builds.is_live(f"{job.job_id}-{job.attempt}"):
            restart(studio, job)
    return len(unfinished)
