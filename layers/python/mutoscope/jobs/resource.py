"""A job as the API shows it."""

from collections.abc import Mapping, Sequence
from typing import Literal

from pydantic import BaseModel

from mutoscope.films.film import Film, find_films
from mutoscope.films.progress import progress_of
from mutoscope.films.resource import CreditsResource, created_at, show_credits
from mutoscope.jobs.estimate import seconds_left, usual_seconds
from mutoscope.jobs.job import Job, JobError, JobItem, JobStatus, StageRow
from mutoscope.jobs.stage_rows import stage_row
from mutoscope.ports import MarkState, StageMark
from mutoscope.studio import Studio


class JobResource(BaseModel):
    id: str
    object: Literal["job"] = "job"
    created_at: int
    started_at: int | None
    completed_at: int | None
    kind: str
    status: JobStatus
    progress: int
    stage: str | None
    estimated_seconds: int | None
    """Until it is over, as far as anybody can tell; null when it is over, waits for a review, or nothing is known."""
    film_id: str | None
    files: dict[str, str]
    facts: dict[str, str | int | float]
    stages: tuple[StageRow, ...]
    items: tuple[JobItem, ...]
    """How each result went, of an order of several."""
    credits: CreditsResource
    error: JobError | None


def show_job(studio: Studio, job: Job) -> JobResource:
    return show_jobs(studio, [job])[0]


def show_jobs(studio: Studio, jobs: Sequence[Job]) -> list[JobResource]:
    """However many jobs there are, the films of those that are not delivered are one query."""
    unfinished = [job.film_id for job in jobs if job.film_id and job.status is not JobStatus.COMPLETED]
    films = find_films(studio.database, unfinished)
    usual = usual_seconds(studio.database, jobs)
    return [_show(studio, job, films.get(job.film_id or ""), usual) for job in jobs]


def new_job(job_id: str, kind: str, *, held: int, film_id: str | None = None) -> JobResource:
    """A job as it is answered when it is accepted: queued, nothing begun."""
    return JobResource(
        id=job_id,
        created_at=created_at(job_id),
        started_at=None,
        completed_at=None,
        kind=kind,
        status=JobStatus.QUEUED,
        progress=0,
        stage=None,
        estimated_seconds=None,
        film_id=film_id,
        files={},
        facts={},
        stages=(),
        items=(),
        credits=CreditsResource(held=held),
        error=None,
    )


def _show(studio: Studio, job: Job, film: Film | None, usual: Mapping[str, float]) -> JobResource:
    marks = [] if job.result else list(studio.live.marks(job.job_id))
    running = [mark for mark in marks if mark.state is MarkState.RUNNING and not job.status.is_over]
    rows = tuple(stage_row(mark, is_over=job.status.is_over) for mark in marks)
    return JobResource(
        id=job.job_id,
        created_at=created_at(job.job_id),
        started_at=int(job.started_at.timestamp()) if job.started_at else None,
        completed_at=int(job.completed_at.timestamp()) if job.completed_at else None,
        kind=job.kind,
        status=job.status,
        progress=100 if job.status is JobStatus.COMPLETED else _percent(studio, job, film, marks),
        stage=running[0].name if running else (job.error.stage if job.error else None),
        estimated_seconds=None if job.status.is_over else _seconds_left(studio, job, film, marks, usual),
        film_id=job.film_id,
        files={name: f"/v1/jobs/{job.job_id}/content?variant={name}" for name in job.result.files}
        if job.result
        else {},
        facts=job.result.facts if job.result else {},
        stages=job.result.stages if job.result else rows,
        items=job.result.items if job.result else (),
        credits=show_credits(job),
        error=job.error,
    )


def _seconds_left(
    studio: Studio, job: Job, film: Film | None, marks: Sequence[StageMark], usual: Mapping[str, float]
) -> int | None:
    if film is None:
        return seconds_left(job, marks, usual)
    return None if film.awaiting_review else progress_of(film, marks, workers=studio.settings.workers).estimated_seconds


def _percent(studio: Studio, job: Job, film: Film | None, marks: Sequence[StageMark]) -> int:
    """Of several results, those that are not begun count as well."""
    if film is not None:
        return progress_of(film, marks, workers=studio.settings.workers).percent
    asked = job.parameters.get("n") or len(job.parameters.get("items") or ())
    return int(99 * sum(mark.progress for mark in marks) / max(1, len(marks), asked))
