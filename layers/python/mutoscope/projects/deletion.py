"""Deleting a project. What becomes of its films has to be said: nothing is lost because a folder was thrown away."""

from enum import StrEnum

from mutoscope.audit.actor import Actor
from mutoscope.errors import ForeignKeyViolation, InvalidInput
from mutoscope.films.film import film_from
from mutoscope.films.removal import cancel_or_delete
from mutoscope.projects.project import require_project
from mutoscope.studio import Studio


class Fate(StrEnum):
    KEEP = "keep"  # its films stay, in no project
    DELETE = "delete"  # they go with their files; a build that is under way ends


class ProjectNotEmpty(InvalidInput):
    """The project still holds films ({films}), so it is not deleted without a word about them."""

    code = "project_not_empty"
    hint = "Send ?films=keep to keep them without a project, or ?films=delete to delete them with their files."


def delete_project(studio: Studio, user_id: str, actor: Actor, project_id: str, fate: Fate | None) -> None:
    """Raises NotFound, ProjectNotEmpty. A deletion that was cut off can be asked for again, and goes on."""
    require_project(studio.database, project_id, user_id=user_id)
    named = {"project_id": project_id, "user_id": user_id, "actor": actor.values()}
    if fate is Fate.KEEP:
        studio.database.rows("empty_project", **named)
    elif fate is Fate.DELETE:
        _delete_films(studio, actor, project_id)
    try:
        studio.database.row("delete_project", **named)
    except ForeignKeyViolation as held:
        (row,) = studio.database.rows("films_in_projects", ids=[project_id]) or ({"films": 0},)
        raise ProjectNotEmpty(param="films", films=row["films"]) from held


def _delete_films(studio: Studio, actor: Actor, project_id: str) -> None:
    while rows := _films(studio, project_id):
        for film in map(film_from, rows):
            # The first call ends a build that is under way; the film itself goes once it is at rest.
            if cancel_or_delete(studio, film, actor=actor) is not None:
                cancel_or_delete(studio, film, actor=actor)


def _films(studio: Studio, project_id: str) -> list[dict[str, object]]:
    page = {"project_id": project_id, "after": "film_", "limit": 50, "skip": 0}
    return [dict(row) for row in studio.database.rows("list_films_of_project_asc", **page)]
