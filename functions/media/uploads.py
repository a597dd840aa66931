"""Bringing a file into the library over HTTP: announce it, send it to the file store, complete it."""

from typing import Annotated, Literal

from fastapi import Response
from pydantic import BaseModel, ConfigDict, Field, model_validator

from mutoscope.accounts.plain_text import Name
from mutoscope.adapters.http.caller import CurrentActor, CurrentStudio, CurrentUser, needs
from mutoscope.adapters.http.idempotency import Once
from mutoscope.adapters.http.ids import Id
from mutoscope.adapters.http.routes import Router
from mutoscope.media.announce import Announcement, announce
from mutoscope.media.complete import arrived_parts, complete, last_part, sign_parts
from mutoscope.media.item import Privacy, require_item
from mutoscope.media.resource import MediaResource, show_item
from mutoscope.media.take_result import Source, take_result

router = Router(prefix="/v1/media", tags=["media"], dependencies=[needs("media:write")])

MediaId = Annotated[str, Id("media")]
MediaJobId = Annotated[str, Field(pattern=r"^job_[0-9a-z]{26}$")]


class Result(BaseModel):
    model_config = ConfigDict(extra="forbid")

    job_id: MediaJobId
    variant: Annotated[str, Field(min_length=1, max_length=32)]


class MediaRequest(BaseModel):
    """A file that you are going to send, by `name`, `content_type` and `size`; or, by `from`, a result of a job.

    With `sha256` it is refused if another content arrives.
    """

    model_config = ConfigDict(extra="forbid")

    name: Name | None = None
    content_type: Annotated[str | None, Field(min_length=3, max_length=100)] = None
    size: Annotated[int | None, Field(ge=1, le=10**12)] = None
    result: Annotated[Result | None, Field(alias="from")] = None
    sha256: Annotated[str | None, Field(pattern=r"^[0-9a-f]{64}$")] = None
    privacy: Privacy = Privacy.PRIVATE

    @model_validator(mode="after")
    def _says_what_comes(self) -> "MediaRequest":
        sent = (self.name, self.content_type, self.size)
        if self.result is None and None in sent:
            raise ValueError("send name, content_type and size of the file, or a job's result as from")
        if self.result is not None and (self.content_type, self.size, self.sha256) != (None, None, None):
            raise ValueError("of a job's result type and size are known; leave out content_type, size and sha256")
        return self


class PartsRequest(BaseModel):
    model_config = ConfigDict(extra="forbid")

    numbers: Annotated[list[Annotated[int, Field(ge=1, le=10_000)]], Field(min_length=1, max_length=100)]


class PartResource(BaseModel):
    number: int
    size: int
    url: str | None = None


class PartsResource(BaseModel):
    """`data` are the parts that were asked for with their addresses, or those that have arrived."""

    object: Literal["media.parts"] = "media.parts"
    part_size: int
    parts: int
    data: list[PartResource]


@router.post("", status_code=201, response_model=MediaResource)
def create_media(
    body: MediaRequest, studio: CurrentStudio, user_id: CurrentUser, actor: CurrentActor, once: Once
) -> Response:
    def made() -> MediaResource:
        media_id = once.new_id("media")
        if body.result is not None:
            of = Source(body.result.job_id, body.result.variant)
            return show_item(take_result(studio, user_id, actor, media_id, of, name=body.name, privacy=body.privacy))
        assert body.name is not None
        assert body.content_type is not None
        assert body.size is not None
        wanted = Announcement(media_id, body.name, body.content_type, body.size, body.sha256, body.privacy)
        item, way = announce(studio, user_id, actor, wanted)
        return show_item(item, way)

    return once.answer(body, made)


@router.post("/{media_id}/parts")
def sign_media_parts(
    media_id: MediaId, body: PartsRequest, studio: CurrentStudio, user_id: CurrentUser
) -> PartsResource:
    """Addresses that each take one part by PUT, for an hour. Ask again for those that were not sent in time."""
    item = require_item(studio.database, media_id, user_id=user_id)
    urls = sign_parts(studio, item, body.numbers)
    assert item.upload is not None
    data = [
        PartResource(number=number, size=item.upload.size_of(number, item.size), url=url)
        for number, url in urls.items()
    ]
    return PartsResource(part_size=item.upload.part_size, parts=last_part(item), data=data)


@router.get("/{media_id}/parts")
def list_media_parts(media_id: MediaId, studio: CurrentStudio, user_id: CurrentUser) -> PartsResource:
    """Which parts have arrived, so that an upload goes on where it was cut off."""
    item = require_item(studio.database, media_id, user_id=user_id)
    data = [PartResource(number=part.number, size=part.size) for part in arrived_parts(studio, item)]
    assert item.upload is not None
    return PartsResource(part_size=item.upload.part_size, parts=last_part(item), data=data)


@router.post("/{media_id}/completion")
def complete_media(
    media_id: MediaId, studio: CurrentStudio, user_id: CurrentUser, actor: CurrentActor
) -> MediaResource:
    """The file is looked into, in a moment: its status becomes `ready`, or `refused` with a reason."""
    item = require_item(studio.database, media_id, user_id=user_id)
    return show_item(complete(studio, item, actor))
