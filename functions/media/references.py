"""Pictures of a persona over HTTP: kept per user, named by their id in orders for pictures of the same person."""

import tempfile
from pathlib import Path
from typing import Annotated, Literal

import anyio.to_thread
from fastapi import Request
from pydantic import BaseModel

from functions.media.body import BINARY, Filename, receive
from mutoscope.adapters.http.caller import CurrentActor, CurrentStudio, CurrentUser, needs
from mutoscope.adapters.http.ids import Id
from mutoscope.adapters.http.lists import Page, page
from mutoscope.adapters.http.routes import Router
from mutoscope.audit.actor import Actor
from mutoscope.audit.change import Change
from mutoscope.audit.record import record
from mutoscope.media.references import (
    Reference,
    delete_reference,
    list_references,
    require_reference,
    store_reference,
)
from mutoscope.studio import Studio

router = Router(prefix="/v1/references", tags=["media"], dependencies=[needs("inputs:write")])

ReferenceId = Annotated[str, Id("ref", "reference")]


class ReferenceResource(BaseModel):
    """`id` goes into the order of a kind that shows the same person again."""

    id: str
    object: Literal["reference"] = "reference"
    created_at: int
    filename: str
    size: int


class ReferenceDeleted(BaseModel):
    id: str
    object: Literal["reference.deleted"] = "reference.deleted"
    deleted: bool = True


@router.put("/{filename}", status_code=201, openapi_extra=BINARY)
async def put_reference(
    filename: Filename, request: Request, studio: CurrentStudio, user_id: CurrentUser, actor: CurrentActor
) -> ReferenceResource:
    """A PNG, JPEG or WebP picture of one person, of at most 50 MB, as the body; the same one again is kept once."""
    with tempfile.TemporaryDirectory(prefix="mutoscope-") as folder:
        path = Path(folder) / "upload"
        await receive(request.stream(), path)
        return _show(await anyio.to_thread.run_sync(_store, studio, user_id, path, filename, actor))


@router.get("")
def list_all(studio: CurrentStudio, user_id: CurrentUser) -> Page[ReferenceResource]:
    """All of them, at most a hundred, the newest first."""
    return page([_show(each) for each in list_references(studio.media, user_id)])


@router.delete("/{reference_id}")
def delete(
    reference_id: ReferenceId, studio: CurrentStudio, user_id: CurrentUser, actor: CurrentActor
) -> ReferenceDeleted:
    """What was made with it stays."""
    require_reference(studio.media, user_id, reference_id)
    record(studio, actor, Change("reference.deleted", "reference", reference_id))
    delete_reference(studio.media, user_id, reference_id)
    return ReferenceDeleted(id=reference_id)


def _store(studio: Studio, user_id: str, path: Path, filename: str, actor: Actor) -> Reference:
    def tell(reference_id: str) -> None:
        record(studio, actor, Change("reference.stored", "reference", reference_id, new={"filename": filename}))

    return store_reference(studio.media, user_id, path, filename, before=tell)


def _show(reference: Reference) -> ReferenceResource:
    return ReferenceResource(
        id=reference.reference_id,
        created_at=reference.created_at,
        filename=reference.filename,
        size=reference.size,
    )
