"""Announcing a file: its row, and where its bytes are sent. Refused before a byte travels, if it cannot be taken.

Before the row is made a delayed errand is sent, which ends the upload when nobody completes it.
"""

from dataclasses import dataclass

from mutoscope.audit.actor import Actor
from mutoscope.audit.change import Change
from mutoscope.errors import InputTooLarge, InvalidInput
from mutoscope.media.errand_messages import MediaErrand
from mutoscope.media.item import MediaItem, MediaStatus, Parts, Privacy, arriving, require_item
from mutoscope.media.library_types import MOST_BYTES, NAMES, TYPES
from mutoscope.ports import UploadForm
from mutoscope.studio import Studio

LARGEST_FORM = 32_000_000
"""A larger file is sent in parts, so that a broken connection costs one of them."""
PART_SIZE = 16_000_000
FORM_SECONDS = 3_600
PARTS_SECONDS = 24 * 3_600
LOOK_AGAIN_SECONDS = 900
"""The longest that SQS delays a message."""


class TypeNotTaken(InvalidInput):
    """Files of the type {content_type} are not taken."""

    code = "media_type_not_taken"
    hint = f"Taken are {NAMES}; name the type by its media type, such as image/png."


class FileTooLarge(InputTooLarge):
    """The file has {size} bytes; a {family} has at most {most}."""

    code = "media_too_large"
    hint = "Make it smaller, or cut it."


class LibraryFull(InvalidInput):
    """The file does not fit: {used} of the {quota} bytes of your library are taken, and it has {size}."""

    code = "library_full"
    hint = "Delete what you do not need any more: GET /v1/media?sort=size lists the largest first."


@dataclass(frozen=True)
class Announcement:
    media_id: str
    name: str
    content_type: str
    size: int
    digest: str | None
    privacy: Privacy


@dataclass(frozen=True)
class Way:
    """How the bytes are to be sent: all in one form, or in parts."""

    form: UploadForm | None
    parts: Parts | None
    seconds: int


def announce(studio: Studio, user_id: str, actor: Actor, wanted: Announcement) -> tuple[MediaItem, Way]:
    """Raises TypeNotTaken, FileTooLarge, LibraryFull. Announced again under the same id, the first one stands."""
    require_takeable(wanted.content_type, wanted.size)
    seconds = FORM_SECONDS if wanted.size <= LARGEST_FORM else PARTS_SECONDS
    target = f"temp/{user_id}/{wanted.media_id}/upload"
    parts = None
    if wanted.size > LARGEST_FORM:
        parts = Parts(upload_id=studio.uploads.begin(target, wanted.content_type), part_size=PART_SIZE)
    watch(studio, user_id, wanted.media_id)
    values = {
        "family": TYPES[wanted.content_type].family,
        "status": MediaStatus.UPLOADING,
        "content_type": wanted.content_type,
        "size": wanted.size,
        "digest": wanted.digest,
        "upload": parts.model_dump() if parts else None,
        "seconds": seconds,
    }
    item = insert(studio, user_id, actor, wanted, values)
    if item.upload is not None:
        return item, Way(None, item.upload, seconds)
    return item, Way(studio.uploads.form(arriving(item), item.content_type, item.size, seconds), None, seconds)


def require_takeable(content_type: str, size: int) -> None:
    kind = TYPES.get(content_type)
    if kind is None:
        raise TypeNotTaken(param="content_type", content_type=content_type)
    if size > MOST_BYTES[kind.family]:
        raise FileTooLarge(param="size", size=size, family=kind.family.value, most=MOST_BYTES[kind.family])


def insert(studio: Studio, user_id: str, actor: Actor, wanted: Announcement, values: dict[str, object]) -> MediaItem:
    """The new row, counted against the quota in the same statement. Raises LibraryFull."""
    named = {"media_id": wanted.media_id, "user_id": user_id, "privacy": wanted.privacy}
    quota = studio.settings.media_quota_bytes
    told = {"name": wanted.name, "size": values["size"], "privacy": wanted.privacy}
    change = Change("media.announced", "media", wanted.media_id, new=told)
    row = studio.database.row(
        "begin_media",
        media={**named, "name": wanted.name, **values},
        quota=quota,
        actor=actor.values(),
        change=change.values(),
    )
    assert row is not None
    if row["outcome"] == "full":
        raise LibraryFull(param="size", used=row["used"], quota=quota, size=values["size"])
    return require_item(studio.database, wanted.media_id, user_id=user_id)


def watch(studio: Studio, user_id: str, media_id: str, *, delay: int = LOOK_AGAIN_SECONDS) -> None:
    """Sends the errand that looks after the file, whatever becomes of this process."""
    studio.errands.send(MediaErrand(user_id=user_id, media_id=media_id).model_dump_json(), delay=delay)
