"""What a build of a film takes to the record: its job, its document, and files that are there."""

from mutoscope.credits.quotes import Quote
from mutoscope.films.film import Film
from mutoscope.films.own_files import require_music, require_scene_files
from mutoscope.films.script import Script
from mutoscope.jobs.submit import FilmChange, NewJob
from mutoscope.studio import Studio


def build_of(film: Film, quote: Quote) -> NewJob:
    return NewJob(job_id=film.job_id, user_id=film.user_id, kind="film", parameters=film.spec, price=quote.credits)


def document_of(film: Film) -> FilmChange:
    return FilmChange(
        film.film_id,
        film.spec,
        film.script,
        script_given=film.script_given,
        approved=film.approved,
        project_id=film.project_id,
    )


def require_files(studio: Studio, film: Film, script: Script | None) -> None:
    require_music(studio.media, film.user_id, film.spec.music_file)
    require_scene_files(studio.media, film.user_id, script.scenes if script else ())
