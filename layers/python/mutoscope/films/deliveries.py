"""What was delivered of a film: one that is built again can be fetched as it was, until it is there anew."""

from collections.abc import Mapping, Sequence

from mutoscope.films.film import Film
from mutoscope.jobs.job import JobResult, find_job
from mutoscope.studio import Studio


def delivered_before(studio: Studio, films: Sequence[Film]) -> Mapping[str, str]:
    """Of these films those that were ever delivered, and the job that did it last."""
    if not films:
        return {}
    rows = studio.database.rows("last_deliveries", film_ids=[film.film_id for film in films])
    return {row["film_id"]: row["job_id"] for row in rows}


def last_delivery(studio: Studio, film: Film) -> JobResult | None:
    job_id = delivered_before(studio, [film]).get(film.film_id)
    job = find_job(studio.database, job_id) if job_id else None
    return job.result if job else None
