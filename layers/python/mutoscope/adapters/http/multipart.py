"""Reading multipart/form-data: its fields as one object, its files on disk with their digests.

`image[]` is a list, `video[id]` an object; a list of objects cannot be told apart in this way and has to be JSON.
"""

import hashlib
import re
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, BinaryIO

from werkzeug.exceptions import RequestEntityTooLarge
from werkzeug.http import parse_options_header
from werkzeug.sansio.multipart import Data, Epilogue, Field, File, MultipartDecoder, NeedData

from mutoscope.errors import InputTooLarge, InvalidInput

MOST_PARTS = 200
MOST_FILES = 20
LONGEST_FIELD = 1_000_000
LONGEST_FIELDS = 4_000_000
_SLICE = 64 * 1024
_NAME = re.compile(r"([^\[\]]{1,64})((?:\[[^\[\]]{0,64}\]){0,4})")


class FormUnreadable(InvalidInput):
    """The body is no multipart/form-data that can be read: {reason}."""

    code = "invalid_form"
    hint = "Send JSON, or a form as RFC 7578 describes it, with the boundary that its Content-Type names."


class FormTooLarge(InputTooLarge):
    """The form is larger than the studio takes: {reason}."""

    code = "form_too_large"
    hint = "A form may have 20 files, 200 parts, a megabyte in a field and four in all of its fields."


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


@dataclass
class _Form:
    values: dict[str, Any] = field(default_factory=dict)
    files: list[UploadedFile] = field(default_factory=list)
    length: int = 0


class _OpenPart:
    """The part that is being read: a file goes to disk as it comes, a field stays in memory."""

    def __init__(self, part: Field | File, path: Path) -> None:
        if not part.name:
            raise FormUnreadable(reason="a part has no name")
        self.name = part.name
        self.filename = part.filename if isinstance(part, File) else None
        self.path = path
        self.size = 0
        self._digest = hashlib.sha256()
        self._text = bytearray()
        # Written on the event loop: a slice reaches the page cache sooner than another thread would be awake.
        self._file: BinaryIO | None = path.open("wb") if self.filename is not None else None

    def add(self, data: bytes) -> None:
        self.size += len(data)
        if self._file is not None:
            self._digest.update(data)
            self._file.write(data)
        elif self.size > LONGEST_FIELD:
            raise FormTooLarge(param=self.name, reason=f"{self.name} has more than {LONGEST_FIELD:,} bytes")
        else:
            self._text += data

    def close(self) -> None:
        if self._file is not None:
            self._file.close()

    def put_into(self, form: _Form) -> None:
        self.close()
        if self.filename is None:
            form.length += self.size
            _put(form.values, self.name, self._read_text())
        elif self.filename or self.size:
            name = self.name.removesuffix("[]")
            form.files.append(UploadedFile(name, self.filename, self.path, self.size, self._digest.hexdigest()))

    def _read_text(self) -> str:
        try:
            return self._text.decode()
        except UnicodeDecodeError as error:
            raise FormUnreadable(param=self.name, reason=f"{self.name} is not UTF-8") from error


async def read_multipart(
    content_type: str, chunks: AsyncIterator[bytes], folder: Path
) -> tuple[dict[str, Any], tuple[UploadedFile, ...]]:
    """The fields and the files, which are written into `folder`.

    Raises FormUnreadable, FormTooLarge, ListOfObjects.
    """
    boundary = parse_options_header(content_type)[1].get("boundary", "")
    if not 0 < len(boundary) <= 200 or not boundary.isascii():
        raise FormUnreadable(reason="the Content-Type names no boundary")
    reader = _Reader(MultipartDecoder(boundary.encode(), max_parts=MOST_PARTS), folder)
    try:
        async for chunk in chunks:
            for start in range(0, len(chunk), _SLICE):
                reader.read(chunk[start : start + _SLICE])
        reader.read(None)
    except RequestEntityTooLarge as error:
        raise FormTooLarge(reason=f"it has more than {MOST_PARTS} parts") from error
    except ValueError as error:
        raise FormUnreadable(reason="it ends too early, or a part's headers are missing") from error
    finally:
        reader.close()
    return reader.form.values, tuple(reader.form.files)


class _Reader:
    def __init__(self, decoder: MultipartDecoder, folder: Path) -> None:
        self.form = _Form()
        self._decoder = decoder
        self._folder = folder
        self._open: _OpenPart | None = None

    def read(self, data: bytes | None) -> None:
        self._decoder.receive_data(data)
        while not isinstance(event := self._decoder.next_event(), NeedData | Epilogue):
            if isinstance(event, Field | File):
                self._begin(event)
            elif isinstance(event, Data) and self._open is not None:
                self._open.add(event.data)
                if not event.more_data:
                    self._end(self._open)

    def close(self) -> None:
        if self._open is not None:
            self._open.close()

    def _begin(self, part: Field | File) -> None:
        if isinstance(part, File) and len(self.form.files) == MOST_FILES:
            raise FormTooLarge(param=part.name, reason=f"it has more than {MOST_FILES} files")
        self._open = _OpenPart(part, self._folder / str(len(self.form.files)))

    def _end(self, part: _OpenPart) -> None:
        part.put_into(self.form)
        self._open = None
        if self.form.length > LONGEST_FIELDS:
            raise FormTooLarge(reason=f"its fields have more than {LONGEST_FIELDS:,} bytes")


def _put(values: dict[str, Any], name: str, text: str) -> None:
    """`n`, `image[]`, `video[id]`, `metadata[a][b]`; what is named twice is a list."""
    found = _NAME.fullmatch(name)
    if found is None:
        raise FormUnreadable(param=name[:64], reason=f"{name[:64]} is no name of a field")
    first, brackets = found.groups()
    path = [first, *re.findall(r"\[([^\]]*)\]", brackets)]
    is_list = path[-1] == "" and len(path) > 1
    if "" in (path[1:-1] if is_list else path[1:]):
        raise ListOfObjects(param=first, name=first)
    *outer, last = path[:-1] if is_list else path
    for key in outer:
        values = values.setdefault(key, {})
        if not isinstance(values, dict):
            raise FormUnreadable(param=first, reason=f"{first} is given both whole and in parts")
    if last not in values:
        values[last] = [text] if is_list else text
    elif isinstance(values[last], dict):
        raise FormUnreadable(param=first, reason=f"{first} is given both whole and in parts")
    else:
        before = values[last]
        values[last] = [*(before if isinstance(before, list) else [before]), text]
