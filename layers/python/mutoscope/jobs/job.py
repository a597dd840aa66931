"""A job: one order of one kind. `queued → in_progress → completed | failed | cancelled`; what is over stays over."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, field_validator

from mutoscope.errors import MutoscopeError, NotFound
from mutoscope.ports import Database, Line, Row


class JobStatus(StrEnum):
    QUEUED = "queued"  # accepted, no work has begun
    IN_PROGRESS = "in_progress"  # some stage has begun; also while a script waits for its review
    COMPLETED = "completed"  # delivered
    FAILED = "failed"  # ended with an error; nothing more will run
    CANCELLED = "cancelled"  # ended by its owner, or by a newer edit of its film

    @property
    def is_over(self) -> bool:
        return self in (JobStatus.COMPLETED, JobStatus.FAILED, JobStatus.CANCELLED)


class JobError(BaseModel):
    """Why a job failed, in words for its owner."""

    model_config = ConfigDict(frozen=True)

    code: str
    message: str
    hint: str
    stage: str | None = None
    scene: str | None = None


class DeliveredFile(BaseModel):
    model_config = ConfigDict(frozen=True)

    key: str
    filename: str
    content_type: str


class StageRow(BaseModel):
    """One line of a job's account of its stages; `seconds` is the time of the run that made the result."""

    model_config = ConfigDict(frozen=True)

    name: str
    scene: str | None
    status: str
    runs: int
    cached: bool
    seconds: float


class SceneTime(BaseModel):
    """When a scene begins and ends, in seconds from the beginning of its film."""

    model_config = ConfigDict(frozen=True)

    start: float
    end: float


class JobItem(BaseModel):
    """One of the results that an order asked for: the variants of its files, or why there are none."""

    model_config = ConfigDict(frozen=True)

    number: int
    status: Literal["completed", "failed"]
    files: tuple[str, ...] = ()
    error: JobError | None = None


_MAIN = ("video", "gif", "image", "audio", "text", "json")


class JobResult(BaseModel):
    """What a job delivered: files by variant, the main one first, facts about them, each scene's time, its stages."""

    model_config = ConfigDict(frozen=True)

    files: dict[str, DeliveredFile]
    facts: dict[str, str | int | float]
    scenes: tuple[SceneTime, ...] = ()
    """In the order they are told; films of older releases have none."""
    stages: tuple[StageRow, ...] = ()
    items: tuple[JobItem, ...] = ()
    """Of an order of several results, each of which may have failed alone."""

    @field_validator("files")
    @classmethod
    def _main_first(cls, files: dict[str, DeliveredFile]) -> dict[str, DeliveredFile]:
        """The record keeps no order of an object's fields."""
        return dict(sorted(files.items(), key=lambda each: _rank(each[0])))


def _rank(variant: str) -> tuple[int, int, str]:
    """`image`, `image_2` to `image_10`, and what belongs to them behind."""
    name, _, end = variant.rpartition("_")
    if not (name and end.isdecimal()):
        name, end = variant, "1"
    return _MAIN.index(name) if name in _MAIN else len(_MAIN), int(end), name


@dataclass(frozen=True)
class JobCredits:
    """What was set aside for the job, what it was charged of it, and what came back when it was over."""

    held: int
    charged: int
    returned: int


@dataclass(frozen=True)
class Job:
    job_id: str
    user_id: str
    kind: str
    film_id: str | None
    status: JobStatus
    attempt: int
    parameters: dict[str, Any]
    result: JobResult | None
    error: JobError | None
    created_at: datetime
    started_at: datetime | None
    completed_at: datetime | None
    credits: JobCredits = JobCredits(0, 0, 0)
    line: Line = Line.INTERACTIVE


class JobOver(MutoscopeError):
    """The job {job_id} is over, so this work is not needed any more."""

    code = "job_over"
    hint = "Nothing needs to be done."


def find_job(database: Database, job_id: str) -> Job | None:
    row = database.row("get_job", job_id=job_id)
    return job_from(row) if row else None


def find_jobs(database: Database, job_ids: Sequence[str]) -> dict[str, Job]:
    """The jobs that there are of these, by their ids."""
    if not job_ids:
        return {}
    return {row["job_id"]: job_from(row) for row in database.rows("jobs_of_ids", ids=list(job_ids))}


def require_job(database: Database, job_id: str, *, user_id: str) -> Job:
    """The user's job; somebody else's is not found, like one that never was."""
    job = find_job(database, job_id)
    if job is None or job.user_id != user_id:
        raise NotFound(what="job", id=job_id)
    return job


def require_running(database: Database, job_id: str, attempt: int) -> Job:
    """The job, if it is running at just this attempt; `JobOver` otherwise."""
    job = find_job(database, job_id)
    if job is None or job.status.is_over or job.attempt != attempt:
        raise JobOver(job_id=job_id)
    return job


def job_from(row: Row) -> Job:
    status, held, charged = JobStatus(row["status"]), row["credits_held"], row["credits_charged"]
    return Job(
        job_id=row["job_id"],
        user_id=row["user_id"],
        kind=row["kind"],
        film_id=row["film_id"],
        status=status,
        attempt=row["attempt"],
        parameters=row["parameters"],
        result=JobResult.model_validate(row["result"]) if row["result"] else None,
        error=JobError.model_validate(row["error"]) if row["error"] else None,
        created_at=row["created_at"],
        started_at=row["started_at"],
        completed_at=row["completed_at"],
        credits=JobCredits(held, charged, held - charged if status.is_over else 0),
        line=Line(row["line"]),
    )
