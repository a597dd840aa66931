"""The results of a batch as two files of lines: what was completed, and what failed of what.

Each line has the `custom_id` of its request, and the answer that the route would have given.
"""

import json
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from mutoscope.audit.actor import Actor
from mutoscope.batches.batch import Batch, Line, LineStatus, line_from
from mutoscope.batches.endpoints import Endpoint, require_endpoint
from mutoscope.errors import NotFound
from mutoscope.files.file import Purpose, find_file
from mutoscope.files.keep import keep_file
from mutoscope.jobs.job import Job, find_jobs
from mutoscope.studio import Studio

_AT_ONCE = 50


def write_results(studio: Studio, batch: Batch) -> None:
    """Under the ids that the batch names; doing it again changes nothing."""
    endpoint = require_endpoint(batch.endpoint)

    def completed(line: Line, job: Job | None) -> dict[str, Any]:
        body = _shown(endpoint, studio, line, job) or {"id": line.job_id, "deleted": True}
        return {"response": {"status_code": 200, "request_id": line.line_id, "body": body}, "error": None}

    def failed(line: Line, _: Job | None) -> dict[str, Any]:
        told = line.error.model_dump() if line.error else {}
        body = {"error": {**told, "type": "invalid_request_error"}}
        answered = {"status_code": 422, "request_id": line.line_id, "body": body}
        return {"response": answered, "error": {"code": told.get("code"), "message": told.get("message")}}

    _write(studio, batch, batch.output_file_id, "output", LineStatus.COMPLETED, completed)
    _write(studio, batch, batch.error_file_id, "errors", LineStatus.FAILED, failed)


def _shown(endpoint: Endpoint, studio: Studio, line: Line, job: Job | None) -> dict[str, Any] | None:
    """None for what was deleted since it was finished."""
    try:
        return endpoint.show(studio, job, line.body or {}).model_dump(mode="json") if job else None
    except NotFound:
        return None


def _write(
    studio: Studio,
    batch: Batch,
    file_id: str | None,
    name: str,
    status: LineStatus,
    told: Callable[[Line, Job | None], dict[str, Any]],
) -> None:
    if file_id is None or find_file(studio.database, file_id, user_id=batch.user_id):
        return
    with tempfile.TemporaryDirectory(prefix="mutoscope-") as folder:
        path = Path(folder) / name
        with path.open("w", encoding="utf-8") as file:
            for line, job in _lines(studio, batch, status):
                answer = {"id": line.line_id, "custom_id": line.custom_id, **told(line, job)}
                file.write(json.dumps(answer, ensure_ascii=False) + "\n")
        keep_file(
            studio,
            batch.user_id,
            Actor(user_id=batch.user_id, key_id=batch.key_id),
            file_id,
            path,
            name=f"{batch.batch_id}_{name}.jsonl",
            purpose=Purpose.BATCH_OUTPUT,
            seconds=batch.output_seconds,
        )


def _lines(studio: Studio, batch: Batch, status: LineStatus) -> Iterator[tuple[Line, Job | None]]:
    after, values = "line_", {"batch_id": batch.batch_id, "status": status.value, "limit": _AT_ONCE, "skip": 0}
    while rows := studio.database.rows("list_batch_lines_of_status_asc", after=after, **values):
        lines = [line_from(row) for row in rows]
        jobs = find_jobs(studio.database, [line.job_id for line in lines if line.job_id])
        yield from ((line, jobs.get(line.job_id or "")) for line in lines)
        after = lines[-1].line_id
