"""Reading multipart/form-data: its fields as one object, its files on disk with their digests.

`image[]` is a list, `video[id]` an object; a list of objects cannot be told apart in this way and has to be JSON.
"""

import re
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import anyio.to_thread
from fastapi import Request
from starlette.datastructures import FormData, UploadFile
from starlette.formparsers import MultiPartException, MultiPartParser

from mutoscope.adapters.http.body_limit import LARGEST_BODY
from mutoscope.errors import InvalidInput
from mutoscope.media.inputs import digest_file

MOST_FIELDS = 180
MOST_FILES = 20
MOST_TEXT = LARGEST_BODY
"""Of all fields together, so that a form's fields may hold what JSON may, a picture as a data URL among it."""
_NAME = re.compile(r"([^\[\]]{1,64})((?:\[[^\[\]]{0,64}\]){0,4})")


class FormUnreadable(InvalidInput):
    """The body is no form that the studio can read: {reason}"""

    code = "invalid_form"
    hint = "Send JSON, or multipart/form-data of at most 20 files and 180 fields with at most 4 MB in all fields."


class ListOfObjects(InvalidInput):
    """A form cannot say which entries of {name} belong together."""

    code = "list_of_objects"
    hint = "Send {name} as one string of JSON."


@dataclass(frozen=True)
class UploadedFile:
    """A file as it came in: not looked into yet, and gone with the request."""

    field: str
    filename: str
    path: Path
    size: int
    digest: str
    """SHA-256."""


async def read_multipart(request: Request, folder: Path) -> tuple[dict[str, Any], tuple[UploadedFile, ...]]:
    """The fields and the files, which are written into `folder`. Raises FormUnreadable, ListOfObjects."""
    try:
        form = await _Parser(request).parse()
    except MultiPartException as error:
        raise FormUnreadable(reason=error.message) from error
    try:
        return _fields(form), await anyio.to_thread.run_sync(_files, form, folder)
    finally:
        await form.close()


class _Parser(MultiPartParser):
    """Starlette's bounds each field and does not say which was too long; the memory is filled by all of them."""

    def __init__(self, request: Request) -> None:
        limits = {"max_files": MOST_FILES, "max_fields": MOST_FIELDS, "max_part_size": MOST_TEXT}
        super().__init__(request.headers, request.stream(), **limits)
        self._text = 0

    def on_part_data(self, data: bytes, start: int, end: int) -> None:
        if self._current_part.file is None:
            self._text += end - start
        if self._text > MOST_TEXT:
            reason = f"its fields have more than {MOST_TEXT:,} bytes together."
            raise FormUnreadable(param=self._current_part.field_name[:64], reason=reason)
        super().on_part_data(data, start, end)


def _fields(form: FormData) -> dict[str, Any]:
    values: dict[str, Any] = {}
    for name, text in form.multi_items():
        if isinstance(text, str):
            _put(values, name, text)
    return values


def _files(form: FormData, folder: Path) -> tuple[UploadedFile, ...]:
    """A page's field for a file comes without name and content when nothing was chosen."""
    named = ((name, file) for name, file in form.multi_items() if isinstance(file, UploadFile))
    chosen = [(name, file) for name, file in named if file.filename or file.size]
    return tuple(_keep(name, file, folder / str(number)) for number, (name, file) in enumerate(chosen))


def _keep(name: str, file: UploadFile, path: Path) -> UploadedFile:
    with path.open("wb") as target:
        shutil.copyfileobj(file.file, target)
    return UploadedFile(
        field=name.removesuffix("[]"),
        filename=file.filename or name,
        path=path,
        size=path.stat().st_size,
        digest=digest_file(path),
    )


def _put(values: dict[str, Any], name: str, text: str) -> None:
    """`n`, `image[]`, `video[id]`, `metadata[a][b]`; what is named twice is a list."""
    found = _NAME.fullmatch(name)
    if found is None:
        raise FormUnreadable(param=name[:64], reason=f"{name[:64]!r} is no name of a field.")
    first, brackets = found.groups()
    path = [first, *re.findall(r"\[([^\]]*)\]", brackets)]
    is_list = len(path) > 1 and path[-1] == ""
    *outer, last = path[:-1] if is_list else path
    if "" in (*outer, last):
        raise ListOfObjects(param=first, name=first)
    for key in outer:
        values = _whole_or_parts(values.setdefault(key, {}), dict, first)
    if last in values:
        before = _whole_or_parts(values[last], str | list, first)
        values[last] = [*(before if isinstance(before, list) else [before]), text]
    else:
        values[last] = [text] if is_list else text


def _whole_or_parts(value: Any, wanted: Any, name: str) -> Any:
    if not isinstance(value, wanted):
        raise FormUnreadable(param=name, reason=f"{name} is given both whole and in parts.")
    return value
