"""A document as the studio sees it, and what can be wrong with one.

Invariant: `text` is plain text in NFC, never empty, paragraphs parted by blank lines.
"""

import re
import unicodedata
from dataclasses import dataclass

from mutoscope.errors import InputTooLarge, InvalidInput

MOST_CHARACTERS = 400_000


@dataclass(frozen=True)
class Document:
    title: str | None
    text: str


class DocumentEmpty(InvalidInput):
    """The document {name} holds no text."""

    code = "document_empty"
    hint = "Give one with at least a sentence in it."


class TextTooLong(InputTooLarge):
    """The document {name} holds more than {most:,} characters of text."""

    code = "text_too_long"
    hint = "Give a part of it, such as one chapter."


class PdfEncrypted(InvalidInput):
    """The PDF {name} is encrypted with a password."""

    code = "pdf_encrypted"
    hint = "Save a copy of it without a password and give that."


class PdfBroken(InvalidInput):
    """The PDF {name} is broken and cannot be read."""

    code = "pdf_broken"
    hint = "Open it in a viewer and save it again, or give the text itself."


class PdfWithoutText(InvalidInput):
    """The PDF {name} has no text, only pictures of pages."""

    code = "pdf_without_text"
    hint = "Run text recognition (OCR) over it first, or give the text itself."


class UnknownDocumentType(InvalidInput):
    """The document {name} is neither text, Markdown, HTML nor PDF."""

    code = "unknown_document_type"
    hint = "Give a .txt, .md, .html or .pdf file, or save this one as one of them."


class TextUndecodable(InvalidInput):
    """The text of {name} is in an encoding that cannot be told."""

    code = "text_undecodable"
    hint = "Save it as UTF-8 and give it again."


def make_document(title: str | None, text: str, name: str) -> Document:
    """Raises DocumentEmpty, TextTooLong."""
    plain = tidy(text)
    if not plain:
        raise DocumentEmpty(param="source", name=name)
    require_length(len(plain), name)
    return Document(title=" ".join(title.split())[:200] or None if title else None, text=plain)


def require_length(characters: int, name: str) -> None:
    if characters > MOST_CHARACTERS:
        raise TextTooLong(param="source", name=name, most=MOST_CHARACTERS)


def tidy(text: str) -> str:
    """NFC, one kind of line end, no control characters, at most one blank line in a row."""
    text = unicodedata.normalize("NFC", text).replace("\r\n", "\n").replace("\r", "\n").replace("\f", "\n\n")
    text = "".join(c for c in text if c in "\n\t" or unicodedata.category(c) not in {"Cc", "Cs", "Co"})
    text = "\n".join(line.rstrip() for line in text.replace("\u00a0", " ").replace("\ufeff", "").split("\n"))
    return re.sub(r"\n{3,}", "\n\n", text).strip()
