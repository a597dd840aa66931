"""Library items, files and results of jobs as inputs of films and jobs: an id stands for the file that it names."""

import tempfile
from pathlib import Path
from typing import Any

from mutoscope.errors import WrongState
from mutoscope.files.file import find_file
from mutoscope.jobs.job import DeliveredFile
from mutoscope.media.file_type import Family, family_of
from mutoscope.media.inputs import (
    FILE_ID,
    JOB_RESULT,
    MEDIA_ID,
    InputMissing,
    InputOfAnotherKind,
    digest_file,
    input_key,
    is_key,
    place_of,
    require_input,
)
from mutoscope.media.item import MediaStatus, find_item
from mutoscope.media.take_result import Source, find_result
from mutoscope.studio import Studio

_SOUNDS = ("sound", "voice_file")
_SEEN = dict.fromkeys(("image", "mask", "background"), Family.PICTURE) | {"video": Family.VIDEO}
"""Fields of a job's input that name a sound, a picture, or a film."""
PICTURE_VARIANT, SOUND_VARIANT = "image", "audio"
_VARIANTS = {Family.PICTURE: PICTURE_VARIANT, Family.VIDEO: "video"}
"""Which of a job's files is meant where none is named."""


def key_of(studio: Studio, user_id: str, given: str, *, param: str) -> str:
    """The key of the library item or file that is named by its id; any other key as it is.

    Raises InputMissing for what is somebody else's, is not there, or is not ready.
    """
    if FILE_ID.fullmatch(given):
        return _key_of_file(studio, user_id, given, param=param)
    if MEDIA_ID.fullmatch(given) is None:
        return given
    item = find_item(studio.database, given)
    if item is None or item.user_id != user_id or item.status is not MediaStatus.READY:
        raise InputMissing(param=param, key=given)
    return item.key


def with_keys(studio: Studio, user_id: str, given: dict[str, Any]) -> dict[str, Any]:
    """A job's input as it was sent, its files by keys. What is of another form is left to its kind."""
    named = dict(given)
    for field in _SOUNDS:
        if isinstance(given.get(field), str):
            named[field] = _sound_key(studio, user_id, given[field], param=f"input.{field}")
    for field, wanted in _SEEN.items():
        if isinstance(given.get(field), str):
            named[field] = _seen_key(studio, user_id, given[field], wanted, param=f"input.{field}")
    if isinstance(given.get("pictures"), dict):
        named["pictures"] = {
            role: key_of(studio, user_id, each, param=f"input.pictures.{role}") if isinstance(each, str) else each
            for role, each in given["pictures"].items()
        }
    return named


def _sound_key(studio: Studio, user_id: str, given: str, *, param: str) -> str:
    """Of a job's sound a copy among the owner's inputs, by its content: the order means the same without the job."""
    if JOB_RESULT.fullmatch(given) is None:
        return key_of(studio, user_id, given, param=param)
    file = _result(studio, user_id, Source(*_named(given, SOUND_VARIANT)), Family.SOUND, param=param)
    with tempfile.TemporaryDirectory(prefix="mutoscope-") as folder:
        path = Path(folder) / "result"
        studio.media.fetch(file.key, path)
        key = input_key(digest_file(path), file.filename)
    studio.media.copy(file.key, place_of(user_id, key))
    return key


def _seen_key(studio: Studio, user_id: str, given: str, wanted: Family, *, param: str) -> str:
    """The key of what is there, so that an order of what is not is refused and not accepted to fail.

    A job's picture or film stays named by the job: nothing is copied, and a deleted job's is gone.
    """
    if JOB_RESULT.fullmatch(given):
        return _name_of_result(studio, user_id, given, wanted, param=param)
    key = key_of(studio, user_id, given, param=param)
    if is_key(key):
        require_input(studio.media, user_id, key, wanted, param=param)
    return key


def _key_of_file(studio: Studio, user_id: str, given: str, *, param: str) -> str:
    file = find_file(studio.database, given, user_id=user_id)
    if file is None:
        raise InputMissing(param=param, key=given)
    return file.key


def _name_of_result(studio: Studio, user_id: str, given: str, wanted: Family, *, param: str) -> str:
    """The job with the variant that is meant. Raises NotFound, WrongState, InputOfAnotherKind."""
    source = Source(*_named(given, _VARIANTS[wanted]))
    _result(studio, user_id, source, wanted, param=param)
    return f"{source.job_id}/{source.variant}"


def _named(given: str, variant: str) -> tuple[str, str]:
    job_id, _, named = given.partition("/")
    return job_id, named or variant


def _result(studio: Studio, user_id: str, source: Source, wanted: Family, *, param: str) -> DeliveredFile:
    try:
        file = find_result(studio, user_id, source)
    except WrongState as error:
        error.param = param
        raise
    found = family_of(file.content_type)
    if found is not wanted:
        raise InputOfAnotherKind(param=param, name=file.filename, found=found.value, wanted=wanted.value)
    return file


def fetch_result(studio: Studio, user_id: str, given: str, path: Path) -> None:
    """Raises NotFound when the job was deleted since it was named."""
    studio.media.fetch(find_result(studio, user_id, Source(*_named(given, PICTURE_VARIANT))).key, path)
