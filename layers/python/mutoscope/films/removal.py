"""Taking a film away: a build under way is cancelled, a film at rest is deleted."""

from mutoscope.audit.actor import Actor
from mutoscope.audit.change import Change
from mutoscope.films.film import Film, FilmStatus
from mutoscope.jobs.finish import cancel
from mutoscope.jobs.job import find_job
from mutoscope.studio import Studio


def cancel_or_delete(studio: Studio, film: Film, *, actor: Actor | None = None) -> FilmStatus | None:
    """Cancels a build that is under way; a film at rest is deleted with its files, and None is answered."""
    job = find_job(studio.database, film.job_id)
    if job is not None and not job.status.is_over:
        cancel(studio, job, actor=actor)
        return FilmStatus.CANCELLED
    studio.media.delete_prefix(f"inputs/{film.user_id}/{film.film_id}/")
    for build in studio.database.rows("jobs_of_film", film_id=film.film_id):
        studio.media.delete_prefix(f"outputs/{film.user_id}/{build['job_id']}/")
    # The record goes last: a deletion that was cut off can be asked for again.
    deleted = Change("film.deleted", "film", film.film_id, old={"request": film.spec.model_dump(mode="json")})
    by = actor or Actor(user_id=film.user_id)
    studio.database.row("delete_film", film_id=film.film_id, actor=by.values(), change=deleted.values())
    return None
