"""Reading the file of a batch: one request a line, and a line that is none stops no other.

A line is `{"custom_id", "method": "POST", "url", "body"}`, as OpenAI's clients write it.
"""

import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError
from pydantic_core import from_json

from mutoscope.batches.batch import Batch, LineError, LineStatus, line_error
from mutoscope.batches.endpoints import InvalidLine
from mutoscope.errors import InvalidInput, NotFound
from mutoscope.explain import explain
from mutoscope.files.file import require_file
from mutoscope.json_depth import ShallowObject
from mutoscope.media.inputs import place_of
from mutoscope.studio import Studio

MOST_LINES = 10_000
LONGEST_LINE = 1_000_000
MOST_REASONS = 100
_LINES_AT_ONCE = 200
_BYTES_AT_ONCE = 500_000


class FileOfNothing(InvalidInput):
    """The file {file_id} holds no line."""

    code = "file_of_nothing"
    hint = "Send one request a line, as JSON."


class TooManyLines(InvalidInput):
    """The file {file_id} holds more than {most} lines."""

    code = "too_many_lines"
    hint = "Send the rest as a batch of its own."


class LineTwice(InvalidInput):
    """The custom_id {custom_id} stands on a line before this one."""

    code = "custom_id_twice"
    hint = "Give each line a custom_id of its own; results are told apart by it."


class _Named(BaseModel):
    model_config = ConfigDict(extra="ignore")

    custom_id: Annotated[str, Field(min_length=1, max_length=512)]


class _Line(_Named):
    method: Literal["POST"] = "POST"
    url: str
    body: ShallowObject


def read_into_lines(studio: Studio, batch: Batch) -> None:
    """Records the lines and begins the batch, or refuses it when there are none; doing it again changes nothing."""
    try:
        total, reasons = _record(studio, batch)
    except (NotFound, FileOfNothing, TooManyLines) as error:
        reasons = [{"code": error.code, "message": error.message, "param": "input_file_id", "line": None}]
        _refuse(studio, batch, 0, reasons)
        return
    if len(reasons) == total:
        _refuse(studio, batch, total, reasons)
        return
    studio.database.row("begin_batch", batch_id=batch.batch_id, total=total, failed=len(reasons))


def _refuse(studio: Studio, batch: Batch, total: int, reasons: list[dict[str, Any]]) -> None:
    """The first reasons are told with the batch; each line keeps its own."""
    told = reasons[:MOST_REASONS]
    studio.database.row("refuse_batch", batch_id=batch.batch_id, errors=told, total=total)


def _record(studio: Studio, batch: Batch) -> tuple[int, list[dict[str, Any]]]:
    """How many lines there are, and why some of them are none."""
    file = require_file(studio.database, batch.input_file_id, user_id=batch.user_id)
    total = size = 0
    reasons: list[dict[str, Any]] = []
    known: set[str] = set()
    chunk: list[dict[str, Any]] = []
    with tempfile.TemporaryDirectory(prefix="mutoscope-") as folder:
        path = Path(folder) / "lines"
        studio.media.fetch(place_of(batch.user_id, file.key), path)
        if sum(1 for _ in _texts(path)) > MOST_LINES:
            raise TooManyLines(file_id=file.file_id, most=MOST_LINES)
        for text in _texts(path):
            total += 1
            row = _row(batch, total, text, known)
            if row["error"] is not None:
                reasons.append({**{name: row["error"][name] for name in ("code", "message", "param")}, "line": total})
            if chunk and (len(chunk) == _LINES_AT_ONCE or size + len(text) > _BYTES_AT_ONCE):
                studio.database.row("add_batch_lines", batch_id=batch.batch_id, lines=chunk)
                chunk, size = [], 0
            chunk.append(row)
            size += len(text)
    if not total:
        raise FileOfNothing(file_id=file.file_id)
    studio.database.row("add_batch_lines", batch_id=batch.batch_id, lines=chunk)
    return total, reasons


def _texts(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        yield from (line.strip() for line in file if line.strip())


def _row(batch: Batch, number: int, text: bytes, known: set[str]) -> dict[str, Any]:
    # What sorts as the lines stand, and is the same when the file is read again.
    row: dict[str, Any] = {"line_id": f"line_{batch.batch_id[-21:]}{number:05d}", "custom_id": None, "body": None}
    try:
        line = _read(batch, text)
        row |= {"custom_id": line.custom_id, "body": line.body}
        if line.custom_id in known:
            raise LineTwice(param="custom_id", custom_id=line.custom_id)
        known.add(line.custom_id)
    except InvalidInput as error:
        told = {"custom_id": row["custom_id"] or _custom_id(text), "error": _told(error, number).model_dump()}
        return row | {**told, "status": LineStatus.FAILED}
    return row | {"status": LineStatus.WAITING, "error": None}


def _read(batch: Batch, text: bytes) -> _Line:
    if len(text) > LONGEST_LINE:
        raise InvalidLine(reason=f"it has more than {LONGEST_LINE:,} bytes", endpoint=batch.endpoint)
    try:
        line = _Line.model_validate(from_json(text))
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"])
        reason = f"{where}: {explain(first)}" if where else explain(first)
        raise InvalidLine(param=where or None, reason=reason, endpoint=batch.endpoint) from error
    except ValueError as error:
        raise InvalidLine(reason="it is not JSON", endpoint=batch.endpoint) from error
    if line.url != batch.endpoint:
        reason = f"its url is {line.url[:64]}, and the batch is of {batch.endpoint}"
        raise InvalidLine(param="url", reason=reason, endpoint=batch.endpoint)
    return line


def _custom_id(text: bytes) -> str | None:
    """Of a line that is none otherwise, so that its owner can tell which it was."""
    if len(text) > LONGEST_LINE:
        return None
    try:
        return _Named.model_validate(from_json(text)).custom_id
    except ValueError:
        return None


def _told(error: InvalidInput, number: int) -> LineError:
    told = line_error(error)
    return told.model_copy(update={"message": f"Line {number}: {told.message}"})
