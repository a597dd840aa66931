"""Making a batch: of a file that was sent, of items in the request itself, or of what failed of an earlier one.

Items become a file too, so that a batch is made of what is stored and nothing of it is in anybody's memory.
"""

import json
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from mutoscope.audit.actor import Actor
from mutoscope.batches.batch import Batch, LineStatus, line_from, require_batch
from mutoscope.batches.nudge import nudge, send_check
from mutoscope.errors import InvalidInput, WrongState
from mutoscope.files.file import Purpose, find_file
from mutoscope.files.keep import keep_file
from mutoscope.studio import Studio

_AT_ONCE = 100


class FileOfNoBatch(InvalidInput):
    """There is no file {file_id} with the purpose batch."""

    code = "file_of_no_batch"
    hint = "Send the lines with POST /v1/files and the purpose batch, and name the id that is answered."


class NothingFailed(InvalidInput):
    """Nothing of the batch {batch_id} failed that could be tried again."""

    code = "nothing_failed"
    hint = "GET /v1/batches/{batch_id}/lines tells how its lines ended."


@dataclass(frozen=True)
class NewBatch:
    batch_id: str
    endpoint: str
    input_file_id: str
    metadata: dict[str, str] | None = None
    output_seconds: int | None = None
    retried_from: str | None = None


def create_batch(studio: Studio, user_id: str, actor: Actor, new: NewBatch) -> Batch:
    """Doing it again under the same id changes nothing. Raises FileOfNoBatch."""
    file = find_file(studio.database, new.input_file_id, user_id=user_id)
    if file is None or file.purpose is not Purpose.BATCH:
        raise FileOfNoBatch(param="input_file_id", file_id=new.input_file_id)
    send_check(studio, user_id, new.batch_id)
    studio.database.row(
        "create_batch",
        actor=actor.values(),
        batch_id=new.batch_id,
        user_id=user_id,
        key_id=actor.key_id,
        endpoint=new.endpoint,
        input_file_id=new.input_file_id,
        metadata=new.metadata,
        retried_from=new.retried_from,
        output_seconds=new.output_seconds,
    )
    nudge(studio, user_id)
    return require_batch(studio.database, new.batch_id, user_id=user_id)


def keep_lines(
    studio: Studio, user_id: str, actor: Actor, file_id: str, endpoint: str, bodies: Iterable[tuple[str, Any]]
) -> str:
    """Keeps bodies with their custom ids as a file of lines; answers its id."""
    with tempfile.TemporaryDirectory(prefix="mutoscope-") as folder:
        path = Path(folder) / "lines"
        # Half a surrogate pair is no UTF-8, and has the same escape in JSON.
        with path.open("w", encoding="utf-8", errors="backslashreplace") as file:
            for custom_id, body in bodies:
                line = {"custom_id": custom_id, "method": "POST", "url": endpoint, "body": body}
                file.write(json.dumps(line, ensure_ascii=False) + "\n")
        keep_file(studio, user_id, actor, file_id, path, name=f"{file_id}.jsonl", purpose=Purpose.BATCH, seconds=None)
    return file_id


def retry_failed(studio: Studio, user_id: str, actor: Actor, batch: Batch, batch_id: str, file_id: str) -> Batch:
    """A new batch of the lines that failed, as they were sent; the old one keeps its results.

    Raises WrongState, NothingFailed.
    """
    if not batch.status.is_over:
        raise WrongState(what="batch", state=batch.status.value, action="retried")
    failed = [line for line in _failed(studio, batch.batch_id) if line[1] is not None]
    if not failed:
        raise NothingFailed(batch_id=batch.batch_id)
    keep_lines(studio, user_id, actor, file_id, batch.endpoint, failed)
    new = NewBatch(
        batch_id=batch_id,
        endpoint=batch.endpoint,
        input_file_id=file_id,
        metadata=batch.metadata,
        output_seconds=batch.output_seconds,
        retried_from=batch.batch_id,
    )
    return create_batch(studio, user_id, actor, new)


def cancel_batch(studio: Studio, user_id: str, actor: Actor, batch: Batch) -> Batch:
    """Raises WrongState for one that is over."""
    row = studio.database.row("cancel_batch", actor=actor.values(), batch_id=batch.batch_id, user_id=user_id)
    found = require_batch(studio.database, batch.batch_id, user_id=user_id)
    if row is None and found.status.is_over:
        raise WrongState(what="batch", state=found.status.value, action="cancelled")
    nudge(studio, user_id)
    return found


def _failed(studio: Studio, batch_id: str) -> Iterable[tuple[str, Any]]:
    after, values = "line_", {"batch_id": batch_id, "status": LineStatus.FAILED.value, "limit": _AT_ONCE, "skip": 0}
    while rows := studio.database.rows("list_batch_lines_of_status_asc", after=after, **values):
        lines = [line_from(row) for row in rows]
        yield from ((line.custom_id or line.line_id, line.body) for line in lines)
        after = lines[-1].line_id
