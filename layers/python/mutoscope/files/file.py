"""A file that was sent for a purpose, as OpenAI's clients send them: its owner's, until it is deleted or expires.

Its bytes lie among the inputs of its owner, in a folder of the file's own.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Literal

from pydantic import BaseModel

from mutoscope.errors import NotFound
from mutoscope.ports import Database, Row


class Purpose(StrEnum):
    ASSISTANTS = "assistants"
    BATCH = "batch"  # the lines of a batch
    BATCH_OUTPUT = "batch_output"  # what a batch answered; only the studio makes these
    FINE_TUNE = "fine-tune"
    VISION = "vision"  # a picture
    USER_DATA = "user_data"
    EVALS = "evals"


@dataclass(frozen=True)
class File:
    file_id: str
    user_id: str
    filename: str
    purpose: Purpose
    bytes: int
    content_type: str
    key: str
    created_at: datetime
    expires_at: datetime | None


class FileResource(BaseModel):
    id: str
    object: Literal["file"] = "file"
    bytes: int
    created_at: int
    expires_at: int | None
    filename: str
    purpose: Purpose
    status: Literal["processed"] = "processed"


def find_file(database: Database, file_id: str, *, user_id: str) -> File | None:
    row = database.row("get_file", file_id=file_id, user_id=user_id)
    return file_from(row) if row else None


def require_file(database: Database, file_id: str, *, user_id: str) -> File:
    """The user's file; somebody else's is not found, like one that never was or has expired."""
    file = find_file(database, file_id, user_id=user_id)
    if file is None:
        raise NotFound(what="file", id=file_id)
    return file


def show_file(file: File) -> FileResource:
    return FileResource(
        id=file.file_id,
        bytes=file.bytes,
        created_at=int(file.created_at.timestamp()),
        expires_at=int(file.expires_at.timestamp()) if file.expires_at else None,
        filename=file.filename,
        purpose=file.purpose,
    )


def file_from(row: Row) -> File:
    return File(
        file_id=row["file_id"],
        user_id=row["user_id"],
        filename=row["filename"],
        purpose=Purpose(row["purpose"]),
        bytes=row["bytes"],
        content_type=row["content_type"],
        key=row["key"],
        created_at=row["created_at"],
        expires_at=row["expires_at"],
    )
