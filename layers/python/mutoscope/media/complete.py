"""Completing an upload: what arrived is what was announced, and is sent to be looked into.

Completing again changes nothing, whatever became of it since.
"""

from collections.abc import Sequence

from mutoscope.audit.actor import Actor
from mutoscope.audit.change import Change
from mutoscope.errors import InvalidInput, WrongState
from mutoscope.media.announce import watch
from mutoscope.media.item import MediaItem, MediaStatus, Parts, arriving, require_item
from mutoscope.media.refusals import OtherSize
from mutoscope.media.refuse import refuse
from mutoscope.ports import UploadedPart
from mutoscope.studio import Studio

PART_SECONDS = 3_600
MOST_NAMED = 20


class NothingArrived(InvalidInput):
    """Nothing has arrived of the file {name}."""

    code = "nothing_arrived"
    hint = "Send it as the answer of POST /v1/media says, then complete it."


class PartsMissing(InvalidInput):
    """Of the file {name} the parts {numbers} are missing or have another size."""

    code = "parts_missing"
    hint = "POST /v1/media/{{media_id}}/parts signs their addresses again."


class NoSuchPart(InvalidInput):
    """The file has no part {number}; its parts are numbered from 1 to {last}."""

    code = "no_such_part"
    hint = "GET /v1/media/{{media_id}}/parts tells which have arrived."


class NotInParts(InvalidInput):
    """The file {name} is not sent in parts, or not any more."""

    code = "not_in_parts"
    hint = "Only files for which POST /v1/media answered `parts` are, until they are completed."


class UploadGone(InvalidInput):
    """The upload of the file {name} has ended: it was given up, or the file store was started anew."""

    code = "upload_gone"
    hint = "Delete the item and announce the file again."


def complete(studio: Studio, item: MediaItem, actor: Actor) -> MediaItem:
    """Raises NothingArrived, PartsMissing, UploadGone; of another size than announced it is refused."""
    if item.status is not MediaStatus.UPLOADING:
        return item
    if item.upload is not None and studio.media.stat(arriving(item)) is None:
        _join(studio, item, item.upload)
    stored = studio.media.stat(arriving(item))
    if stored is None:
        raise NothingArrived(name=item.name)
    if stored.size != item.size:
        refuse(studio, item, OtherSize(name=item.name, found=stored.size, size=item.size))
    else:
        change = Change("media.completed", "media", item.media_id, new={"size": stored.size})
        studio.database.row("complete_media", media_id=item.media_id, actor=actor.values(), change=change.values())
        watch(studio, item.user_id, item.media_id, delay=0)
    return require_item(studio.database, item.media_id, user_id=item.user_id)


def sign_parts(studio: Studio, item: MediaItem, numbers: Sequence[int]) -> dict[int, str]:
    """Addresses for these parts. Raises NotInParts, NoSuchPart."""
    parts, last = _parts_of(item), last_part(item)
    wrong = next((number for number in numbers if not 1 <= number <= last), None)
    if wrong is not None:
        raise NoSuchPart(param="numbers", number=wrong, last=last)
    key = arriving(item)
    return {
        number: studio.uploads.sign_part(key, parts.upload_id, number, parts.size_of(number, item.size), PART_SECONDS)
        for number in numbers
    }


def arrived_parts(studio: Studio, item: MediaItem) -> Sequence[UploadedPart]:
    """Raises NotInParts, UploadGone."""
    found = studio.uploads.parts(arriving(item), _parts_of(item).upload_id)
    if found is None:
        raise UploadGone(name=item.name)
    return found


def last_part(item: MediaItem) -> int:
    return -(-item.size // _parts_of(item).part_size)


def _parts_of(item: MediaItem) -> Parts:
    if item.status is not MediaStatus.UPLOADING or item.upload is None:
        raise NotInParts(name=item.name)
    return item.upload


def _join(studio: Studio, item: MediaItem, parts: Parts) -> None:
    arrived = {part.number: part for part in arrived_parts(studio, item)}
    wanted = range(1, last_part(item) + 1)
    missing = [
        number for number in wanted if number not in arrived or arrived[number].size != parts.size_of(number, item.size)
    ]
    if missing:
        more = " and more" if len(missing) > MOST_NAMED else ""
        raise PartsMissing(name=item.name, numbers=", ".join(map(str, missing[:MOST_NAMED])) + more)
    studio.uploads.join(arriving(item), parts.upload_id, [arrived[number] for number in wanted])


def require_ready(item: MediaItem) -> None:
    if item.status is not MediaStatus.READY:
        raise WrongState(what="media", state=item.status.value, action="used")
