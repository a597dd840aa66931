"""A file of the media library: `uploading → inspecting → ready | refused`, who may see it, and where it lies.

Invariant: until it is ready it lies under temp/, where no film and no link looks.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from pydantic import BaseModel, ConfigDict

from mutoscope.errors import NotFound
from mutoscope.media.file_type import Family
from mutoscope.media.inputs import input_key
from mutoscope.media.inspection.report import Facts
from mutoscope.ports import Database, Row

ORIGINAL = "original"


class MediaStatus(StrEnum):
    UPLOADING = "uploading"  # announced; its bytes may be on their way
    INSPECTING = "inspecting"  # it has arrived and is being looked into
    READY = "ready"  # can be fetched, shared and used
    REFUSED = "refused"  # nothing is kept of it but why


class Privacy(StrEnum):
    PRIVATE = "private"  # its owner's, and of whoever has a share link
    UNLISTED = "unlisted"  # of whoever knows its id
    PUBLIC = "public"  # in everybody's gallery


class Parts(BaseModel):
    model_config = ConfigDict(frozen=True)

    upload_id: str
    part_size: int

    def size_of(self, number: int, whole: int) -> int:
        """Of part `number`, from 1; 0 when the file has none such."""
        return max(0, min(self.part_size, whole - (number - 1) * self.part_size))


class Variant(BaseModel):
    model_config = ConfigDict(frozen=True)

    file: str
    content_type: str


class Refusal(BaseModel):
    model_config = ConfigDict(frozen=True)

    code: str
    message: str
    hint: str


@dataclass(frozen=True)
class MediaItem:
    media_id: str
    user_id: str
    family: Family
    status: MediaStatus
    privacy: Privacy
    name: str
    content_type: str
    size: int
    digest: str | None
    upload: Parts | None
    expires_at: datetime
    facts: Facts
    variants: dict[str, Variant]
    refusal: Refusal | None
    scanned: bool
    job_id: str | None
    variant: str | None
    published_at: datetime | None
    created_at: datetime

    @property
    def arriving(self) -> str:
        """The folder that its upload lies in."""
        return f"temp/{self.user_id}/{self.media_id}/"

    @property
    def place(self) -> str:
        """The folder of the file store that is its own once it is ready."""
        return f"inputs/{self.user_id}/{self.media_id}/"

    @property
    def key(self) -> str:
        """What a film names it by: where it lies, without its owner."""
        return f"{self.media_id}/{input_key(self.digest or '', self.name_kept)}"

    @property
    def original(self) -> str:
        return self.place + input_key(self.digest or "", self.name_kept)

    @property
    def name_kept(self) -> str:
        """The name in the file store stays what it was when the item gets another."""
        return self.variants[ORIGINAL].file if ORIGINAL in self.variants else self.name


def arriving(item: MediaItem) -> str:
    return f"{item.arriving}upload"


def find_item(database: Database, media_id: str) -> MediaItem | None:
    row = database.row("get_media", media_id=media_id)
    return item_from(row) if row else None


def require_item(database: Database, media_id: str, *, user_id: str) -> MediaItem:
    """The user's item; somebody else's is not found, like one that never was."""
    item = find_item(database, media_id)
    if item is None or item.user_id != user_id:
        raise NotFound(what="media", id=media_id)
    return item


def item_from(row: Row) -> MediaItem:
    return MediaItem(
        media_id=row["media_id"],
        user_id=row["user_id"],
        family=Family(row["family"]),
        status=MediaStatus(row["status"]),
        privacy=Privacy(row["privacy"]),
        name=row["name"],
        content_type=row["content_type"],
        size=row["size"],
        digest=row["digest"],
        upload=Parts.model_validate(row["upload"]) if row["upload"] else None,
        expires_at=row["expires_at"],
        facts=Facts.model_validate(row["facts"]),
        variants={name: Variant.model_validate(each) for name, each in row["variants"].items()},
        refusal=Refusal.model_validate(row["refusal"]) if row["refusal"] else None,
        scanned=row["scanned"],
        job_id=row["job_id"],
        variant=row["variant"],
        published_at=row["published_at"],
        created_at=row["created_at"],
    )
