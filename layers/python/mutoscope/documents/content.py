"""Turning the bytes of a document into a Document, by what the bytes are and not only by what the file is called.

Invariant: bytes of an unknown kind are refused, never guessed to be text.
"""

import re
from collections.abc import Callable
from pathlib import PurePath

from charset_normalizer import from_bytes

from mutoscope.documents.document import (
    Document,
    DocumentEmpty,
    TextUndecodable,
    UnknownDocumentType,
    make_document,
    require_length,
)
from mutoscope.documents.html import read_html
from mutoscope.documents.markdown import read_markdown
from mutoscope.documents.pdf import read_pdf

_MARKDOWN = frozenset({".md", ".markdown", ".mdown", ".mkd"})
_HTML_AT_START = re.compile(r"\s*(?:<\?xml[^>]*>\s*|<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body)\b", re.I | re.S)
_HTML_ANYWHERE = re.compile(r"<(?:p|div|article|h[1-6]|section|main|span|ul|table)\b[^>]*>", re.IGNORECASE)
_BYTE_ORDER_MARKS = {b"\xef\xbb\xbf": "utf-8-sig", b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}


def read_content(data: bytes, name: str, *, suffix: str | None = None, charset: str | None = None) -> Document:
    """The document in `data`. `name` tells the user which one is meant; `suffix`, its own unless given, what text is.

    Raises DocumentEmpty, TextTooLong, PdfEncrypted, PdfBroken, PdfWithoutText, UnknownDocumentType, TextUndecodable.
    """
    if not data.strip(b"\x00 \t\r\n"):
        raise DocumentEmpty(param="source", name=name)
    if b"%PDF-" in data[:1024]:
        return read_pdf(data, name)
    text = _decode(data, name, charset)
    return _reader(text, suffix or PurePath(name).suffix.lower())(text, name)


def _reader(text: str, suffix: str) -> Callable[[str, str], Document]:
    if _HTML_AT_START.match(text) or (suffix in {".html", ".htm", ".xhtml"} and _HTML_ANYWHERE.search(text)):
        return read_html
    return read_markdown if suffix in _MARKDOWN else _read_plain


def _read_plain(text: str, name: str) -> Document:
    return make_document(None, text, name)


def _decode(data: bytes, name: str, charset: str | None) -> str:
    for encoding in (_marked_encoding(data), "utf-8", charset):
        text = _try_decode(data, encoding)
        if text is not None and not _is_binary(text):
            return text
    if _looks_binary(data):
        raise UnknownDocumentType(param="source", name=name)
    require_length(len(data) // 4, name)
    best = from_bytes(data).best()
    if best is None or _is_binary(str(best)):
        raise TextUndecodable(param="source", name=name)
    return str(best)


def _marked_encoding(data: bytes) -> str | None:
    return next((encoding for mark, encoding in _BYTE_ORDER_MARKS.items() if data.startswith(mark)), None)


def _try_decode(data: bytes, encoding: str | None) -> str | None:
    try:
        return data.decode(encoding) if encoding else None
    except (UnicodeDecodeError, LookupError):
        return None


def _looks_binary(data: bytes) -> bool:
    """Text in an old encoding holds no NUL and hardly a control byte."""
    start = data[:8192]
    controls = sum(byte < 32 and byte not in b"\t\n\r\f\x1b" for byte in start)
    return b"\x00" in start or controls > len(start) // 100


def _is_binary(text: str) -> bool:
    start = text[:8192]
    return "\x00" in start or sum(character < " " and character not in "\t\n\r\f\x1b" for character in start) > 8
