"""Files over HTTP, as OpenAI's clients send them: create, list, look, fetch, delete."""

import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Literal

from fastapi import Depends, Query, Request, Response
from pydantic import BaseModel, ConfigDict, Field

from mutoscope.adapters.http.answers import answer
from mutoscope.adapters.http.at_once import at_once
from mutoscope.adapters.http.caller import CurrentActor, CurrentStudio, CurrentUser, needs
from mutoscope.adapters.http.files import send_file
from mutoscope.adapters.http.forms import Files, FormRouter, JsonText, Uploaded
from mutoscope.adapters.http.idempotency import Once
from mutoscope.adapters.http.ids import Id
from mutoscope.adapters.http.lists import Page, Paging, paging
from mutoscope.errors import InvalidInput
from mutoscope.files.file import FileResource, Purpose, file_from, require_file, show_file
from mutoscope.files.keep import delete_file, keep_file
from mutoscope.films.request import Text
from mutoscope.jobs.job import DeliveredFile
from mutoscope.media.inputs import place_of
from mutoscope.ports import Row

router = FormRouter(prefix="/v1/files", tags=["files"])

FileId = Annotated[str, Id("file")]
FilePaging = Annotated[Paging, Depends(paging(Id("file")))]
Upload = Annotated[Uploaded, Depends(Files("file"))]
GivenPurpose = Literal["assistants", "batch", "fine-tune", "vision", "user_data", "evals"]


class FileMissing(InvalidInput):
    """The request brings no file."""

    code = "file_missing"
    hint = "Send a form with the file in the field `file`, or JSON with its text in `content`."


class Expiry(BaseModel):
    model_config = ConfigDict(extra="forbid")

    anchor: Literal["created_at"] = "created_at"
    seconds: Annotated[int, Field(ge=3_600, le=2_592_000)]


class FileOrder(BaseModel):
    """A form brings the file itself; JSON brings its text as `content`."""

    model_config = ConfigDict(extra="forbid")

    purpose: GivenPurpose
    expires_after: JsonText[Expiry] | None = None
    filename: Annotated[Text, Field(min_length=1, max_length=200)] | None = None
    content: Annotated[str, Field(max_length=4_000_000)] | None = None


class Deleted(BaseModel):
    id: str
    object: Literal["file"] = "file"
    deleted: bool = True


@router.post("", status_code=201, response_model=FileResource, dependencies=[needs("files:write")])
def create_file(
    body: FileOrder, studio: CurrentStudio, user_id: CurrentUser, actor: CurrentActor, once: Once, uploaded: Upload
) -> Response:
    """A file of at most 50 MB. The lines of a batch go after thirty days unless `expires_after` says otherwise."""
    file = uploaded.one("file")
    seconds = body.expires_after.seconds if body.expires_after else None

    def made() -> FileResource:
        with tempfile.TemporaryDirectory(prefix="mutoscope-") as folder:
            path, name = (file.path, file.filename) if file else (_written(body.content, Path(folder)), "file.txt")
            kept = keep_file(
                studio,
                user_id,
                actor,
                once.new_id("file"),
                path,
                name=body.filename or name,
                purpose=Purpose(body.purpose),
                seconds=seconds,
            )
        return show_file(kept)

    return once.answer(body, made, *uploaded.hashes)


@router.get("", response_model=Page[FileResource], dependencies=[needs("files:read")])
@at_once
def list_files(
    studio: CurrentStudio,
    user_id: CurrentUser,
    asked: FilePaging,
    purpose: Annotated[Purpose | None, Query(description="Only files of this purpose.")] = None,
) -> Response:
    def show(rows: Sequence[Row]) -> list[FileResource]:
        return [show_file(file_from(row)) for row in rows]

    if purpose is None:
        return answer(asked.answer(studio.database, "files", show, user_id=user_id))
    return answer(asked.answer(studio.database, "files_of_purpose", show, user_id=user_id, purpose=purpose.value))


@router.get("/{file_id}", response_model=FileResource, dependencies=[needs("files:read")])
@at_once
def get_file(file_id: FileId, studio: CurrentStudio, user_id: CurrentUser) -> Response:
    return answer(show_file(require_file(studio.database, file_id, user_id=user_id)))


@router.head("/{file_id}/content", include_in_schema=False, dependencies=[needs("files:read")])
@router.get("/{file_id}/content", response_class=Response, dependencies=[needs("files:read")])
def get_file_content(file_id: FileId, request: Request, studio: CurrentStudio, user_id: CurrentUser) -> Response:
    file = require_file(studio.database, file_id, user_id=user_id)
    stored = DeliveredFile(key=place_of(user_id, file.key), filename=file.filename, content_type=file.content_type)
    return send_file(studio, request, stored, download=True)


@router.delete("/{file_id}", dependencies=[needs("files:write")])
def remove_file(file_id: FileId, studio: CurrentStudio, user_id: CurrentUser, actor: CurrentActor) -> Deleted:
    delete_file(studio, user_id, actor, file_id)
    return Deleted(id=file_id)


def _written(content: str | None, folder: Path) -> Path:
    if content is None:
        raise FileMissing(param="file")
    path = folder / "content"
    path.write_text(content, encoding="utf-8", newline="")
    return path
