"""Pictures of a persona that a user keeps: `references/{user}/{reference}/{name}`, for pictures of the same person.

Invariant: an id follows from the picture's content and never names its user, so the same picture is kept once, and
nobody reaches another user's by an id.
"""

import base64
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from mutoscope.errors import InvalidInput, NotFound
from mutoscope.media.file_type import Family
from mutoscope.media.inputs import InputOfAnotherKind, digest_file, input_key, name_of
from mutoscope.media.upload import check_file
from mutoscope.ports import ListedFile, Media

REFERENCE = re.compile(r"ref_[a-z2-7]{26}")
MOST_REFERENCES = 100
_DIGEST_BYTES = 16


class ReferencesFull(InvalidInput):
    """There are {most} references already, and no more are kept."""

    code = "references_full"
    hint = "Delete one that is not needed any more: DELETE /v1/references/{{reference_id}}."


class ReferenceMissing(InvalidInput):
    """There is no reference {reference}."""

    code = "reference_missing"
    hint = "Send the picture with PUT /v1/references/{{filename}} and give the id that is answered."


@dataclass(frozen=True)
class Reference:
    reference_id: str
    filename: str
    size: int
    created_at: int


def is_reference(text: str) -> bool:
    return REFERENCE.fullmatch(text) is not None


def store_reference(
    media: Media, user_id: str, path: Path, name: str, *, before: Callable[[str], None] = lambda _: None
) -> Reference:
    """Checks and keeps the picture; one that is kept already stays under the name it has.

    `before` is told the id that is about to be stored. Raises what `check_file` does, InputOfAnotherKind and
    ReferencesFull.
    """
    kind = check_file(path, name)
    if kind.family is not Family.PICTURE:
        raise InputOfAnotherKind(param="file", name=name, found=kind.family.value, wanted=Family.PICTURE.value)
    reference_id = _id_of(digest_file(path))
    kept = list_references(media, user_id)
    known = next((each for each in kept if each.reference_id == reference_id), None)
    if known is not None:
        return known
    if len(kept) >= MOST_REFERENCES:
        raise ReferencesFull(param="file", most=MOST_REFERENCES)
    before(reference_id)
    media.put_file(f"{_folder(user_id)}{reference_id}/{_plain(name)}", path, kind.content_type)
    return require_reference(media, user_id, reference_id)


def list_references(media: Media, user_id: str) -> Sequence[Reference]:
    """The newest first."""
    found = [_reference(file) for file in media.list_files(_folder(user_id))]
    return sorted(found, key=lambda each: (each.created_at, each.reference_id), reverse=True)


def require_reference(media: Media, user_id: str, reference_id: str) -> Reference:
    """Raises NotFound."""
    found = media.list_files(f"{_folder(user_id)}{reference_id}/")
    if not found:
        raise NotFound(what="reference", id=reference_id)
    return _reference(found[0])


def delete_reference(media: Media, user_id: str, reference_id: str) -> None:
    """What was made with it stays."""
    media.delete_prefix(f"{_folder(user_id)}{reference_id}/")


def fetch_reference(media: Media, user_id: str, reference_id: str, path: Path) -> None:
    """Raises ReferenceMissing when it was deleted since it was named."""
    found = media.list_files(f"{_folder(user_id)}{reference_id}/")
    if not found:
        raise ReferenceMissing(reference=reference_id)
    media.fetch(found[0].key, path)


def _folder(user_id: str) -> str:
    return f"references/{user_id}/"


def _id_of(digest: str) -> str:
    short = base64.b32encode(bytes.fromhex(digest)[:_DIGEST_BYTES]).decode()
    return f"ref_{short.rstrip('=').lower()}"


def _plain(name: str) -> str:
    return name_of(input_key("", name))


def _reference(file: ListedFile) -> Reference:
    _, _, reference_id, name = file.key.split("/", 3)
    return Reference(reference_id, name, file.size, file.stored_at)
