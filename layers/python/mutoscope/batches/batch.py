"""A batch: a file of orders, each of which becomes a job of its own.

`validating → in_progress → finalizing → completed`; or failed, when there is nothing in it to order; or expired after
24 hours; or `cancelling → finalizing → cancelled`. What is over stays over.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict

from mutoscope.errors import MutoscopeError, NotFound
from mutoscope.ports import Database, Row


class BatchStatus(StrEnum):
    VALIDATING = "validating"  # its file is being read
    FAILED = "failed"  # its file holds nothing that could be ordered
    IN_PROGRESS = "in_progress"  # its lines are being ordered and worked on
    FINALIZING = "finalizing"  # every line is over; the results are being written
    COMPLETED = "completed"  # its results can be fetched, those of lines that failed among them
    EXPIRED = "expired"  # its time was over before all of its lines were
    CANCELLING = "cancelling"  # nothing more is ordered; jobs that run are being cancelled
    CANCELLED = "cancelled"

    @property
    def is_over(self) -> bool:
        return self in (BatchStatus.FAILED, BatchStatus.COMPLETED, BatchStatus.EXPIRED, BatchStatus.CANCELLED)


class LineStatus(StrEnum):
    WAITING = "waiting"  # not ordered yet
    ORDERED = "ordered"  # it is a job
    COMPLETED = "completed"
    FAILED = "failed"  # refused, or its job failed or was cancelled


class LineError(BaseModel):
    """Why a line has no result, in words for its owner."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    code: str
    message: str
    param: str | None = None
    hint: str | None = None


@dataclass(frozen=True)
class Line:
    line_id: str
    batch_id: str
    custom_id: str | None
    body: dict[str, Any] | None
    job_id: str | None
    status: LineStatus
    error: LineError | None


@dataclass(frozen=True)
class Batch:
    batch_id: str
    user_id: str
    key_id: str | None
    endpoint: str
    input_file_id: str
    metadata: dict[str, str] | None
    retried_from: str | None
    output_seconds: int | None
    status: BatchStatus
    errors: list[dict[str, Any]]
    total: int
    completed: int
    failed: int
    output_file_id: str | None
    error_file_id: str | None
    created_at: datetime
    expires_at: datetime
    in_progress_at: datetime | None
    finalizing_at: datetime | None
    cancelling_at: datetime | None
    ended_at: datetime | None


class RequestCounts(BaseModel):
    total: int
    completed: int
    failed: int


class FileErrors(BaseModel):
    object: Literal["list"] = "list"
    data: list[dict[str, Any]]


class BatchResource(BaseModel):
    """`progress` is the share of its lines that are over; GET /v1/batches/{batch_id}/lines tells of each."""

    id: str
    object: Literal["batch"] = "batch"
    endpoint: str
    completion_window: Literal["24h"] = "24h"
    input_file_id: str
    status: BatchStatus
    progress: int
    request_counts: RequestCounts
    output_file_id: str | None
    error_file_id: str | None
    errors: FileErrors | None
    metadata: dict[str, str] | None
    retried_from: str | None
    created_at: int
    expires_at: int
    in_progress_at: int | None
    finalizing_at: int | None
    completed_at: int | None
    failed_at: int | None
    expired_at: int | None
    cancelling_at: int | None
    cancelled_at: int | None


def require_batch(database: Database, batch_id: str, *, user_id: str) -> Batch:
    """The user's batch; somebody else's is not found, like one that never was."""
    row = database.row("get_batch", batch_id=batch_id, user_id=user_id)
    if row is None:
        raise NotFound(what="batch", id=batch_id)
    return batch_from(row)


def batch_from(row: Row) -> Batch:
    names = set(Batch.__dataclass_fields__) - {"status", "errors"}
    return Batch(
        **{name: row[name] for name in names}, status=BatchStatus(row["status"]), errors=list(row["errors"] or [])
    )


def line_from(row: Row) -> Line:
    return Line(
        line_id=row["line_id"],
        batch_id=row["batch_id"],
        custom_id=row["custom_id"],
        body=row["body"],
        job_id=row["job_id"],
        status=LineStatus(row["status"]),
        error=LineError.model_validate(row["error"]) if row["error"] else None,
    )


def line_error(error: MutoscopeError) -> LineError:
    return LineError(code=error.code, message=error.message, param=error.param, hint=error.advice)


def show_batch(batch: Batch) -> BatchResource:
    """Its files are named when they are there."""
    ended = {status: _seconds(batch.ended_at) if batch.status is status else None for status in BatchStatus}
    over = batch.status.is_over
    return BatchResource(
        id=batch.batch_id,
        endpoint=batch.endpoint,
        input_file_id=batch.input_file_id,
        status=batch.status,
        progress=100 if over else 99 * (batch.completed + batch.failed) // max(1, batch.total),
        request_counts=RequestCounts(total=batch.total, completed=batch.completed, failed=batch.failed),
        output_file_id=batch.output_file_id if over else None,
        error_file_id=batch.error_file_id if over else None,
        errors=FileErrors(data=batch.errors) if batch.errors else None,
        metadata=batch.metadata,
        retried_from=batch.retried_from,
        created_at=int(batch.created_at.timestamp()),
        expires_at=int(batch.expires_at.timestamp()),
        in_progress_at=_seconds(batch.in_progress_at),
        finalizing_at=_seconds(batch.finalizing_at),
        completed_at=ended[BatchStatus.COMPLETED],
        failed_at=ended[BatchStatus.FAILED],
        expired_at=ended[BatchStatus.EXPIRED],
        cancelling_at=_seconds(batch.cancelling_at),
        cancelled_at=ended[BatchStatus.CANCELLED],
    )


def _seconds(moment: datetime | None) -> int | None:
    return int(moment.timestamp()) if moment else None
