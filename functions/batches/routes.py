"""Batches over HTTP: create, list, look, line by line, cancel, and try again what failed."""

from collections.abc import Sequence
from typing import Annotated, Any, Literal

from fastapi import Depends, Query, Response
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator

from mutoscope.adapters.http.answers import answer
from mutoscope.adapters.http.at_once import at_once
from mutoscope.adapters.http.caller import CurrentActor, CurrentCaller, CurrentStudio, CurrentUser, needs
from mutoscope.adapters.http.idempotency import Once
from mutoscope.adapters.http.ids import Id
from mutoscope.adapters.http.lists import Page, Paging, paging
from mutoscope.adapters.http.routes import Router
from mutoscope.batches.batch import (
    BatchResource,
    LineError,
    LineStatus,
    batch_from,
    line_from,
    require_batch,
    show_batch,
)
from mutoscope.batches.create import NewBatch, cancel_batch, create_batch, keep_lines, retry_failed
from mutoscope.batches.endpoints import JOBS, require_endpoint
from mutoscope.jobs.job import find_jobs
from mutoscope.jobs.resource import JobResource, show_jobs
from mutoscope.json_depth import ShallowObject, require_shallow
from mutoscope.ports import Row

router = Router(prefix="/v1/batches", tags=["batches"])

BatchId = Annotated[str, Id("batch")]
BatchPaging = Annotated[Paging, Depends(paging(Id("batch")))]
LinePaging = Annotated[Paging, Depends(paging(Id("line")))]
MetadataKey = Annotated[str, Field(min_length=1, max_length=64)]
Metadata = Annotated[dict[MetadataKey, Annotated[str, Field(max_length=512)]], Field(max_length=16)]
CustomId = Annotated[str, Field(min_length=1, max_length=512)]


class Expiry(BaseModel):
    model_config = ConfigDict(extra="forbid")

    anchor: Literal["created_at"] = "created_at"
    seconds: Annotated[int, Field(ge=3_600, le=2_592_000)]


class Item(BaseModel):
    """One order. Without a kind it is of the batch's; `custom_id` is its number unless it is given one."""

    model_config = ConfigDict(extra="forbid")

    kind: Annotated[str, Field(max_length=64)] | None = None
    input: ShallowObject
    custom_id: CustomId | None = None
    max_credits: Annotated[int | None, Field(ge=0)] = None


def _require_shallow(item: Any) -> Any:
    require_shallow({"item": item})
    return item


AnyItem = Annotated[
    Item | Annotated[Any, AfterValidator(_require_shallow)],
    Field(union_mode="left_to_right", description="One that is no order becomes a line that failed."),
]


class BatchOrder(BaseModel):
    """Either `endpoint` and `input_file_id`, as OpenAI's clients send them, or `items` of any kind."""

    model_config = ConfigDict(extra="forbid")

    endpoint: Annotated[str, Field(max_length=64)] = JOBS
    input_file_id: Annotated[str, Field(max_length=64)] | None = None
    completion_window: Literal["24h"] = "24h"
    metadata: Metadata | None = None
    output_expires_after: Expiry | None = None
    kind: Annotated[str, Field(max_length=64)] | None = None
    items: Annotated[tuple[AnyItem, ...], Field(max_length=1_000)] = ()

    @model_validator(mode="after")
    def _is_of_one_source(self) -> "BatchOrder":
        if (self.input_file_id is None) == (not self.items):
            raise ValueError("send either input_file_id or items")
        if self.items and self.endpoint != JOBS:
            raise ValueError(f"items are orders of {JOBS}; requests of another endpoint come as a file")
        if self.kind is None and any(isinstance(item, Item) and item.kind is None for item in self.items):
            raise ValueError("say kind once for all items, or for each")
        return self


class LineResource(BaseModel):
    id: str
    object: Literal["batch.line"] = "batch.line"
    custom_id: str | None
    status: LineStatus
    job: JobResource | None
    error: LineError | None


@router.post("", status_code=202, response_model=BatchResource, dependencies=[needs("batches:write")])
def create(body: BatchOrder, studio: CurrentStudio, caller: CurrentCaller, actor: CurrentActor, once: Once) -> Response:
    """Each line becomes a job like any other, and is charged as one; a few are under way at a time."""
    caller.require(require_endpoint(body.endpoint).permission)

    def made() -> BatchResource:
        file_id = body.input_file_id or _keep_items(studio, caller.user_id, actor, once.new_id("file"), body)
        new = NewBatch(
            batch_id=once.new_id("batch"),
            endpoint=body.endpoint,
            input_file_id=file_id,
            metadata=body.metadata,
            output_seconds=body.output_expires_after.seconds if body.output_expires_after else None,
        )
        return show_batch(create_batch(studio, caller.user_id, actor, new))

    return once.answer(body, made)


@router.get("", response_model=Page[BatchResource], dependencies=[needs("batches:read")])
@at_once
def list_batches(studio: CurrentStudio, user_id: CurrentUser, asked: BatchPaging) -> Response:
    def show(rows: Sequence[Row]) -> list[BatchResource]:
        return [show_batch(batch_from(row)) for row in rows]

    return answer(asked.answer(studio.database, "batches", show, user_id=user_id))


@router.get("/{batch_id}", response_model=BatchResource, dependencies=[needs("batches:read")])
@at_once
def get_batch(batch_id: BatchId, studio: CurrentStudio, user_id: CurrentUser) -> Response:
    batch = show_batch(require_batch(studio.database, batch_id, user_id=user_id))
    return answer(batch, headers={"openai-poll-after-ms": "1000"})


@router.get("/{batch_id}/lines", response_model=Page[LineResource], dependencies=[needs("batches:read")])
def list_lines(
    batch_id: BatchId,
    studio: CurrentStudio,
    user_id: CurrentUser,
    asked: LinePaging,
    status: Annotated[LineStatus | None, Query(description="Only lines that stand so.")] = None,
) -> Response:
    """How each line stands, with its job as far as that is."""
    require_batch(studio.database, batch_id, user_id=user_id)

    def show(rows: Sequence[Row]) -> list[LineResource]:
        lines = [line_from(row) for row in rows]
        jobs = find_jobs(studio.database, [line.job_id for line in lines if line.job_id])
        shown = {job.id: job for job in show_jobs(studio, list(jobs.values()))}
        return [
            LineResource(
                id=line.line_id,
                custom_id=line.custom_id,
                status=line.status,
                job=shown.get(line.job_id or ""),
                error=line.error,
            )
            for line in lines
        ]

    values: dict[str, Any] = {"batch_id": batch_id}
    if status is None:
        return answer(asked.answer(studio.database, "batch_lines", show, **values))
    return answer(asked.answer(studio.database, "batch_lines_of_status", show, **values, status=status.value))


@router.post("/{batch_id}/cancel", status_code=202, response_model=BatchResource, dependencies=[needs("batches:write")])
def cancel(batch_id: BatchId, studio: CurrentStudio, user_id: CurrentUser, actor: CurrentActor, once: Once) -> Response:
    """Nothing more is ordered, and what is under way is cancelled; what was finished can be fetched."""

    def cancelled() -> BatchResource:
        batch = require_batch(studio.database, batch_id, user_id=user_id)
        return show_batch(cancel_batch(studio, user_id, actor, batch))

    return once.answer(_Nothing(), cancelled)


@router.post("/{batch_id}/retry", status_code=202, response_model=BatchResource, dependencies=[needs("batches:write")])
def retry(batch_id: BatchId, studio: CurrentStudio, caller: CurrentCaller, actor: CurrentActor, once: Once) -> Response:
    """A new batch of the lines that failed, as they were sent."""

    def retried() -> BatchResource:
        batch = require_batch(studio.database, batch_id, user_id=caller.user_id)
        caller.require(require_endpoint(batch.endpoint).permission)
        ids = once.new_id("batch"), once.new_id("file")
        return show_batch(retry_failed(studio, caller.user_id, actor, batch, *ids))

    return once.answer(_Nothing(), retried)


class _Nothing(BaseModel):
    """The body of a request that needs none."""


def _keep_items(studio: CurrentStudio, user_id: str, actor: CurrentActor, file_id: str, body: BatchOrder) -> str:
    bodies = [_named(str(number), item, body.kind) for number, item in enumerate(body.items, start=1)]
    return keep_lines(studio, user_id, actor, file_id, JOBS, bodies)


def _named(number: str, item: Any, kind: str | None) -> tuple[str, Any]:
    """What is no order goes into the file as it is, where it is refused as a bad line of a file would be."""
    if isinstance(item, Item):
        body = {"kind": item.kind or kind, "input": item.input, "max_credits": item.max_credits}
        return item.custom_id or number, body
    if not isinstance(item, dict):
        return number, item
    rest = {name: value for name, value in item.items() if name != "custom_id"}
    return item.get("custom_id") or number, {"kind": kind, **rest}
