"""A film: a document that its builds follow. Each build or rebuild is a job; `job_id` names the latest."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from mutoscope.errors import NotFound
from mutoscope.films.request import FilmSpec
from mutoscope.films.script import Script
from mutoscope.jobs.job import JobStatus
from mutoscope.ports import Database, Row


class FilmStatus(StrEnum):
    DRAFT = "draft"  # a document that nobody has ordered yet; it costs nothing
    QUEUED = "queued"  # accepted, nothing has begun
    IN_PROGRESS = "in_progress"  # being built
    AWAITING_REVIEW = "awaiting_review"  # the script waits for its owner; nothing runs meanwhile
    COMPLETED = "completed"  # can be watched
    FAILED = "failed"  # ended with an error
    CANCELLED = "cancelled"  # ended by its owner


@dataclass(frozen=True)
class Film:
    film_id: str
    user_id: str
    spec: FilmSpec
    script: Script | None
    script_given: bool
    approved: bool
    awaiting_review: bool
    job_id: str
    """Of its latest build; empty for a draft."""
    created_at: datetime
    project_id: str | None = None
    title: str | None = None
    """What its owner calls it; without it, its script's title counts."""

    @property
    def is_draft(self) -> bool:
        return not self.job_id

    def status(self, job: JobStatus) -> FilmStatus:
        return FilmStatus.AWAITING_REVIEW if self.awaiting_review else FilmStatus(job.value)


def find_film(database: Database, film_id: str) -> Film | None:
    row = database.row("get_film", film_id=film_id)
    return film_from(row) if row else None


def find_films(database: Database, film_ids: Sequence[str]) -> dict[str, Film]:
    """The films that there are of these, by their ids."""
    if not film_ids:
        return {}
    return {row["film_id"]: film_from(row) for row in database.rows("films_of_ids", ids=list(film_ids))}


def require_film(database: Database, film_id: str, *, user_id: str) -> Film:
    """The user's film; somebody else's is not found, like one that never was."""
    film = find_film(database, film_id)
    if film is None or film.user_id != user_id:
        raise NotFound(what="film", id=film_id)
    return film


def film_from(row: Row) -> Film:
    return Film(
        film_id=row["film_id"],
        user_id=row["user_id"],
        spec=FilmSpec.model_validate(row["request"]),
        script=Script.model_validate(row["script"]) if row["script"] else None,
        script_given=row["script_given"],
        approved=row["approved"],
        awaiting_review=row["awaiting_review"],
        job_id=row["job_id"],
        created_at=row["created_at"],
        project_id=row["project_id"],
        title=row["title"],
    )
