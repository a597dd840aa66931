"""How long a job of one stage will take: by what is done of it, or by what its kind usually takes."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime

from mutoscope.jobs.job import Job
from mutoscope.ports import Database, StageMark

LEAST_SHARE = 0.05
"""Less than this says nothing of the pace."""


def usual_seconds(database: Database, jobs: Sequence[Job]) -> dict[str, float]:
    """By kind, for the kinds of those jobs that are neither over nor films; a kind never made has none."""
    kinds = sorted({job.kind for job in jobs if not job.status.is_over and job.film_id is None})
    if not kinds:
        return {}
    rows = database.rows("usual_seconds", kinds=kinds)
    return {row["kind"]: row["seconds"] for row in rows if row["seconds"] is not None}


def seconds_left(job: Job, marks: Sequence[StageMark], usual: Mapping[str, float]) -> int | None:
    """Without the wait in its line; None when nothing is known."""
    elapsed = (datetime.now(UTC) - job.started_at).total_seconds() if job.started_at else 0.0
    share = sum(mark.progress for mark in marks) / len(marks) if marks else 0.0
    if elapsed > 0 and LEAST_SHARE <= share < 1:
        return _rounded(elapsed * (1 - share) / share)
    return _rounded(usual[job.kind] - elapsed) if job.kind in usual else None


def _rounded(seconds: float) -> int:
    return max(1, round(seconds))
