"""A project: what belongs together of one person's films. A film is in one project of its owner's, or in none."""

import unicodedata
from dataclasses import dataclass
from datetime import datetime

from mutoscope.errors import InvalidInput, NotFound, WrongState
from mutoscope.ports import Database, Row


@dataclass(frozen=True)
class Project:
    project_id: str
    user_id: str
    title: str
    description: str
    archived: bool
    """Out of the way: it is not listed unless it is asked for, and takes no more films."""
    created_at: datetime
    updated_at: datetime


class UnknownProject(InvalidInput):
    """There is no project {project_id} of yours."""

    code = "unknown_project"
    hint = "GET /v1/projects lists them; POST /v1/projects makes one."


def require_project(database: Database, project_id: str, *, user_id: str) -> Project:
    """The user's project; somebody else's is not found, like one that never was."""
    row = database.row("get_project", project_id=project_id, user_id=user_id)
    if row is None:
        raise NotFound(what="project", id=project_id)
    return project_from(row)


def require_open_project(database: Database, project_id: str, *, user_id: str) -> Project:
    """The project that a request wants to put a film into. Raises UnknownProject, WrongState."""
    row = database.row("get_project", project_id=project_id, user_id=user_id)
    if row is None:
        raise UnknownProject(param="project_id", project_id=project_id)
    if row["archived"]:
        raise WrongState(param="project_id", what="project", state="archived", action="given a film")
    return project_from(row)


def project_from(row: Row) -> Project:
    return Project(
        project_id=row["project_id"],
        user_id=row["user_id"],
        title=row["title"],
        description=row["description"],
        archived=row["archived"],
        created_at=row["created_at"],
        updated_at=row["updated_at"],
    )


def search_key(text: str) -> str:
    """The text as titles are searched by it: without regard to case and to the form of its characters."""
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold())
