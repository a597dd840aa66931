"""The media library over HTTP: list, look, fetch, rename, publish, delete."""

from collections.abc import Sequence
from typing import Annotated, Literal

from fastapi import Depends, Query, Request, Response
from pydantic import BaseModel, ConfigDict

from mutoscope.accounts.plain_text import Name
from mutoscope.adapters.http.answers import answer
from mutoscope.adapters.http.at_once import at_once
from mutoscope.adapters.http.caller import CurrentActor, CurrentStudio, CurrentUser, needs
from mutoscope.adapters.http.files import send_file
from mutoscope.adapters.http.ids import Id
from mutoscope.adapters.http.lists import Page, Paging, paging
from mutoscope.adapters.http.routes import Router
from mutoscope.media.clearing import delete_item
from mutoscope.media.deliver import delivered, is_download
from mutoscope.media.edit import edit_item
from mutoscope.media.file_type import Family
from mutoscope.media.item import ORIGINAL, MediaStatus, Privacy, item_from, require_item
from mutoscope.media.resource import MediaResource, show_item
from mutoscope.ports import Row

router = Router(prefix="/v1/media", tags=["media"])

MediaId = Annotated[str, Id("media")]
MediaPaging = Annotated[Paging, Depends(paging(Id("media"), "name", "size"))]
Variant = Annotated[str, Query(max_length=32, description="`original`, `thumbnail` or `waveform`.")]


class MediaEdit(BaseModel):
    """What changes; what is left out stays."""

    model_config = ConfigDict(extra="forbid")

    name: Name | None = None
    privacy: Privacy | None = None


class DeletedMedia(BaseModel):
    id: str
    object: Literal["media.deleted"] = "media.deleted"
    deleted: Literal[True] = True


@router.get("", response_model=Page[MediaResource], dependencies=[needs("media:read")])
def list_media(
    studio: CurrentStudio,
    user_id: CurrentUser,
    asked: MediaPaging,
    type: Family | None = None,
    privacy: Privacy | None = None,
    status: MediaStatus | None = None,
    search: Annotated[str | None, Query(min_length=1, max_length=100, description="Part of the name.")] = None,
) -> Response:
    filters = {"family": type, "privacy": privacy, "status": status}
    return answer(asked.answer(studio.database, "media", _shown, user_id=user_id, search=search, **filters))


@router.get("/{media_id}", dependencies=[needs("media:read")])
@at_once
def get_media(media_id: MediaId, studio: CurrentStudio, user_id: CurrentUser) -> MediaResource:
    return show_item(require_item(studio.database, media_id, user_id=user_id))


@router.head("/{media_id}/content", include_in_schema=False, dependencies=[needs("media:read")])
@router.get("/{media_id}/content", response_class=Response, dependencies=[needs("media:read")])
def get_media_content(
    media_id: MediaId, request: Request, studio: CurrentStudio, user_id: CurrentUser, variant: Variant = ORIGINAL
) -> Response:
    """The file, or a picture of it; by ranges, or by a link to the file store."""
    item = require_item(studio.database, media_id, user_id=user_id)
    return send_file(studio, request, delivered(item, variant), download=is_download(item, variant))


@router.patch("/{media_id}", dependencies=[needs("media:write")])
def edit_media(
    media_id: MediaId, body: MediaEdit, studio: CurrentStudio, user_id: CurrentUser, actor: CurrentActor
) -> MediaResource:
    item = require_item(studio.database, media_id, user_id=user_id)
    return show_item(edit_item(studio, item, actor, name=body.name, privacy=body.privacy))


@router.delete("/{media_id}", dependencies=[needs("media:write")])
def delete_media(
    media_id: MediaId, studio: CurrentStudio, user_id: CurrentUser, actor: CurrentActor, force: bool = False
) -> DeletedMedia:
    """Deletes the file and everything made of it. What films use is kept, unless `force` takes it out of them."""
    delete_item(studio, require_item(studio.database, media_id, user_id=user_id), actor, force=force)
    return DeletedMedia(id=media_id)


def _shown(rows: Sequence[Row]) -> list[MediaResource]:
    return [show_item(item_from(row)) for row in rows]
