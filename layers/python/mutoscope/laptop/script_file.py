"""Reading a script of one's own from a file: plain UTF-8 text, at most a megabyte, and the files that it names.

Invariant: in what is ordered every path has become the key that the file has once it is stored.
"""

import re
from dataclasses import dataclass
from pathlib import Path

from mutoscope.errors import InputTooLarge, InvalidInput
from mutoscope.films.script import MARK
from mutoscope.media.file_type import HEAD_BYTES, Family, UnknownMediaType, recognise
from mutoscope.media.inputs import digest_file, input_key
from mutoscope.media.upload import check_file

LARGEST_BYTES = 1_000_000


class ScriptFileUnreadable(InvalidInput):
    """The script {path} cannot be read: {reason}."""

    code = "script_unreadable"
    hint = "SCRIPT names a plain text file in UTF-8; an empty line parts scenes."


class ScriptFileTooLarge(InputTooLarge):
    """The script {path} has {size} bytes; a script has at most {most}."""

    code = "script_too_large"
    hint = "A film takes at most 60 scenes of 1,200 characters."


LARGEST_FILE = 50_000_000
_PICTURE_FILE = re.compile(r"[^\s,]+\.(?:png|jpe?g|webp)|.*[/\\].*\.(?:png|jpe?g|webp)", re.IGNORECASE)


class OwnFileMissing(InvalidInput):
    """The script names the {what} {path}, which is not there."""

    code = "own_file_missing"
    hint = "Check the path; it counts from the folder of the script."


class OwnFileOfAnotherKind(InvalidInput):
    """The script names {path} as its {what}, and it is no {wanted}."""

    code = "own_file_of_another_kind"
    hint = "A picture is a PNG, JPEG or WebP file, a voice or music a WAV, MP3, FLAC, OGG, M4A or AAC file."


class OwnFileTooLarge(InputTooLarge):
    """The file {path} that the script names is larger than {most} MB."""

    code = "own_file_too_large"
    hint = "Make it smaller: a smaller picture, or a sound as MP3."


@dataclass(frozen=True)
class OwnFile:
    """A file that the script names, and the key under which it is stored."""

    path: Path
    key: str


@dataclass(frozen=True)
class ScriptFile:
    """The script as it is ordered, with keys for paths, and the files to store before."""

    text: str
    files: tuple[OwnFile, ...]


def read_script(path: Path) -> ScriptFile:
    """Raises what `read_script_file` and `check_file` raise, OwnFileMissing, OwnFileOfAnotherKind, OwnFileTooLarge."""
    files: dict[Path, OwnFile] = {}

    def with_key(mark: re.Match[str]) -> str:
        what, named = mark.group(1).lower(), mark.group(2)
        found = path.parent / Path(named).expanduser() if named else path.parent
        if not _is_file(found):
            if what != "picture" or _PICTURE_FILE.fullmatch(named):
                raise OwnFileMissing(param="SCRIPT", what=what, path=named)
            return mark.group()
        files.setdefault(found, _own_file(found, what, named))
        return f"[{what}: {files[found].key}]"

    text = MARK.sub(with_key, read_script_file(path))
    return ScriptFile(text=text, files=tuple(files.values()))


def _is_file(path: Path) -> bool:
    try:
        return path.is_file()
    except (OSError, ValueError):
        # A long description of a picture is no path that a file system takes.
        return False


def _own_file(path: Path, what: str, named: str) -> OwnFile:
    wanted = Family.PICTURE if what == "picture" else Family.SOUND
    if _family_of(path) is not wanted:
        raise OwnFileOfAnotherKind(param="SCRIPT", path=named, what=what, wanted=wanted.value)
    if path.stat().st_size > LARGEST_FILE:
        raise OwnFileTooLarge(param="SCRIPT", path=path, most=LARGEST_FILE // 1_000_000)
    check_file(path, path.name)
    return OwnFile(path=path, key=input_key(digest_file(path), path.name))


def _family_of(path: Path) -> Family | None:
    """What its first bytes say it is; an empty file is told of by `check_file`."""
    with path.open("rb") as file:
        head = file.read(HEAD_BYTES)
    try:
        return recognise(head, path.name).family
    except UnknownMediaType:
        return None


def read_script_file(path: Path) -> str:
    try:
        size = path.stat().st_size
        if size > LARGEST_BYTES:
            raise ScriptFileTooLarge(param="SCRIPT", path=path, size=f"{size:,}", most=f"{LARGEST_BYTES:,}")
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise ScriptFileUnreadable(param="SCRIPT", path=path, reason="it is not UTF-8 text") from error
    except OSError as error:
        reason = (error.strerror or "it cannot be opened").lower()
        raise ScriptFileUnreadable(param="SCRIPT", path=path, reason=reason) from error
