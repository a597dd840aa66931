"""What somebody has made: each job with what it was asked, by whom it was done, what it cost and what came of it."""

from typing import Any, Literal

from pydantic import BaseModel

from mutoscope.films.resource import created_at
from mutoscope.jobs.job import JobError, JobResult, JobStatus
from mutoscope.ports import Row

_PROMPTS = ("prompt", "topic", "input", "text", "title")
_LONGEST_PROMPT = 500


class HistoryResource(BaseModel):
    """`cost` is in credits: what is set aside until the job is over, then what was charged."""

    id: str
    object: Literal["history_entry"] = "history_entry"
    created_at: int
    completed_at: int | None
    kind: str
    status: JobStatus
    services: list[str]
    prompt: str
    cost: int
    film_id: str | None
    files: dict[str, str]
    media: list[str]
    """What of it was taken into the library."""
    error: JobError | None


def show_entry(row: Row) -> HistoryResource:
    status, job_id = JobStatus(row["status"]), row["job_id"]
    files = JobResult.model_validate(row["result"]).files if row["result"] else {}
    return HistoryResource(
        id=job_id,
        created_at=created_at(job_id),
        completed_at=int(row["completed_at"].timestamp()) if row["completed_at"] else None,
        kind=row["kind"],
        status=status,
        services=row["services"] or [],
        prompt=_prompt(row["parameters"]),
        cost=row["credits_charged"] if status.is_over else row["credits_held"],
        film_id=row["film_id"],
        files={name: f"/v1/jobs/{job_id}/content?variant={name}" for name in files},
        media=row["media"] or [],
        error=JobError.model_validate(row["error"]) if row["error"] else None,
    )


def _prompt(parameters: dict[str, Any]) -> str:
    """What was asked in words; a film from a script of one's own has only its title."""
    found = next((parameters[name] for name in _PROMPTS if isinstance(parameters.get(name), str)), "")
    return str(found)[:_LONGEST_PROMPT]
