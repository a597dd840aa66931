"""Bringing somebody's batches forward: reading, ordering, settling, writing, each as far as it can go now.

Invariant: all that is known stands in the record, and every step may be done twice; the second time changes nothing.
Few lines are jobs at the same time, so a batch never stands before anybody's other work for long.
"""

import hashlib
import json
from typing import Any

from mutoscope.audit.actor import Actor
from mutoscope.batches.batch import Batch, BatchStatus, Line, LineError, batch_from, line_error, line_from
from mutoscope.batches.endpoints import LineOrder, require_endpoint
from mutoscope.batches.messages import BatchesMessage
from mutoscope.batches.nudge import CHECK_AGAIN_SECONDS, send_check
from mutoscope.batches.read import read_into_lines
from mutoscope.batches.results import write_results
from mutoscope.errors import MutoscopeError
from mutoscope.idempotency import explicit
from mutoscope.identifiers import new_id
from mutoscope.jobs.finish import cancel
from mutoscope.jobs.job import job_from
from mutoscope.observability import logger
from mutoscope.ports import Row
from mutoscope.studio import Studio

AT_ONCE = 4
"""How many jobs one person's batches have under way together."""
LEASE_SECONDS = 60
"""Two at the same batches do no harm and the work twice, so that nobody waits long for one who died with the lease."""
CANCELLED = LineError(code="cancelled", message="The job of this line was cancelled.")
_NOT_ORDERED = {
    BatchStatus.CANCELLED: LineError(code="batch_cancelled", message="The batch was cancelled before this line."),
    BatchStatus.EXPIRED: LineError(code="batch_expired", message="The batch's 24 hours were over before this line."),
}


def look_after_batches(studio: Studio, message: BatchesMessage) -> bool:
    """True when it is done; False when somebody else is at it, so that it has to come again."""
    key, holder = f"batches#{message.user_id}", new_id("holder")
    if not studio.live.take_lease(key, holder, LEASE_SECONDS):
        return False
    try:
        rows = studio.database.rows("batches_under_way", user_id=message.user_id)
        for row in rows:
            _advance(studio, row)
    finally:
        studio.live.drop_lease(key, holder)
    if message.check is not None and message.check in {row["batch_id"] for row in rows}:
        send_check(studio, message.user_id, message.check, delay=CHECK_AGAIN_SECONDS)
    return True


def _advance(studio: Studio, row: Row) -> None:
    batch = batch_from(row)
    if batch.in_progress_at is None:
        read_into_lines(studio, batch)
        batch = _again(studio, batch)
    if batch.status is BatchStatus.CANCELLING:
        _stop(studio, batch, BatchStatus.CANCELLED)
    elif batch.status is BatchStatus.IN_PROGRESS and row["late"]:
        _stop(studio, batch, BatchStatus.EXPIRED)
    elif batch.status is BatchStatus.IN_PROGRESS:
        _settle(studio, batch)
        _order_more(studio, batch)
        _close(studio, batch, BatchStatus.COMPLETED)
    batch = _again(studio, batch)
    if batch.status is BatchStatus.FINALIZING:
        write_results(studio, batch)
        studio.database.row("end_batch", batch_id=batch.batch_id)
        logger.info("batch ended", batch_id=batch.batch_id)


def _again(studio: Studio, batch: Batch) -> Batch:
    row = studio.database.row("get_batch", batch_id=batch.batch_id, user_id=batch.user_id)
    return batch_from(row) if row else batch


def _settle(studio: Studio, batch: Batch) -> None:
    studio.database.row("settle_batch_lines", batch_id=batch.batch_id, cancelled=CANCELLED.model_dump())


def _close(studio: Studio, batch: Batch, ending: BatchStatus) -> None:
    """Once no line is open, the results get the ids that they are written under, however often that takes."""
    row = studio.database.row("count_batch_lines", batch_id=batch.batch_id)
    if row is None or row["open"]:
        return
    studio.database.row(
        "finalize_batch",
        batch_id=batch.batch_id,
        ending=ending.value,
        output_file_id=new_id("file"),
        error_file_id=new_id("file"),
    )


def _stop(studio: Studio, batch: Batch, ending: BatchStatus) -> None:
    """Nothing more is ordered, and what is under way is cancelled; lines that were finished keep their results."""
    error = _NOT_ORDERED[ending].model_dump()
    studio.database.row("fail_waiting_batch_lines", batch_id=batch.batch_id, error=error)
    for job in studio.database.rows("ordered_batch_jobs", batch_id=batch.batch_id):
        cancel(studio, job_from(job))
    _settle(studio, batch)
    _close(studio, batch, ending)


def _order_more(studio: Studio, batch: Batch) -> None:
    """As many lines as there is room for. A line that is refused takes no room, and stops no other."""
    while (room := _room(studio, batch.user_id)) > 0:
        rows = studio.database.rows("waiting_batch_lines", batch_id=batch.batch_id, limit=room)
        for row in rows:
            _order(studio, batch, line_from(row))
        if len(rows) < room:
            return


def _room(studio: Studio, user_id: str) -> int:
    row = studio.database.row("batch_lines_in_work", user_id=user_id)
    return AT_ONCE - int(row["number"]) if row else 0


def _order(studio: Studio, batch: Batch, line: Line) -> None:
    """A line whose process died between its order and this record is ordered again by the same key: once."""
    body: dict[str, Any] = line.body or {}
    fingerprint = hashlib.sha256(json.dumps(body, sort_keys=True).encode()).hexdigest()
    order = LineOrder(
        line_id=line.line_id,
        batch_id=batch.batch_id,
        user_id=batch.user_id,
        actor=Actor(user_id=batch.user_id, key_id=batch.key_id),
        idempotency=explicit(f"batch:{line.line_id}", fingerprint),
    )
    try:
        job_id = require_endpoint(batch.endpoint).order(studio, order, body)
    except MutoscopeError as error:
        if error.retryable:
            raise
        studio.database.row("fail_batch_line", line_id=line.line_id, error=line_error(error).model_dump())
    else:
        studio.database.row("order_batch_line", line_id=line.line_id, job_id=job_id)
