"""A copy of a project: its films as drafts, which are documents that nobody has ordered yet and that cost nothing.

Each film is in one project and its builds are charged once, so the copy shares neither. What was made of a document
stays in its owner's cache: building a copy that was not changed costs nothing and takes seconds.
"""

from collections.abc import Iterator

from ulid import ULID

from mutoscope.audit.actor import Actor
from mutoscope.errors import InputTooLarge
from mutoscope.ports import Row
from mutoscope.projects.change import LONGEST_TITLE
from mutoscope.projects.project import Project, require_project, search_key
from mutoscope.studio import Studio

MOST_COPIED = 1_000


class ProjectTooLarge(InputTooLarge):
    """The project holds {films} films; one with at most {most} is duplicated at once."""

    code = "project_too_large"
    hint = "Move films into projects of their own first: PATCH /v1/films/{{film_id}}."


def duplicate_project(
    studio: Studio, user_id: str, actor: Actor, project_id: str, copy_id: str, title: str | None
) -> Project:
    """The copy, under this id; made again under the same id it is the same one. Raises NotFound, ProjectTooLarge."""
    source = require_project(studio.database, project_id, user_id=user_id)
    films = list(_films(studio, project_id))
    if len(films) > MOST_COPIED:
        raise ProjectTooLarge(films=len(films), most=MOST_COPIED)
    named = title or f"{source.title[: LONGEST_TITLE - 7]} (copy)"
    wanted = [
        {"film_id": film["film_id"], "copy_id": film_id, "text_key": _copy_text(studio, user_id, film_id, film)}
        for film, film_id in zip(films, _ids(copy_id), strict=False)
    ]
    studio.database.row(
        "copy_project",
        actor=actor.values(),
        project_id=project_id,
        user_id=user_id,
        new_id=copy_id,
        title=named,
        title_key=search_key(named),
        films=wanted,
    )
    return require_project(studio.database, copy_id, user_id=user_id)


def _films(studio: Studio, project_id: str) -> Iterator[Row]:
    after = ""
    while page := studio.database.rows("films_to_copy", project_id=project_id, after=after):
        yield from page
        after = page[-1]["film_id"]


def _ids(copy_id: str) -> Iterator[str]:
    """Ids of films, in order, that follow from the copy's: a request that is carried out again makes the same ones."""
    number = int(ULID.from_str(copy_id.partition("_")[2].upper()))
    while True:
        number += 1
        yield f"film_{str(ULID.from_int(number)).lower()}"


def _copy_text(studio: Studio, user_id: str, film_id: str, film: Row) -> str | None:
    """A film takes its source text along when it is deleted, so the copy has its own, if it is still to be told."""
    if film["text_key"] is None:
        return None
    target = f"inputs/{user_id}/{film_id}/text.txt"
    studio.media.copy(film["text_key"], target)
    return target
