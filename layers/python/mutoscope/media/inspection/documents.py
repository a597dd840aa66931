"""Inspecting a document: bounds on what it unpacks to, nothing that names the outside, and never run or rendered."""

import codecs
import zipfile
from io import BytesIO

from pypdf import PdfReader, PdfWriter
from pypdf.errors import PyPdfError

from mutoscope.media.inspection.report import Facts
from mutoscope.media.library_types import DOCX
from mutoscope.media.refusals import ArchiveTooLarge, DocumentBroken

MOST_ENTRIES = 5_000
MOST_UNPACKED = 300_000_000
MOST_RATIO = 100
_SMALL = 1_000_000
MOST_PAGES = 5_000
_CHUNK = 1 << 20


def inspect_pdf(data: bytes) -> Facts:
    """Raises DocumentBroken."""
    try:
        reader = PdfReader(BytesIO(data))
        if reader.is_encrypted:
            raise DocumentBroken(name="", reason="it is locked with a password")
        pages = len(reader.pages)
    except (PyPdfError, ValueError, LookupError, TypeError, AttributeError, RecursionError, OSError) as error:
        raise DocumentBroken(name="", reason="it is damaged") from error
    if pages > MOST_PAGES:
        raise DocumentBroken(name="", reason=f"it has more than {MOST_PAGES} pages")
    return Facts(pages=pages)


def inspect_docx(data: bytes) -> Facts:
    """Judged by its directory, and only then unpacked, once. Raises ArchiveTooLarge, DocumentBroken."""
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            entries = archive.infolist()
            _require_small(entries, len(data))
            _require_document(archive, entries)
            _unpack(archive, entries)
    except (zipfile.BadZipFile, NotImplementedError, ValueError, EOFError, OSError, RuntimeError) as error:
        raise DocumentBroken(name="", reason="it is damaged") from error
    return Facts()


def inspect_text(data: bytes) -> Facts | None:
    """None when it is no text: another encoding than UTF-8, or characters that no text has."""
    try:
        text = data.removeprefix(codecs.BOM_UTF8).decode()
    except UnicodeDecodeError:
        return None
    return None if any(ord(each) < 32 and each not in "\t\n\r\f" for each in text) else Facts()


def warm_up() -> None:
    """Encodings are loaded when they are first named, and a sealed process loads nothing."""
    for name in ("ascii", "latin-1", "cp1252", "cp437", "utf-16", "utf-16-be", "utf-16-le", "utf-8", "mac-roman"):
        codecs.lookup(name)
    written, writer = BytesIO(), PdfWriter()
    writer.add_blank_page(100, 100)
    writer.write(written)
    inspect_pdf(written.getvalue())


def _require_small(entries: list[zipfile.ZipInfo], packed: int) -> None:
    if len(entries) > MOST_ENTRIES:
        raise ArchiveTooLarge(name="", reason=f"it has more than {MOST_ENTRIES} parts")
    if sum(entry.file_size for entry in entries) > MOST_UNPACKED:
        raise ArchiveTooLarge(name="", reason=f"more than {MOST_UNPACKED // 1_000_000} MB")
    if sum(entry.compress_size for entry in entries) > packed:
        raise ArchiveTooLarge(name="", reason="its parts overlap")
    if any(entry.file_size > _SMALL and entry.file_size > MOST_RATIO * entry.compress_size for entry in entries):
        raise ArchiveTooLarge(name="", reason=f"a part grows more than {MOST_RATIO} times")


def _require_document(archive: zipfile.ZipFile, entries: list[zipfile.ZipInfo]) -> None:
    names = {entry.filename for entry in entries}
    if not {"[Content_Types].xml", DOCX.reader} <= names:
        raise DocumentBroken(name="", reason="it is an archive and no document")
    if any(entry.flag_bits & 1 for entry in entries):
        raise DocumentBroken(name="", reason="it is locked with a password")
    if any(name.startswith("/") or ".." in name.split("/") for name in names):
        raise DocumentBroken(name="", reason="a part of it would unpack elsewhere")
    with archive.open(DOCX.reader) as document:
        head = document.read(_CHUNK)
    if b"<!DOCTYPE" in head or b"<!ENTITY" in head:
        raise DocumentBroken(name="", reason="its text defines entities, which no word processor does")


def _unpack(archive: zipfile.ZipFile, entries: list[zipfile.ZipInfo]) -> None:
    """What the directory says of sizes may be a lie; unpacking by pieces finds out."""
    unpacked = 0
    for entry in entries:
        with archive.open(entry) as part:
            while piece := part.read(_CHUNK):
                unpacked += len(piece)
                if unpacked > MOST_UNPACKED:
                    raise ArchiveTooLarge(name="", reason=f"more than {MOST_UNPACKED // 1_000_000} MB")
