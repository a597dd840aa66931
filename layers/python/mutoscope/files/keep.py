"""Keeping a file and letting it go: looked into as its purpose asks, stored, recorded; and what has expired goes along.

A process that dies between storing and recording leaves bytes that nothing names; they go with their owner's account.
"""

import codecs
from pathlib import Path

from mutoscope.audit.actor import Actor
from mutoscope.errors import InvalidInput
from mutoscope.files.file import File, Purpose, require_file
from mutoscope.media.file_type import HEAD_BYTES, Family, UnknownMediaType, family_of, recognise
from mutoscope.media.inputs import InputOfAnotherKind, digest_file, input_key, place_of
from mutoscope.media.upload import UploadEmpty, check_file
from mutoscope.studio import Studio

BATCH_SECONDS = 30 * 86_400
"""How long the lines of a batch are kept when nothing else is said."""
JSON_LINES = "application/jsonl"
UNKNOWN = "application/octet-stream"
_CHUNK = 1 << 20


class NoJsonLines(InvalidInput):
    """The file {name} is not text in UTF-8, so it holds no lines of JSON."""

    code = "no_json_lines"
    hint = "Send one JSON object a line, in UTF-8."


def keep_file(
    studio: Studio,
    user_id: str,
    actor: Actor,
    file_id: str,
    path: Path,
    *,
    name: str,
    purpose: Purpose,
    seconds: int | None,
) -> File:
    """Stores and records the file; doing it again under the same id changes nothing.

    Raises UploadEmpty, NoJsonLines, and what `check_file` does.
    """
    content_type = _look_into(path, name, purpose)
    forget_expired(studio, user_id)
    key = f"{file_id}/{input_key(digest_file(path), name)}"
    studio.media.put_file(place_of(user_id, key), path, content_type)
    studio.database.row(
        "create_file",
        actor=actor.values(),
        file_id=file_id,
        user_id=user_id,
        filename=name,
        purpose=purpose.value,
        bytes=path.stat().st_size,
        content_type=content_type,
        key=key,
        seconds=seconds or (BATCH_SECONDS if purpose is Purpose.BATCH else None),
    )
    return require_file(studio.database, file_id, user_id=user_id)


def delete_file(studio: Studio, user_id: str, actor: Actor, file_id: str) -> None:
    """Its bytes go first: what is cut off between is deleted again by its id."""
    require_file(studio.database, file_id, user_id=user_id)
    _delete(studio, user_id, actor, file_id)


def forget_expired(studio: Studio, user_id: str) -> None:
    """Each new file takes a few that have expired along, so that no clock has to wake the database."""
    for row in studio.database.rows("expired_files", user_id=user_id):
        _delete(studio, user_id, Actor(user_id=user_id), row["file_id"])


def _delete(studio: Studio, user_id: str, actor: Actor, file_id: str) -> None:
    studio.media.delete_prefix(place_of(user_id, f"{file_id}/"))
    studio.database.row("delete_file", actor=actor.values(), file_id=file_id, user_id=user_id)


def _look_into(path: Path, name: str, purpose: Purpose) -> str:
    """What the file is. What is no medium that the studio knows is kept as bytes that nothing opens."""
    if path.stat().st_size == 0:
        raise UploadEmpty(param="file", name=name)
    if purpose in (Purpose.BATCH, Purpose.BATCH_OUTPUT):
        _require_text(path, name)
        return JSON_LINES
    if purpose is Purpose.VISION:
        found = check_file(path, name).content_type
        if family_of(found) is not Family.PICTURE:
            raise InputOfAnotherKind(param="file", name=name, found=family_of(found).value, wanted=Family.PICTURE.value)
        return found
    return check_file(path, name).content_type if _is_medium(path, name) else UNKNOWN


def _is_medium(path: Path, name: str) -> bool:
    with path.open("rb") as file:
        head = file.read(HEAD_BYTES)
    try:
        recognise(head, name)
    except UnknownMediaType:
        return False
    return True


def _require_text(path: Path, name: str) -> None:
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        with path.open("rb") as file:
            while chunk := file.read(_CHUNK):
                decoder.decode(chunk)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError as error:
        raise NoJsonLines(param="file", name=name) from error
