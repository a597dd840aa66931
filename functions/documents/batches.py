"""Several orders at once, as the documents' batch pages make them: `POST /api/batch` and how it stands."""

from typing import Annotated, Any

from fastapi import Response
from pydantic import Field

from functions.documents.envelope import Camel, Envelope
from mutoscope.adapters.http.caller import CurrentActor, CurrentStudio, CurrentUser, needs
from mutoscope.adapters.http.idempotency import Once
from mutoscope.adapters.http.ids import Id
from mutoscope.adapters.http.routes import Router
from mutoscope.batches.batch import Batch, BatchStatus, require_batch
from mutoscope.batches.create import NewBatch, create_batch, keep_lines
from mutoscope.batches.endpoints import JOBS
from mutoscope.json_depth import ShallowObject

router = Router(prefix="/api/batch", tags=["documents"])
BatchId = Annotated[str, Id("batch")]
_OVER = {BatchStatus.COMPLETED: "COMPLETED", BatchStatus.FAILED: "FAILED"}
_STOPPED = {BatchStatus.CANCELLED, BatchStatus.CANCELLING, BatchStatus.EXPIRED}


class BatchOrder(Camel):
    """Inputs of one kind, as `POST /v1/jobs` takes them."""

    kind: Annotated[str, Field(max_length=64)]
    items: Annotated[list[ShallowObject], Field(min_length=1, max_length=1_000)]


class BatchData(Camel):
    batch_id: str
    status: str
    total: int
    completed: int
    failed: int


@router.post("", status_code=202, response_model=Envelope[BatchData], dependencies=[needs("batches:write")])
def create(body: BatchOrder, studio: CurrentStudio, user_id: CurrentUser, actor: CurrentActor, once: Once) -> Response:
    """Each item becomes a job; one that cannot be made stops no other."""

    def made() -> Envelope[BatchData]:
        lines: list[tuple[str, Any]] = [
            (str(number), {"kind": body.kind, "input": item}) for number, item in enumerate(body.items, start=1)
        ]
        file_id = keep_lines(studio, user_id, actor, once.new_id("file"), JOBS, lines)
        new = NewBatch(batch_id=once.new_id("batch"), endpoint=JOBS, input_file_id=file_id)
        return Envelope(data=_show(create_batch(studio, user_id, actor, new)), message="The batch is accepted.")

    return once.answer(body, made)


@router.get("/{batch_id}", dependencies=[needs("batches:read")])
def get_batch(batch_id: BatchId, studio: CurrentStudio, user_id: CurrentUser) -> Envelope[BatchData]:
    data = _show(require_batch(studio.database, batch_id, user_id=user_id))
    return Envelope(data=data, message=f"{data.completed} of {data.total} are made.")


def _show(batch: Batch) -> BatchData:
    status = _OVER.get(batch.status) or ("FAILED" if batch.status in _STOPPED else "PROCESSING")
    return BatchData(
        batch_id=batch.batch_id, status=status, total=batch.total, completed=batch.completed, failed=batch.failed
    )
