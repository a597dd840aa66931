"""A job as the API shows it."""

from typing import Literal

from pydantic import BaseModel

from mutoscope.films.resource import created_at
from mutoscope.films.settle import stage_rows
from mutoscope.jobs.job import Job, JobError, JobStatus, StageRow
from mutoscope.ports import MarkState
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
    film_id: str | None
    files: dict[str, str]
    facts: dict[str, str | int | float]
    stages: tuple[StageRow, ...]
    error: JobError | None


def show_job(studio: Studio, job: Job) -> JobResource:
    marks = [] if job.status.is_over else list(studio.live.marks(job.job_id))
    running = [mark for mark in marks if mark.state is MarkState.RUNNING]
    share = sum(mark.progress for mark in marks) / max(1, len(marks))
    return JobResource(
        id=job.job_id,
        created_at=created_at(job.job_id),
        started_at=int(job.started_at.timestamp()) if job.started_at else None,
        completed_at=int(job.completed_at.timestamp()) if job.completed_at else None,
        kind=job.kind,
        status=job.status,
        progress=100 if job.status is JobStatus.COMPLETED else int(99 * share),
        stage=running[0].name if running else (job.error.stage if job.error else None),
        film_id=job.film_id,
        files={name: f"/v1/jobs/{job.job_id}/content?variant={name}" for name in job.result.files}
        if job.result
        else {},
        facts=job.result.facts if job.result else {},
        stages=job.result.stages if job.result else (stage_rows(studio, job.job_id) if marks else ()),
        error=job.error,
    )


def new_job(job_id: str, kind: str, *, film_id: str | None = None) -> JobResource:
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
        film_id=film_id,
        files={},
        facts={},
        stages=(),
        error=None,
    )
