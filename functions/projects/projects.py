"""Projects over HTTP: make, list, search, look, change, archive, duplicate, delete; and the films in one."""

from collections.abc import Sequence
from enum import StrEnum
from typing import Annotated

from fastapi import Body, Depends, Query, Response
from pydantic import BaseModel, ConfigDict

from mutoscope.accounts.roles import Permission
from mutoscope.adapters.http.answers import answer
from mutoscope.adapters.http.at_once import at_once
from mutoscope.adapters.http.caller import CurrentActor, CurrentCaller, CurrentStudio, CurrentUser, needs
from mutoscope.adapters.http.idempotency import Once
from mutoscope.adapters.http.ids import Id
from mutoscope.adapters.http.lists import Page, Paging, paging
from mutoscope.adapters.http.routes import Router
from mutoscope.films.film import film_from
from mutoscope.films.request import Text
from mutoscope.films.resource import FilmResource, show_films
from mutoscope.ports import Row
from mutoscope.projects.change import ProjectChange, ProjectRequest, Title, change_project, create_project
from mutoscope.projects.deletion import Fate, delete_project
from mutoscope.projects.duplication import duplicate_project
from mutoscope.projects.project import project_from, require_project, search_key
from mutoscope.projects.resource import ProjectResource, show_project, show_projects

router = Router(prefix="/v1/projects", tags=["projects"])

ProjectId = Annotated[str, Id("proj", "project")]
ProjectPaging = Annotated[Paging, Depends(paging(Id("proj"), "title", "updated_at"))]
FilmPaging = Annotated[Paging, Depends(paging(Id("film")))]
Search = Annotated[Text | None, Query(max_length=200, description="Only projects with this in their title.")]


class Archived(StrEnum):
    NO = "false"
    YES = "true"
    ANY = "any"

    @property
    def states(self) -> list[str]:
        return ["false", "true"] if self is Archived.ANY else [self.value]


class Duplication(BaseModel):
    """Without a title the copy is called like the project, with "(copy)" after it."""

    model_config = ConfigDict(extra="forbid")

    title: Title | None = None


class Deleted(BaseModel):
    id: str
    object: str = "project.deleted"
    deleted: bool = True


@router.post("", status_code=201, response_model=ProjectResource, dependencies=[needs("projects:write")])
def create(
    body: ProjectRequest, studio: CurrentStudio, user_id: CurrentUser, actor: CurrentActor, once: Once
) -> Response:
    def made() -> ProjectResource:
        return show_project(studio, create_project(studio, user_id, actor, once.new_id("proj"), body))

    return once.answer(body, made)


@router.get("", response_model=Page[ProjectResource], dependencies=[needs("projects:read")])
def list_projects(
    studio: CurrentStudio,
    user_id: CurrentUser,
    asked: ProjectPaging,
    search: Search = None,
    archived: Archived = Archived.NO,
) -> Response:
    def show(rows: Sequence[Row]) -> list[ProjectResource]:
        return show_projects(studio, [project_from(row) for row in rows])

    values = {"user_id": user_id, "archived": archived.states}
    if search:
        return answer(asked.answer(studio.database, "projects_found", show, search=search_key(search), **values))
    return answer(asked.answer(studio.database, "projects", show, **values))


@router.get("/{project_id}", dependencies=[needs("projects:read")])
@at_once
def get_project(project_id: ProjectId, studio: CurrentStudio, user_id: CurrentUser) -> ProjectResource:
    return show_project(studio, require_project(studio.database, project_id, user_id=user_id))


@router.patch("/{project_id}", dependencies=[needs("projects:write")])
def patch_project(
    project_id: ProjectId, body: ProjectChange, studio: CurrentStudio, user_id: CurrentUser, actor: CurrentActor
) -> ProjectResource:
    return show_project(studio, change_project(studio, user_id, actor, project_id, body))


@router.delete("/{project_id}", dependencies=[needs("projects:write")])
def delete(
    project_id: ProjectId,
    studio: CurrentStudio,
    caller: CurrentCaller,
    actor: CurrentActor,
    films: Annotated[Fate | None, Query(description="What becomes of the films in it.")] = None,
) -> Deleted:
    """A project with films is only deleted when it is said what becomes of them."""
    if films is not None:
        caller.require(Permission.FILMS_WRITE)
    delete_project(studio, caller.user_id, actor, project_id, films)
    return Deleted(id=project_id)


@router.post(
    "/{project_id}/duplication",
    status_code=201,
    response_model=ProjectResource,
    dependencies=[needs("projects:write")],
)
def duplicate(
    project_id: ProjectId,
    studio: CurrentStudio,
    user_id: CurrentUser,
    actor: CurrentActor,
    once: Once,
    body: Annotated[Duplication | None, Body()] = None,
) -> Response:
    """The films of the copy are drafts: nothing is built or charged until POST /v1/films/{film_id}/build."""
    given = body or Duplication()

    def made() -> ProjectResource:
        copy_id = once.new_id("proj")
        return show_project(studio, duplicate_project(studio, user_id, actor, project_id, copy_id, given.title))

    return once.answer(given, made)


@router.get("/{project_id}/films", response_model=Page[FilmResource], dependencies=[needs("films:read")])
def list_films(project_id: ProjectId, studio: CurrentStudio, user_id: CurrentUser, asked: FilmPaging) -> Response:
    require_project(studio.database, project_id, user_id=user_id)

    def show(rows: Sequence[Row]) -> list[FilmResource]:
        return show_films(studio, [film_from(row) for row in rows])

    return answer(asked.answer(studio.database, "films_of_project", show, project_id=project_id))
