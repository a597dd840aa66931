"""Scripts over HTTP: have one written, look at one, improve one, and what it should show when."""

from typing import Annotated

from fastapi import Response
from pydantic import Field

from mutoscope.accounts.roles import Permission
from mutoscope.adapters.http.caller import CurrentActor, CurrentCaller, CurrentStudio, CurrentUser, needs
from mutoscope.adapters.http.idempotency import Once
from mutoscope.adapters.http.routes import Router
from mutoscope.films.film import require_film
from mutoscope.jobs.job import require_job
from mutoscope.jobs.order import order_job
from mutoscope.jobs.resource import JobResource
from mutoscope.kinds.script import SCRIPT_KIND, ScriptOrder
from mutoscope.scripts.analysis import Analysis, analyse
from mutoscope.scripts.given import ScriptGiven
from mutoscope.scripts.illustration import (
    PicturesRequest,
    illustrate_film,
    illustrate_job,
    illustrate_script,
)
from mutoscope.scripts.improvement import Improvement, improve
from mutoscope.scripts.pictures import Pictures

router = Router(prefix="/v1/scripts", tags=["scripts"])


class WrittenOrder(ScriptOrder):
    max_credits: Annotated[int | None, Field(ge=0, description="The order is refused when its quote is higher.")] = None


@router.post("", status_code=202, response_model=JobResource, dependencies=[needs("jobs:write")])
def create_script(
    body: WrittenOrder, studio: CurrentStudio, user_id: CurrentUser, actor: CurrentActor, once: Once
) -> Response:
    """Orders a job of the kind script; its files are the script as `json`, to order a film with, and as `text`."""
    given = body.model_dump(mode="json", exclude={"max_credits"})
    ordered = order_job(
        studio, user_id, SCRIPT_KIND.name, given, once.of(body), actor=actor, max_credits=body.max_credits
    )
    return Response(ordered, status_code=202, media_type="application/json", headers={"openai-poll-after-ms": "500"})


@router.post("/analysis", dependencies=[needs("projects:read")])
def analyse_script(body: ScriptGiven) -> Analysis:
    """Length, pace, reading level, where each scene lies, and what an editor would mark. Free."""
    return analyse(body.read(), asked=body.seconds)


@router.post("/improvement", dependencies=[needs("projects:read")])
def improve_script(body: ScriptGiven) -> Improvement:
    """The script cut and ordered as an editor would who adds no word, with a list of what changed and why. Free."""
    return improve(body.read(), asked=body.seconds)


@router.post("/pictures", dependencies=[needs("projects:read")])
def recommend_pictures(body: PicturesRequest, studio: CurrentStudio, caller: CurrentCaller) -> Pictures:
    """For each scene what to show from which second on; by the voice's own words once there is one. Free."""
    if body.film_id is not None:
        caller.require(Permission.FILMS_READ)
        film = require_film(studio.database, body.film_id, user_id=caller.user_id)
        return illustrate_film(studio, film, body.seconds_per_picture)
    if body.job_id is not None:
        caller.require(Permission.JOBS_READ)
        job = require_job(studio.database, body.job_id, user_id=caller.user_id)
        return illustrate_job(studio, job, body.seconds_per_picture)
    return illustrate_script(body)
