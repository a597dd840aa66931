"""Where a film stands and what its owner calls it: neither is part of the film, so nothing is built for a change."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, model_validator

from mutoscope.audit.actor import Actor
from mutoscope.errors import ForeignKeyViolation, NotFound
from mutoscope.films.film import Film, film_from, require_film
from mutoscope.films.request import ProjectId, Text
from mutoscope.projects.project import UnknownProject, require_open_project
from mutoscope.studio import Studio


class FilmChange(BaseModel):
    """What is left out stays; null takes the film out of its project, or gives it its script's title again."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    project_id: ProjectId | None = None
    title: Annotated[Text, Field(min_length=1, max_length=200)] | None = None

    @model_validator(mode="after")
    def _changes_something(self) -> "FilmChange":
        if not self.model_fields_set:
            raise ValueError("send at least one of project_id and title")
        return self


def change_film(studio: Studio, user_id: str, actor: Actor, film_id: str, change: FilmChange) -> Film:
    """Raises NotFound, UnknownProject, WrongState for an archived project."""
    require_film(studio.database, film_id, user_id=user_id)
    if change.project_id is not None:
        require_open_project(studio.database, change.project_id, user_id=user_id)
    changes = change.model_dump(include=change.model_fields_set)
    try:
        row = studio.database.row(
            "change_film", film_id=film_id, user_id=user_id, changes=changes, actor=actor.values()
        )
    except ForeignKeyViolation as gone:
        raise UnknownProject(param="project_id", project_id=change.project_id) from gone
    if row is None:
        raise NotFound(what="film", id=film_id)
    return film_from(row)
