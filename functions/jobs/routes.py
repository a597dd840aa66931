"""Jobs over HTTP: order any kind, list, look, fetch, cancel; and the kinds there are."""

from collections.abc import Sequence
from functools import lru_cache
from typing import Annotated, Literal

from fastapi import Body, Depends, Query, Request, Response
from pydantic import BaseModel, ConfigDict, Field

from functions.jobs.filters import JobFilter
from mutoscope.accounts.provider_keys import settings_without_keys
from mutoscope.adapters.http.answers import Packed, answer
from mutoscope.adapters.http.at_once import at_once
from mutoscope.adapters.http.caller import CurrentActor, CurrentStudio, CurrentUser, needs
from mutoscope.adapters.http.files import send_file
from mutoscope.adapters.http.idempotency import Once
from mutoscope.adapters.http.ids import Id
from mutoscope.adapters.http.lists import Page, Paging, page, paging
from mutoscope.adapters.http.routes import Router
from mutoscope.jobs.finish import cancel
from mutoscope.jobs.job import job_from, require_job
from mutoscope.jobs.not_made import lacking
from mutoscope.jobs.order import order_job
from mutoscope.jobs.resource import JobResource, show_job, show_jobs
from mutoscope.jobs.retry import require_retryable, retry_build, retry_job
from mutoscope.json_depth import ShallowObject
from mutoscope.kinds.availability import KindResource, show_kind
from mutoscope.kinds.registry import KINDS, require_kind
from mutoscope.ports import Row
from mutoscope.settings import Settings

router = Router(prefix="/v1", tags=["jobs"])

JobId = Annotated[str, Id("job")]
JobPaging = Annotated[Paging, Depends(paging(Id("job")))]


MaxCredits = Annotated[int | None, Field(ge=0, description="The order is refused when its quote is higher.")]


class JobRequest(BaseModel):
    """`input` is what the kind asks for; GET /v1/kinds gives its JSON Schema."""

    model_config = ConfigDict(extra="forbid")

    kind: Annotated[str, Field(max_length=64)]
    input: ShallowObject
    max_credits: MaxCredits = None


class RetryOrder(BaseModel):
    model_config = ConfigDict(extra="forbid")

    max_credits: MaxCredits = None


class UsageResource(BaseModel):
    """One stage of a job that was worked on, and what it is charged. What came from the cache has none."""

    id: str
    object: Literal["usage"] = "usage"
    created_at: int
    stage: str
    scene_id: str | None
    service: str
    units: int
    unit: str
    credits: int
    seconds: float


@router.get("/kinds", response_model=Page[KindResource], dependencies=[needs("kinds:read")])
def list_kinds(request: Request, studio: CurrentStudio, user_id: CurrentUser) -> Response:
    """What can be ordered, with the form of its input, its price rule, and what to configure for a better engine."""
    return _kinds(settings_without_keys(studio, user_id)).answer(request)


@router.post("/jobs", status_code=202, response_model=JobResource, dependencies=[needs("jobs:write")])
def create_job(
    body: JobRequest, studio: CurrentStudio, user_id: CurrentUser, actor: CurrentActor, once: Once
) -> Response:
    once_of = once.of(body)
    ordered = order_job(studio, user_id, body.kind, body.input, once_of, actor=actor, max_credits=body.max_credits)
    return Response(ordered, status_code=202, media_type="application/json", headers={"openai-poll-after-ms": "500"})


@router.get("/jobs", response_model=Page[JobResource], dependencies=[needs("jobs:read")])
@at_once
def list_jobs(
    studio: CurrentStudio, user_id: CurrentUser, asked: JobPaging, only: Annotated[JobFilter, Depends()]
) -> Response:
    def show(rows: Sequence[Row]) -> list[JobResource]:
        return show_jobs(studio, [job_from(row) for row in rows])

    if only.kind is not None:
        require_kind(only.kind)
    if only.is_empty:
        return answer(asked.answer(studio.database, "jobs", show, user_id=user_id))
    return answer(asked.answer(studio.database, "filtered_jobs", show, user_id=user_id, **only.values()))


@router.get("/jobs/{job_id}", response_model=JobResource, dependencies=[needs("jobs:read")])
@at_once
def get_job(job_id: JobId, studio: CurrentStudio, user_id: CurrentUser) -> Response:
    job = show_job(studio, require_job(studio.database, job_id, user_id=user_id))
    return answer(job, headers={"openai-poll-after-ms": "500"})


@router.head("/jobs/{job_id}/content", include_in_schema=False, dependencies=[needs("jobs:read")])
@router.get("/jobs/{job_id}/content", response_class=Response, dependencies=[needs("jobs:read")])
def get_job_content(
    job_id: JobId,
    request: Request,
    studio: CurrentStudio,
    user_id: CurrentUser,
    variant: Annotated[str | None, Query(max_length=32)] = None,
) -> Response:
    """The job's file of that variant; its main one, the first of `files`, when no variant is named."""
    job = require_job(studio.database, job_id, user_id=user_id)
    files = job.result.files if job.result else {}
    chosen = variant or next(iter(files), "")
    if chosen not in files:
        raise lacking(job, what="job", id=job_id, file=chosen or "file")
    return send_file(studio, request, files[chosen])


@router.get("/jobs/{job_id}/usage", dependencies=[needs("jobs:read")])
@at_once
def get_job_usage(job_id: JobId, studio: CurrentStudio, user_id: CurrentUser) -> Page[UsageResource]:
    """What the job's price is made of, stage by stage. A job has some hundreds of stages at most, so all of them."""
    require_job(studio.database, job_id, user_id=user_id)
    return page([_show_usage(row) for row in studio.database.rows("usage_of_job", job_id=job_id)])


@router.delete("/jobs/{job_id}", dependencies=[needs("jobs:write")])
def cancel_job(job_id: JobId, studio: CurrentStudio, user_id: CurrentUser, actor: CurrentActor) -> JobResource:
    """Cancels a job that is not over; one that is over stays as it is."""
    cancel(studio, require_job(studio.database, job_id, user_id=user_id), actor=actor)
    return show_job(studio, require_job(studio.database, job_id, user_id=user_id))


@router.post("/jobs/{job_id}/retry", status_code=202, response_model=JobResource, dependencies=[needs("jobs:write")])
def retry(
    job_id: JobId,
    studio: CurrentStudio,
    user_id: CurrentUser,
    actor: CurrentActor,
    once: Once,
    body: Annotated[RetryOrder | None, Body()] = None,
) -> Response:
    """Orders again what failed or was cancelled: another job with its own quote and hold. A film is built again."""
    given, job = body or RetryOrder(), require_job(studio.database, job_id, user_id=user_id)
    require_retryable(job)
    if job.film_id is None:
        ordered = retry_job(studio, job, once.of(given), actor=actor, max_credits=given.max_credits)
        return Response(ordered, status_code=202, media_type="application/json")

    def built() -> JobResource:
        again = retry_build(studio, job, actor=actor, max_credits=given.max_credits)
        return show_job(studio, require_job(studio.database, again, user_id=user_id))

    return once.answer(given, built)


def _show_usage(row: Row) -> UsageResource:
    return UsageResource(
        id=row["stage_key"],
        created_at=int(row["created_at"].timestamp()),
        stage=row["operation"],
        scene_id=row["scene_id"],
        service=row["service"],
        units=row["units"],
        unit=row["unit"],
        credits=row["credits"],
        seconds=row["seconds"],
    )


@lru_cache(maxsize=8)
def _kinds(settings: Settings) -> Packed:
    """Written once for settings: there are those of the studio, and those with an own key.

    The first time takes seconds, in which every engine that may be chosen is loaded."""
    return Packed.of(page([show_kind(kind, settings) for kind in KINDS.values()]))
