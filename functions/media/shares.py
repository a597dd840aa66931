"""Share links over HTTP: made, listed and revoked by the owner, opened by whoever has one."""

from collections.abc import Sequence
from typing import Annotated, Literal

from fastapi import Depends, Query, Request, Response
from fastapi import Path as InPath
from pydantic import BaseModel, ConfigDict, Field

from mutoscope.adapters.http.caller import CurrentActor, CurrentStudio, CurrentUser, needs
from mutoscope.adapters.http.files import send_file
from mutoscope.adapters.http.idempotency import Once
from mutoscope.adapters.http.ids import Id
from mutoscope.adapters.http.lists import Page, Paging, paging
from mutoscope.adapters.http.routes import Router
from mutoscope.media.deliver import LINK_SECONDS, delivered, is_download
from mutoscope.media.item import ORIGINAL, require_item
from mutoscope.media.resource import PublicMedia, show_public
from mutoscope.media.shares import count_view, open_share, revoke_share, share
from mutoscope.ports import Row

router = Router(tags=["media"])

MediaId = Annotated[str, Id("media")]
ShareId = Annotated[str, Id("share")]
SharePaging = Annotated[Paging, Depends(paging(Id("share")))]
Token = Annotated[str, InPath(min_length=1, max_length=200)]
Variant = Annotated[str, Query(max_length=32)]
DAY_SECONDS = 24 * 3600
_FROM_THE_START = ("", "bytes=0-")


class ShareRequest(BaseModel):
    model_config = ConfigDict(extra="forbid")

    expires_in: Annotated[int, Field(ge=60, le=365 * DAY_SECONDS)] = 7 * DAY_SECONDS


class ShareResource(BaseModel):
    """`views` counts how often the file was begun to be fetched by the link."""

    id: str
    object: Literal["share"] = "share"
    created_at: int
    expires_at: int
    revoked_at: int | None
    views: int
    viewed_at: int | None


class NewShare(ShareResource):
    """`url` is in this answer alone; nobody can read it again."""

    url: str


@router.post(
    "/v1/media/{media_id}/shares", status_code=201, response_model=NewShare, dependencies=[needs("media:write")]
)
def create_share(
    media_id: MediaId,
    studio: CurrentStudio,
    user_id: CurrentUser,
    actor: CurrentActor,
    once: Once,
    body: ShareRequest | None = None,
) -> Response:
    given = body or ShareRequest()
    item = require_item(studio.database, media_id, user_id=user_id)

    def made() -> NewShare:
        row, token = share(studio, item, actor, once.new_id("share"), given.expires_in)
        return NewShare(**_shown(row), url=f"{studio.settings.web_address}/v1/shared/{token}")

    answer = once.answer(given, made)
    answer.headers["Cache-Control"] = "no-store"
    return answer


@router.get("/v1/media/{media_id}/shares", dependencies=[needs("media:read")])
def list_shares(
    media_id: MediaId, studio: CurrentStudio, user_id: CurrentUser, asked: SharePaging
) -> Page[ShareResource]:
    def show(rows: Sequence[Row]) -> list[ShareResource]:
        return [ShareResource(**_shown(row)) for row in rows]

    require_item(studio.database, media_id, user_id=user_id)
    return asked.answer(studio.database, "shares", show, media_id=media_id)


@router.delete("/v1/media/{media_id}/shares/{share_id}", dependencies=[needs("media:write")])
def delete_share(
    media_id: MediaId, share_id: ShareId, studio: CurrentStudio, user_id: CurrentUser, actor: CurrentActor
) -> ShareResource:
    """Ends the link at once. Revoking it again changes nothing."""
    item = require_item(studio.database, media_id, user_id=user_id)
    return ShareResource(**_shown(revoke_share(studio, item, actor, share_id)))


@router.get("/v1/shared/{token}")
def get_shared(token: Token, studio: CurrentStudio) -> PublicMedia:
    """What the link leads to, for anybody who has it; counted by address like every open route."""
    return show_public(open_share(studio, token), f"/v1/shared/{token}")


@router.head("/v1/shared/{token}/content", include_in_schema=False)
@router.get("/v1/shared/{token}/content", response_class=Response)
def get_shared_content(token: Token, request: Request, studio: CurrentStudio, variant: Variant = ORIGINAL) -> Response:
    item = open_share(studio, token)
    file = delivered(item, variant)
    begun = request.headers.get("range", "") in _FROM_THE_START
    if request.method == "GET" and variant == ORIGINAL and begun:
        count_view(studio, token)
    return send_file(studio, request, file, link_seconds=LINK_SECONDS, download=is_download(item, variant))


def _shown(row: Row) -> dict[str, object]:
    return {
        "id": row["share_id"],
        "created_at": int(row["created_at"].timestamp()),
        "expires_at": int(row["expires_at"].timestamp()),
        "revoked_at": int(row["revoked_at"].timestamp()) if row["revoked_at"] else None,
        "views": row["views"],
        "viewed_at": int(row["viewed_at"].timestamp()) if row["viewed_at"] else None,
    }
