"""A project as the API shows it."""

from collections.abc import Sequence
from typing import Literal

from pydantic import BaseModel

from mutoscope.projects.project import Project
from mutoscope.studio import Studio


class ProjectResource(BaseModel):
    """`films` is how many there are in it; GET /v1/projects/{project_id}/films lists them."""

    id: str
    object: Literal["project"] = "project"
    created_at: int
    updated_at: int
    title: str
    description: str
    archived: bool
    films: int


def show_project(studio: Studio, project: Project) -> ProjectResource:
    return show_projects(studio, [project])[0]


def show_projects(studio: Studio, projects: Sequence[Project]) -> list[ProjectResource]:
    """However many projects there are, their films are counted in one query."""
    if not projects:
        return []
    rows = studio.database.rows("films_in_projects", ids=[project.project_id for project in projects])
    films = {row["project_id"]: row["films"] for row in rows}
    return [_show(project, films.get(project.project_id, 0)) for project in projects]


def _show(project: Project, films: int) -> ProjectResource:
    return ProjectResource(
        id=project.project_id,
        created_at=int(project.created_at.timestamp()),
        updated_at=int(project.updated_at.timestamp()),
        title=project.title,
        description=project.description,
        archived=project.archived,
        films=films,
    )
