"""Taking in a file: checked whole before it is stored, so that what has a key can be used."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from mutoscope.audit.actor import Actor
from mutoscope.audit.change import Change
from mutoscope.audit.record import record
from mutoscope.errors import InvalidInput
from mutoscope.media.file_type import HEAD_BYTES, FileType, UnknownMediaType, recognise
from mutoscope.media.inputs import digest_file, input_key, place_of
from mutoscope.media.inspection.sandbox import inspect
from mutoscope.ports import Media
from mutoscope.studio import Studio


class UploadEmpty(InvalidInput):
    """The file {name} is empty."""

    code = "upload_empty"
    hint = "Send the bytes of a picture or a sound as the body."


@dataclass(frozen=True)
class Upload:
    key: str
    content_type: str
    size: int


def check_file(path: Path, name: str) -> FileType:
    """Looks into the file in a process of its own.

    Raises UploadEmpty, UnknownMediaType, PictureTooLarge, PictureBroken, SoundBroken, SoundTooLong, and what else
    `inspect` does.
    """
    with path.open("rb") as file:
        head = file.read(HEAD_BYTES)
    if not head:
        raise UploadEmpty(param="file", name=name)
    kind = recognise(head, name)
    found = inspect(path, name)
    if found.content_type != kind.content_type and found.facts.sound_codec is None:
        raise UnknownMediaType(param="file", name=name)
    return kind


def store_input(studio: Studio, user_id: str, path: Path, name: str, *, actor: Actor) -> Upload:
    """Checks and stores a file of the user's own and notes that in the audit log. Raises what `check_file` does."""
    return store_upload(studio.media, user_id, path, name, before=partial(_tell, studio, actor))


def store_upload(
    media: Media, user_id: str, path: Path, name: str, *, before: Callable[[Upload], None] = lambda _: None
) -> Upload:
    """Checks and stores the file; the same content and name give the same key. Raises what `check_file` does.

    `before` is told what is about to be stored, when nothing can refuse it any more.
    """
    key = input_key(digest_file(path), name)
    stored = media.stat(place_of(user_id, key))
    if stored is not None:
        # The same bytes were looked into when they came first.
        return Upload(key=key, content_type=stored.content_type, size=stored.size)
    kind = check_file(path, name)
    upload = Upload(key=key, content_type=kind.content_type, size=path.stat().st_size)
    before(upload)
    media.put_file(place_of(user_id, key), path, kind.content_type)
    return upload


def store_film(studio: Studio, user_id: str, path: Path, name: str, content_type: str, *, actor: Actor) -> Upload:
    """Stores a film that `inspect` said is one, and notes that in the audit log; the same film gives the same key."""
    upload = Upload(key=input_key(digest_file(path), name), content_type=content_type, size=path.stat().st_size)
    place = place_of(user_id, upload.key)
    stored = studio.media.stat(place)
    if stored is None or stored.content_type != content_type:
        _tell(studio, actor, upload)
        studio.media.put_file(place, path, content_type)
    return upload


def _tell(studio: Studio, actor: Actor, upload: Upload) -> None:
    facts = {"size": upload.size, "content_type": upload.content_type}
    record(studio, actor, Change("input.stored", "input", upload.key, new=facts))
