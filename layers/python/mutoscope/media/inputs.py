"""Where the files that users bring are kept: `inputs/{user}/{sha256}/{name}`, or in the folder of a library item.

Invariant: a key is `{sha256}/{name}`, or `{media_id}/{sha256}/{name}`, and never names its user, so nobody can
reach another user's file by a key.
"""

import hashlib
import re
import unicodedata
from pathlib import Path
from typing import Annotated

from pydantic import Field

from mutoscope.errors import InvalidInput
from mutoscope.media.file_type import Family, family_of
from mutoscope.ports import Media

KEY = re.compile(r"(?:(?:media|file)_[0-9a-z]{26}/)?[0-9a-f]{64}/[^/\s\x00-\x1f\x7f\"]{1,80}")
MEDIA_ID = re.compile(r"media_[0-9a-z]{26}")
FILE_ID = re.compile(r"file_[0-9a-z]{26}")
JOB_RESULT = re.compile(r"(job_[0-9a-z]{26})(?:/([a-z][a-z0-9_]{0,31}))?")
"""A job, or one of its files by its variant: what it delivered stands for a file that was sent."""
InputKey = Annotated[str, Field(pattern=rf"^(?:{KEY.pattern}|{MEDIA_ID.pattern}|{FILE_ID.pattern})?$", max_length=200)]
"""A key that PUT /v1/inputs/{filename} answered, or the id of a library item; empty for none."""
PictureInput = Annotated[
    str,
    Field(pattern=rf"^(?:{KEY.pattern}|{MEDIA_ID.pattern}|{FILE_ID.pattern}|{JOB_RESULT.pattern})$", max_length=200),
]
"""A key that PUT /v1/inputs/{filename} answered, the id of a library item, or a job's picture: `job_...`."""
_LONGEST_NAME = 80


class InputMissing(InvalidInput):
    """There is no stored input {key}."""

    code = "input_missing"
    hint = "Send the file with PUT /v1/inputs/{{filename}} and give the key that is answered."


class InputOfAnotherKind(InvalidInput):
    """The file {name} is a {found}, where a {wanted} is needed."""

    code = "input_of_another_kind"
    hint = "Give a PNG, JPEG or WebP file for a picture, and a WAV, MP3, FLAC, OGG, M4A or AAC file for a sound."


def digest_file(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def input_key(digest: str, filename: str) -> str:
    """The key of a file with this SHA-256 under a name that any file store takes."""
    name = re.sub(r"[^\w.-]+", "-", unicodedata.normalize("NFC", filename))[-_LONGEST_NAME:].strip("-.")
    return f"{digest}/{name or 'file'}"


def digest_of(key: str) -> str:
    return key.split("/")[-2]


def name_of(key: str) -> str:
    return key.rpartition("/")[2]


def is_key(text: str) -> bool:
    return KEY.fullmatch(text) is not None or MEDIA_ID.fullmatch(text) is not None


def place_of(user_id: str, key: str) -> str:
    """Where the file store keeps it."""
    return f"inputs/{user_id}/{key}"


def require_input(media: Media, user_id: str, key: str, wanted: Family, *, param: str) -> None:
    """Raises InputMissing, InputOfAnotherKind."""
    stored = media.stat(place_of(user_id, key)) if is_key(key) else None
    if stored is None:
        raise InputMissing(param=param, key=key)
    found = family_of(stored.content_type)
    if found is not wanted:
        raise InputOfAnotherKind(param=param, name=name_of(key), found=found.value, wanted=wanted.value)


def fetch_input(media: Media, user_id: str, key: str, path: Path) -> None:
    """Raises InputMissing when it was deleted since it was named."""
    if media.stat(place_of(user_id, key)) is None:
        raise InputMissing(key=key)
    media.fetch(place_of(user_id, key), path)
