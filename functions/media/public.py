"""The public gallery over HTTP, for anybody: what its owners made public, and by its id what is unlisted."""

from collections.abc import Sequence
from typing import Annotated

from fastapi import Depends, Query, Request, Response

from mutoscope.adapters.http.answers import answer
from mutoscope.adapters.http.caller import CurrentStudio
from mutoscope.adapters.http.files import send_file
from mutoscope.adapters.http.ids import Id
from mutoscope.adapters.http.lists import Page, Paging, paging
from mutoscope.adapters.http.routes import Router
from mutoscope.media.deliver import LINK_SECONDS, delivered, is_download
from mutoscope.media.item import ORIGINAL, item_from
from mutoscope.media.publish import require_published
from mutoscope.media.resource import PublicMedia, show_public
from mutoscope.ports import Row

router = Router(prefix="/v1/public/media", tags=["media"])

MediaId = Annotated[str, Id("media")]
MediaPaging = Annotated[Paging, Depends(paging(Id("media")))]
Variant = Annotated[str, Query(max_length=32)]


@router.get("", response_model=Page[PublicMedia])
def list_public_media(studio: CurrentStudio, asked: MediaPaging) -> Response:
    def show(rows: Sequence[Row]) -> list[PublicMedia]:
        return [show_public(item_from(row), f"/v1/public/media/{row['media_id']}") for row in rows]

    return answer(asked.answer(studio.database, "public_media", show))


@router.get("/{media_id}")
def get_public_media(media_id: MediaId, studio: CurrentStudio) -> PublicMedia:
    return show_public(require_published(studio.database, media_id), f"/v1/public/media/{media_id}")


@router.head("/{media_id}/content", include_in_schema=False)
@router.get("/{media_id}/content", response_class=Response)
def get_public_media_content(
    media_id: MediaId, request: Request, studio: CurrentStudio, variant: Variant = ORIGINAL
) -> Response:
    item = require_published(studio.database, media_id)
    file = delivered(item, variant)
    return send_file(studio, request, file, link_seconds=LINK_SECONDS, download=is_download(item, variant))
