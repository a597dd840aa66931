"""Counting jobs that end: by how they ended, films among them by themselves, with the time that their people waited."""

from datetime import UTC, datetime

from mutoscope.jobs.job import Job, JobStatus
from mutoscope.measures import Measure, count, time_taken
from mutoscope.settings import Settings

_JOBS = {
    JobStatus.COMPLETED: Measure.JOBS_COMPLETED,
    JobStatus.FAILED: Measure.JOBS_FAILED,
    JobStatus.CANCELLED: Measure.JOBS_CANCELLED,
}
_FILMS = {JobStatus.COMPLETED: Measure.FILMS_COMPLETED, JobStatus.FAILED: Measure.FILMS_FAILED}


def tally(settings: Settings, job: Job, ended: JobStatus) -> None:
    count(settings, _JOBS[ended])
    if job.film_id is None or ended not in _FILMS:
        return
    count(settings, _FILMS[ended])
    if ended is JobStatus.COMPLETED:
        time_taken(settings, Measure.FILM_SECONDS, (datetime.now(UTC) - job.created_at).total_seconds())
