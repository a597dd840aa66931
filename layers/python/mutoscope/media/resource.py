"""A file of the library as the API shows it."""

from datetime import datetime
from typing import Literal

from pydantic import BaseModel, Field

from mutoscope.media.announce import Way
from mutoscope.media.file_type import Family
from mutoscope.media.inspection.report import Facts
from mutoscope.media.item import MediaItem, MediaStatus, Privacy, Refusal


class OriginResource(BaseModel):
    job_id: str
    variant: str


class UploadResource(BaseModel):
    """`post`: send `fields` and then the bytes, as `file`, as multipart/form-data to `url`.

    `parts`: ask POST /v1/media/{media_id}/parts for the addresses and PUT each part of `part_size` bytes to its own.
    """

    method: Literal["post", "parts"]
    url: str | None = None
    fields: dict[str, str] = {}
    part_size: int | None = None
    parts: int | None = None
    expires_at: int


class MediaResource(BaseModel):
    """`type` and `content_type` are what was announced until it is ready, then what the content is."""

    id: str
    object: Literal["media"] = "media"
    created_at: int
    name: str
    type: Family
    content_type: str
    size: int
    sha256: str | None
    status: MediaStatus
    privacy: Privacy
    scanned: bool
    """Whether a virus scanner looked at it; false where none is configured."""
    facts: dict[str, int | float | str]
    files: dict[str, str]
    """Where it can be fetched, by variant: `original`, and `thumbnail` or `waveform` where there is one."""
    refusal: Refusal | None
    origin: OriginResource | None
    upload: UploadResource | None = Field(default=None, exclude_if=lambda value: value is None)


class PublicMedia(BaseModel):
    """As others see it: nothing of its owner, of where it came from, or of who else may see it."""

    id: str
    object: Literal["public_media"] = "public_media"
    created_at: int
    name: str
    type: Family
    content_type: str
    size: int
    facts: dict[str, int | float | str]
    files: dict[str, str]


def show_public(item: MediaItem, path: str) -> PublicMedia:
    return PublicMedia(
        id=item.media_id,
        created_at=int(item.created_at.timestamp()),
        name=item.name,
        type=item.family,
        content_type=item.content_type,
        size=item.size,
        facts=shown_facts(item.facts),
        files=shown_files(item, path),
    )


def show_item(item: MediaItem, way: Way | None = None) -> MediaResource:
    return MediaResource(
        id=item.media_id,
        created_at=int(item.created_at.timestamp()),
        name=item.name,
        type=item.family,
        content_type=item.content_type,
        size=item.size,
        sha256=item.digest,
        status=item.status,
        privacy=item.privacy,
        scanned=item.scanned,
        facts=shown_facts(item.facts),
        files=shown_files(item, f"/v1/media/{item.media_id}"),
        refusal=item.refusal,
        origin=OriginResource(job_id=item.job_id, variant=item.variant or "") if item.job_id else None,
        upload=_show_way(item, way) if way else None,
    )


def shown_facts(facts: Facts) -> dict[str, int | float | str]:
    found: dict[str, int | float | str] = facts.model_dump(exclude_none=True)
    return found


def shown_files(item: MediaItem, path: str) -> dict[str, str]:
    if item.status is not MediaStatus.READY:
        return {}
    return {name: f"{path}/content?variant={name}" for name in item.variants}


def _show_way(item: MediaItem, way: Way) -> UploadResource:
    expires_at = _seconds(item.expires_at)
    if way.form is not None:
        return UploadResource(method="post", url=way.form.url, fields=dict(way.form.fields), expires_at=expires_at)
    assert way.parts is not None
    count = -(-item.size // way.parts.part_size)
    return UploadResource(method="parts", part_size=way.parts.part_size, parts=count, expires_at=expires_at)


def _seconds(moment: datetime) -> int:
    return int(moment.timestamp())
