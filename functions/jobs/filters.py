"""By what a list of jobs is narrowed: status, kind, and when they were ordered."""

from dataclasses import dataclass
from typing import Annotated

from fastapi import Query
from ulid import ULID

from mutoscope.jobs.job import JobStatus

_LATEST = 253_402_300_799
"""The end of the year 9999; ids hold a little more."""
Moment = Annotated[int | None, Query(ge=0, le=_LATEST, description="Unix seconds.")]


@dataclass(frozen=True)
class JobFilter:
    status: Annotated[JobStatus | None, Query()] = None
    kind: Annotated[str | None, Query(max_length=64)] = None
    created_after: Moment = None
    created_before: Moment = None

    @property
    def is_empty(self) -> bool:
        return self == JobFilter()

    def values(self) -> dict[str, object]:
        """Parameters of the list `filtered_jobs`: from the first second, up to and without the second one."""
        return {
            "status": self.status.value if self.status else None,
            "kind": self.kind,
            "first_id": _first_id(self.created_after) if self.created_after is not None else "job_",
            "beyond_id": _first_id(self.created_before) if self.created_before is not None else "job_z",
        }


def _first_id(moment: int) -> str:
    """The lowest id that this second can have: its time, and no chance after it."""
    return f"job_{str(ULID.from_bytes((moment * 1000).to_bytes(6, 'big') + bytes(10))).lower()}"
