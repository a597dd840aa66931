"""Jobs as Replicate's predictions: create by model or version, wait for a while, look, list, cancel."""

import base64
import binascii
import re
import tempfile
from collections.abc import Sequence
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import Annotated, Any

import anyio.to_thread
from fastapi import Header, Query, Request
from pydantic import BaseModel, ConfigDict, Field

from functions.replicate.models import kind_of_version, require_model
from functions.replicate.shapes import PredictionResource, show_prediction
from mutoscope.adapters.http.caller import CurrentActor, CurrentStudio, CurrentUser, needs
from mutoscope.adapters.http.idempotency import Once
from mutoscope.adapters.http.ids import Id
from mutoscope.adapters.http.routes import Router
from mutoscope.adapters.http.wait import JobCancelled, JobFailed, StillRunning, finished
from mutoscope.audit.actor import Actor
from mutoscope.errors import InvalidInput
from mutoscope.idempotency import Idempotency
from mutoscope.jobs.finish import cancel
from mutoscope.jobs.job import job_from, require_job
from mutoscope.jobs.order import order_job
from mutoscope.jobs.resource import JobResource
from mutoscope.json_depth import ShallowObject
from mutoscope.kinds.kind import Kind
from mutoscope.media.upload import store_input
from mutoscope.ports import Row
from mutoscope.studio import Studio

router = Router(prefix="/replicate/v1", tags=["replicate"])

PAGE = 100
LONGEST_WAIT = 60
PredictionId = Annotated[str, Id("job", "prediction")]
Prefer = Annotated[str | None, Header(description="`wait`, or `wait=` and 1 to 60 seconds.")]
_WAIT = re.compile(r"wait(?:=(\d{1,2}))?")
_FILE = re.compile(r"/replicate/v1/files/(file_[0-9a-z]{26})$")


class PredictionOrder(BaseModel):
    """As Replicate's client sends it."""

    model_config = ConfigDict(extra="ignore")

    input: ShallowObject = Field(default_factory=dict)
    webhook: str | None = None


class VersionedOrder(PredictionOrder):
    version: Annotated[str, Field(max_length=200)]


class PredictionPage(BaseModel):
    previous: str | None
    next: str | None
    results: list[PredictionResource]


class WebhooksOfPredictions(InvalidInput):
    """A prediction takes no webhook of its own here."""

    code = "webhook_not_taken"
    hint = "Make one for all your jobs with POST /v1/webhooks, and leave `webhook` out."


class DataNotReadable(InvalidInput):
    """The data URL of {name} cannot be read."""

    code = "data_not_readable"
    hint = "Send `data:<type>;base64,<content>`, or upload the file first: POST /replicate/v1/files."


@router.post("/predictions", status_code=201, dependencies=[needs("jobs:write")])
async def create_prediction(
    body: VersionedOrder,
    request: Request,
    studio: CurrentStudio,
    user_id: CurrentUser,
    actor: CurrentActor,
    once: Once,
    prefer: Prefer = None,
) -> PredictionResource:
    make = partial(_order, studio, user_id, actor, kind_of_version(body.version), body, once.of)
    return await _made(studio, user_id, request, make, prefer)


@router.post("/models/{owner}/{name}/predictions", status_code=201, dependencies=[needs("jobs:write")])
async def create_prediction_of_model(
    owner: str,
    name: str,
    body: PredictionOrder,
    request: Request,
    studio: CurrentStudio,
    user_id: CurrentUser,
    actor: CurrentActor,
    once: Once,
    prefer: Prefer = None,
) -> PredictionResource:
    make = partial(_order, studio, user_id, actor, require_model(owner, name), body, once.of)
    return await _made(studio, user_id, request, make, prefer)


@router.get("/predictions", dependencies=[needs("jobs:read")])
def list_predictions(
    request: Request,
    studio: CurrentStudio,
    user_id: CurrentUser,
    cursor: Annotated[str | None, Query(pattern=r"^job_[0-9a-z]{26}$")] = None,
) -> PredictionPage:
    """The newest first, a hundred at a time."""
    after = cursor or "job_z"
    rows: Sequence[Row] = studio.database.rows("list_jobs_desc", user_id=user_id, after=after, limit=PAGE + 1, skip=0)
    shown = [show_prediction(studio, request, job_from(row)) for row in rows[:PAGE]]
    here = str(request.url.replace(query=""))
    beyond = f"{here}?cursor={shown[-1].id}" if len(rows) > PAGE else None
    return PredictionPage(previous=None, next=beyond, results=shown)


@router.get("/predictions/{job_id}", dependencies=[needs("jobs:read")])
def get_prediction(
    job_id: PredictionId, request: Request, studio: CurrentStudio, user_id: CurrentUser
) -> PredictionResource:
    return show_prediction(studio, request, require_job(studio.database, job_id, user_id=user_id))


@router.post("/predictions/{job_id}/cancel", dependencies=[needs("jobs:write")])
def cancel_prediction(
    job_id: PredictionId, request: Request, studio: CurrentStudio, user_id: CurrentUser, actor: CurrentActor
) -> PredictionResource:
    cancel(studio, require_job(studio.database, job_id, user_id=user_id), actor=actor)
    return show_prediction(studio, request, require_job(studio.database, job_id, user_id=user_id))


async def _made(studio: Studio, user_id: str, request: Request, make: Any, prefer: str | None) -> PredictionResource:
    job_id = JobResource.model_validate_json(await anyio.to_thread.run_sync(make)).id
    found = _WAIT.fullmatch(prefer or "")
    if found is not None:
        seconds = min(int(found[1] or LONGEST_WAIT), studio.settings.wait_seconds)
        # How it ended is in the prediction, and one that goes on is answered as it is.
        with suppress(StillRunning, JobFailed, JobCancelled):
            await finished(studio, job_id, user_id, seconds=seconds)
    job = await anyio.to_thread.run_sync(partial(require_job, studio.database, job_id, user_id=user_id))
    return await anyio.to_thread.run_sync(partial(show_prediction, studio, request, job, waited=found is not None))


def _order(studio: Studio, user_id: str, actor: Actor, kind: Kind, body: PredictionOrder, once_of: Any) -> str:
    if body.webhook is not None:
        raise WebhooksOfPredictions(param="webhook")
    once: Idempotency | None = once_of(body)
    given = {name: _brought(studio, user_id, actor, name, value) for name, value in body.input.items()}
    return order_job(studio, user_id, kind.name, given, once, actor=actor)


def _brought(studio: Studio, user_id: str, actor: Actor, name: str, value: Any) -> Any:
    """A file that was uploaded before by its id, one that came along as a stored input; anything else as it is."""
    if not isinstance(value, str):
        return value
    uploaded = _FILE.search(value) if value.startswith("http") else None
    if uploaded is not None:
        return uploaded[1]
    return _stored(studio, user_id, actor, name, value) if value.startswith("data:") else value


def _stored(studio: Studio, user_id: str, actor: Actor, name: str, url: str) -> str:
    header, comma, content = url.partition(",")
    try:
        decoded = base64.b64decode(content, validate=True)
    except binascii.Error as error:
        raise DataNotReadable(param=f"input.{name}", name=name) from error
    if not comma or not header.endswith(";base64"):
        raise DataNotReadable(param=f"input.{name}", name=name)
    with tempfile.TemporaryDirectory(prefix="mutoscope-") as folder:
        path = Path(folder) / "upload"
        path.write_bytes(decoded)
        return store_input(studio, user_id, path, name, actor=actor).key
