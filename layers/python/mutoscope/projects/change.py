"""Making a project, changing it, archiving it and bringing it back."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StrictBool, model_validator

from mutoscope.audit.actor import Actor
from mutoscope.errors import NotFound
from mutoscope.films.request import Text
from mutoscope.projects.project import Project, project_from, require_project, search_key
from mutoscope.studio import Studio

LONGEST_TITLE = 200
LONGEST_DESCRIPTION = 4_000

Title = Annotated[Text, Field(min_length=1, max_length=LONGEST_TITLE)]
Description = Annotated[Text, Field(max_length=LONGEST_DESCRIPTION)]


class ProjectRequest(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    title: Title
    description: Description = ""


class ProjectChange(BaseModel):
    """What is left out stays as it is."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    title: Title | None = None
    description: Description | None = None
    archived: StrictBool | None = None

    @model_validator(mode="after")
    def _changes_something(self) -> "ProjectChange":
        if (self.title, self.description, self.archived) == (None, None, None):
            raise ValueError("send at least one of title, description and archived")
        return self


def create_project(studio: Studio, user_id: str, actor: Actor, project_id: str, request: ProjectRequest) -> Project:
    """Making it again under the same id changes nothing."""
    studio.database.row(
        "create_project",
        actor=actor.values(),
        project_id=project_id,
        user_id=user_id,
        title=request.title,
        title_key=search_key(request.title),
        description=request.description,
    )
    return require_project(studio.database, project_id, user_id=user_id)


def change_project(studio: Studio, user_id: str, actor: Actor, project_id: str, change: ProjectChange) -> Project:
    row = studio.database.row(
        "change_project",
        actor=actor.values(),
        project_id=project_id,
        user_id=user_id,
        title_key=None if change.title is None else search_key(change.title),
        **change.model_dump(),
    )
    if row is None:
        raise NotFound(what="project", id=project_id)
    return project_from(row)
