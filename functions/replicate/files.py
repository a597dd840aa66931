"""Files as Replicate's client uploads them: their address stands for them in the input of a prediction."""

from typing import Annotated, Any

from fastapi import Depends, Request, Response
from pydantic import BaseModel, ConfigDict

from mutoscope.adapters.http.caller import CurrentActor, CurrentStudio, CurrentUser, needs
from mutoscope.adapters.http.forms import Files, FormRouter, JsonText, Uploaded
from mutoscope.adapters.http.idempotency import Once
from mutoscope.adapters.http.ids import Id
from mutoscope.errors import InvalidInput
from mutoscope.files.file import File, Purpose, file_from, require_file
from mutoscope.files.keep import delete_file, keep_file
from mutoscope.json_depth import ShallowObject
from mutoscope.media.inputs import digest_of

router = FormRouter(prefix="/replicate/v1/files", tags=["replicate"])

PAGE = 100
FileId = Annotated[str, Id("file")]
Upload = Annotated[Uploaded, Depends(Files("content"))]


class FileForm(BaseModel):
    model_config = ConfigDict(extra="ignore")

    metadata: JsonText[ShallowObject] | None = None


class UploadedFileResource(BaseModel):
    id: str
    name: str
    content_type: str
    size: int
    etag: str
    checksums: dict[str, str]
    metadata: dict[str, Any]
    created_at: str
    expires_at: str | None
    urls: dict[str, str]


class FilePage(BaseModel):
    previous: None = None
    next: None = None
    results: list[UploadedFileResource]


class ContentMissing(InvalidInput):
    """The request brings no file."""

    code = "file_missing"
    hint = "Send a form with the file in the field `content`."


@router.post("", status_code=201, response_model=UploadedFileResource, dependencies=[needs("files:write")])
def create_file(
    body: FileForm,
    request: Request,
    studio: CurrentStudio,
    user_id: CurrentUser,
    actor: CurrentActor,
    once: Once,
    uploaded: Upload,
) -> Response:
    file = uploaded.one("content")
    if file is None:
        raise ContentMissing(param="content")

    def made() -> UploadedFileResource:
        file_id, name = once.new_id("file"), file.filename or "file"
        kept = keep_file(studio, user_id, actor, file_id, file.path, name=name, purpose=Purpose.USER_DATA, seconds=None)
        return _show(request, kept)

    return once.answer(body, made, *uploaded.hashes)


@router.get("", dependencies=[needs("files:read")])
def list_files(request: Request, studio: CurrentStudio, user_id: CurrentUser) -> FilePage:
    """The newest hundred."""
    rows = studio.database.rows("list_files_desc", user_id=user_id, after="file_z", limit=PAGE, skip=0)
    return FilePage(results=[_show(request, file_from(row)) for row in rows])


@router.get("/{file_id}", dependencies=[needs("files:read")])
def get_file(file_id: FileId, request: Request, studio: CurrentStudio, user_id: CurrentUser) -> UploadedFileResource:
    return _show(request, require_file(studio.database, file_id, user_id=user_id))


@router.delete("/{file_id}", status_code=204, dependencies=[needs("files:write")])
def remove_file(file_id: FileId, studio: CurrentStudio, user_id: CurrentUser, actor: CurrentActor) -> Response:
    delete_file(studio, user_id, actor, file_id)
    return Response(status_code=204)


def _show(request: Request, file: File) -> UploadedFileResource:
    digest = digest_of(file.key)
    return UploadedFileResource(
        id=file.file_id,
        name=file.filename,
        content_type=file.content_type,
        size=file.bytes,
        etag=digest,
        checksums={"sha256": digest},
        # What a client notes about its file is its own business and not kept.
        metadata={},
        created_at=file.created_at.isoformat(),
        expires_at=file.expires_at.isoformat() if file.expires_at else None,
        urls={"get": f"{str(request.base_url).rstrip('/')}/replicate/v1/files/{file.file_id}"},
    )
