"""The documents' envelope, and a job inside it."""

from typing import Any, Generic, TypeVar

from fastapi import Request
from pydantic import BaseModel, ConfigDict
from pydantic.alias_generators import to_camel

from mutoscope.jobs.job import JobStatus
from mutoscope.jobs.resource import JobResource

D = TypeVar("D", bound=BaseModel)
STATUSES = {
    JobStatus.QUEUED: "QUEUED",
    JobStatus.IN_PROGRESS: "PROCESSING",
    JobStatus.COMPLETED: "COMPLETED",
    JobStatus.FAILED: "FAILED",
    JobStatus.CANCELLED: "FAILED",
}
"""They know no cancelled job: it failed, and its error says so."""


class Camel(BaseModel):
    # A saved answer is written by the model itself, which must name things as FastAPI does: by their aliases.
    model_config = ConfigDict(alias_generator=to_camel, populate_by_name=True, serialize_by_alias=True)


class Envelope(BaseModel, Generic[D]):
    success: bool = True
    data: D
    message: str


class Failure(Camel):
    code: str
    message: str


class JobData(Camel):
    """`result` has an address for each file (`audioUrl`, `imageUrl`, `videoUrl`, ...) and the facts that are known."""

    job_id: str
    status: str
    progress: int
    estimated_time: int | None
    result: dict[str, Any] | None = None
    error: Failure | None = None


def show(request: Request, job: JobResource) -> JobData:
    return JobData(
        job_id=job.id,
        status=STATUSES[job.status],
        progress=job.progress,
        estimated_time=job.estimated_seconds,
        result=_result(request, job) if job.status is JobStatus.COMPLETED else None,
        error=_failure(job),
    )


def address(request: Request, path: str) -> str:
    return str(request.base_url).rstrip("/") + path


def _result(request: Request, job: JobResource) -> dict[str, Any]:
    files = {f"{to_camel(variant)}Url": address(request, path) for variant, path in job.files.items()}
    facts = {to_camel(name): value for name, value in job.facts.items()}
    return {**facts, **files}


def _failure(job: JobResource) -> Failure | None:
    if job.status is JobStatus.CANCELLED:
        return Failure(code="cancelled", message="The job was cancelled.")
    return Failure(code=job.error.code, message=job.error.message) if job.error else None
