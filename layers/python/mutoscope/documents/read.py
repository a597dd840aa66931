"""Reading a file into plain text: text, Markdown, HTML or PDF.

Invariant: a file that is too large is refused by its size alone, before a byte of it is read.
"""

import stat
from pathlib import Path

from mutoscope.documents.content import read_content
from mutoscope.documents.document import Document
from mutoscope.errors import InputTooLarge, InvalidInput

MOST_MEGABYTES = 50


class FileMissing(InvalidInput):
    """There is no file {name}."""

    code = "file_missing"
    hint = "Check the path; a relative path counts from the folder you are in."


class NotAFile(InvalidInput):
    """{name} is not a file."""

    code = "not_a_file"
    hint = "Give the path of one text, Markdown, HTML or PDF file."


class FileUnreadable(InvalidInput):
    """The file {name} cannot be read: {reason}."""

    code = "file_unreadable"
    hint = "Check that you may read it."


class FileTooLarge(InputTooLarge):
    """The file {name} has {megabytes} MB; a document has at most {most} MB."""

    code = "file_too_large"
    hint = "Give a part of it, such as one chapter."


def read_document(path: Path) -> Document:
    """Raises FileMissing, NotAFile, FileUnreadable, FileTooLarge, and what `read_content` raises."""
    try:
        _require_small_file(path)
        data = path.read_bytes()
    except (FileNotFoundError, NotADirectoryError) as error:
        raise FileMissing(param="source", name=path) from error
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "its path is not valid"
        raise FileUnreadable(param="source", name=path, reason=reason) from error
    return read_content(data, path.name)


def _require_small_file(path: Path) -> None:
    facts = path.stat()
    if not stat.S_ISREG(facts.st_mode):
        raise NotAFile(param="source", name=path)
    if facts.st_size > MOST_MEGABYTES * 1_000_000:
        megabytes = -(-facts.st_size // 1_000_000)
        raise FileTooLarge(param="source", name=path, megabytes=megabytes, most=MOST_MEGABYTES)
