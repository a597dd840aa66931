"""Films over HTTP: order, list, look, edit a scene, approve, fetch, cancel."""

from collections.abc import Sequence
from enum import StrEnum
from typing import Annotated

from fastapi import Body, Depends, Path, Query, Request, Response
from pydantic import BaseModel, ConfigDict, Field

from mutoscope.adapters.http.answers import answer
from mutoscope.adapters.http.caller import CurrentActor, CurrentStudio, CurrentUser, needs
from mutoscope.adapters.http.files import send_file
from mutoscope.adapters.http.idempotency import Once
from mutoscope.adapters.http.ids import Id
from mutoscope.adapters.http.lists import Page, Paging, paging
from mutoscope.adapters.http.routes import Router
from mutoscope.films.change import FilmChange, change_film
from mutoscope.films.deliveries import last_delivery
from mutoscope.films.film import film_from, require_film
from mutoscope.films.removal import cancel_or_delete
from mutoscope.films.request import FilmRequest, GivenScript, SceneEdit
from mutoscope.films.resource import FilmResource, show_film, show_films
from mutoscope.jobs.job import find_job
from mutoscope.jobs.not_made import lacking
from mutoscope.ports import Row
from mutoscope.projects.project import require_project

router = Router(prefix="/v1/films", tags=["films"])

POLL_AFTER_MS = "1000"
FilmId = Annotated[str, Id("film")]
InProject = Annotated[Annotated[str, Id("proj", "project")] | None, Query(description="Only films of this project.")]
FilmPaging = Annotated[Paging, Depends(paging(Id("film")))]


class Variant(StrEnum):
    VIDEO = "video"
    AUDIO = "audio"
    THUMBNAIL = "thumbnail"
    CAPTIONS = "captions"
    CAPTIONS_VTT = "captions_vtt"
    MANIFEST = "manifest"
    MIDI = "midi"


MaxCredits = Annotated[int | None, Field(ge=0, description="The order is refused when its quote is higher.")]


class Approval(BaseModel):
    """Without a script, the film goes on with the one it has."""

    model_config = ConfigDict(extra="forbid")

    script: GivenScript | None = None
    max_credits: MaxCredits = None


class BuildOrder(BaseModel):
    model_config = ConfigDict(extra="forbid")

    max_credits: MaxCredits = None


class FilmOrder(FilmRequest):
    max_credits: MaxCredits = None


class SceneOrder(SceneEdit):
    max_credits: MaxCredits = None


class Deleted(BaseModel):
    id: str
    object: str = "film.deleted"
    deleted: bool = True


@router.post("", status_code=202, response_model=FilmResource, dependencies=[needs("films:write")])
def create_film(
    body: FilmOrder, studio: CurrentStudio, user_id: CurrentUser, actor: CurrentActor, once: Once
) -> Response:
    # What takes an order is most of the studio, and most requests order nothing.
    from mutoscope.films.order import order_film

    ordered = order_film(studio, user_id, body, once.of(body), actor=actor, max_credits=body.max_credits)
    headers = {"openai-poll-after-ms": POLL_AFTER_MS}
    return Response(ordered, status_code=202, media_type="application/json", headers=headers)


@router.get("", response_model=Page[FilmResource], dependencies=[needs("films:read")])
def list_films(
    studio: CurrentStudio, user_id: CurrentUser, asked: FilmPaging, project_id: InProject = None
) -> Response:
    def show(rows: Sequence[Row]) -> list[FilmResource]:
        return show_films(studio, [film_from(row) for row in rows])

    if project_id is not None:
        require_project(studio.database, project_id, user_id=user_id)
        return answer(asked.answer(studio.database, "films_of_project", show, project_id=project_id))
    return answer(asked.answer(studio.database, "films", show, user_id=user_id))


@router.get("/{film_id}", response_model=FilmResource, dependencies=[needs("films:read")])
def get_film(film_id: FilmId, studio: CurrentStudio, user_id: CurrentUser) -> Response:
    film = show_film(studio, require_film(studio.database, film_id, user_id=user_id))
    return answer(film, headers={"openai-poll-after-ms": POLL_AFTER_MS})


@router.patch("/{film_id}", dependencies=[needs("films:write")])
def patch_film(
    film_id: FilmId, body: FilmChange, studio: CurrentStudio, user_id: CurrentUser, actor: CurrentActor
) -> FilmResource:
    """Puts it into a project or out of one (null), and names it in lists; nothing is built for that."""
    return show_film(studio, change_film(studio, user_id, actor, film_id, body))


@router.patch("/{film_id}/scenes/{scene_id}", status_code=202, dependencies=[needs("films:write")])
def patch_scene(
    film_id: FilmId,
    scene_id: Annotated[str, Path(max_length=20)],
    body: SceneOrder,
    studio: CurrentStudio,
    user_id: CurrentUser,
    actor: CurrentActor,
) -> FilmResource:
    from mutoscope.films.rework import edit_scene

    film = require_film(studio.database, film_id, user_id=user_id)
    edit_scene(studio, film, scene_id, body, actor=actor, max_credits=body.max_credits)
    return show_film(studio, require_film(studio.database, film_id, user_id=user_id))


@router.post("/{film_id}/approval", status_code=202, response_model=FilmResource, dependencies=[needs("films:write")])
def approve_film(
    film_id: FilmId,
    studio: CurrentStudio,
    user_id: CurrentUser,
    actor: CurrentActor,
    once: Once,
    body: Annotated[Approval | None, Body()] = None,
) -> Response:
    from mutoscope.films.rework import approve

    given = body or Approval()

    def approved() -> FilmResource:
        film = require_film(studio.database, film_id, user_id=user_id)
        approve(studio, film, given.script, actor=actor, max_credits=given.max_credits)
        return show_film(studio, require_film(studio.database, film_id, user_id=user_id))

    return once.answer(given, approved)


@router.post("/{film_id}/build", status_code=202, response_model=FilmResource, dependencies=[needs("films:write")])
def build_film(
    film_id: FilmId,
    studio: CurrentStudio,
    user_id: CurrentUser,
    actor: CurrentActor,
    once: Once,
    body: Annotated[BuildOrder | None, Body()] = None,
) -> Response:
    """Builds a draft, or a film at rest once more; what is finished already costs nothing."""
    from mutoscope.films.rework import build

    given = body or BuildOrder()

    def built() -> FilmResource:
        film = require_film(studio.database, film_id, user_id=user_id)
        build(studio, film, actor=actor, max_credits=given.max_credits)
        return show_film(studio, require_film(studio.database, film_id, user_id=user_id))

    return once.answer(given, built)


@router.head("/{film_id}/content", include_in_schema=False, dependencies=[needs("films:read")])
@router.get("/{film_id}/content", response_class=Response, dependencies=[needs("films:read")])
def get_content(
    film_id: FilmId,
    request: Request,
    studio: CurrentStudio,
    user_id: CurrentUser,
    variant: Variant = Variant.VIDEO,
) -> Response:
    """While a finished film is built again, what it was before is sent."""
    film = require_film(studio.database, film_id, user_id=user_id)
    job = find_job(studio.database, film.job_id)
    result = (job.result if job else None) or last_delivery(studio, film)
    if result is None or variant.value not in result.files:
        raise lacking(job, what="film", id=film_id, file=variant.value)
    return send_file(studio, request, result.files[variant.value])


@router.delete("/{film_id}", response_model=FilmResource | Deleted, dependencies=[needs("films:write")])
def delete_film(
    film_id: FilmId, studio: CurrentStudio, user_id: CurrentUser, actor: CurrentActor
) -> FilmResource | Deleted:
    """Cancels a film that is being built; deletes one that is not, with its files."""
    film = require_film(studio.database, film_id, user_id=user_id)
    if cancel_or_delete(studio, film, actor=actor) is None:
        return Deleted(id=film_id)
    return show_film(studio, require_film(studio.database, film_id, user_id=user_id))
