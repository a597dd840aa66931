"""Reading a PDF: its words in reading order, with the lines of a page mended into paragraphs.

Invariant: page numbers, and headers and footers that repeat, are left out; a broken file ends in a named error.
"""

import re
import zlib
from collections import Counter
from collections.abc import Sequence
from io import BytesIO
from statistics import median

from pypdf import PdfReader
from pypdf.errors import DependencyError, FileNotDecryptedError, PyPdfError

from mutoscope.documents.document import (
    Document,
    PdfBroken,
    PdfEncrypted,
    PdfWithoutText,
    make_document,
    require_length,
)

_BROKEN = (
    PyPdfError,
    ValueError,
    LookupError,
    TypeError,
    AttributeError,
    ArithmeticError,
    RecursionError,
    AssertionError,
    NotImplementedError,
    OSError,
    zlib.error,
)
"""What pypdf is seen to raise on files that are cut off or were damaged on the way."""
_PAGE_NUMBER = re.compile(
    r"\s*(?:(?:page|seite|página|halaman|p\.)\s*)?[-–—]?\s*(?:\d{1,4}|[ivxl]{1,6})\s*[-–—]?"
    r"(?:\s*(?:/|of|von|de)\s*\d{1,4})?\s*",
    re.IGNORECASE,
)
_MARGIN_LINES = 2
_ENDS_SENTENCE = (".", "!", "?", "…", "。", "！", "？", "।", "؟", ":", "”", '"', "»", "」")


def read_pdf(data: bytes, name: str) -> Document:
    """Raises PdfEncrypted, PdfBroken, PdfWithoutText, TextTooLong."""
    try:
        reader = PdfReader(BytesIO(data))
        if reader.is_encrypted and not reader.decrypt(""):
            raise PdfEncrypted(param="source", name=name)
        pages = _page_lines(reader, name)
        title = str(reader.metadata.title or "") if reader.metadata else ""
    except (FileNotDecryptedError, DependencyError) as error:
        raise PdfEncrypted(param="source", name=name) from error
    except _BROKEN as error:
        raise PdfBroken(param="source", name=name) from error
    lines = without_margins(pages)
    if not any(character.isalpha() for line in lines for character in line):
        raise PdfWithoutText(param="source", name=name)
    return make_document(title if _is_title(title) else None, mend_lines(lines), name)


def _page_lines(reader: PdfReader, name: str) -> list[list[str]]:
    pages, characters = [], 0
    for page in reader.pages:
        text = page.extract_text()
        characters += len(text)
        require_length(characters, name)
        pages.append([" ".join(line.split()) for line in text.splitlines()])
    return pages


def without_margins(pages: Sequence[Sequence[str]]) -> list[str]:
    """The lines of all pages, without page numbers and without what stands at the edge of most pages.

    A page ends with an empty line only where its last sentence ends, so that a paragraph may cross pages.
    """
    repeated = _repeated_edges(pages)
    lines: list[str] = []
    for page in pages:
        edge = _edge_positions(page)
        lines += [
            line
            for position, line in enumerate(page)
            if position not in edge or not (_PAGE_NUMBER.fullmatch(line) or _numberless(line) in repeated)
        ]
    return lines


def _repeated_edges(pages: Sequence[Sequence[str]]) -> frozenset[str]:
    if len(pages) < 3:
        return frozenset()
    edges = Counter(
        edge for page in pages for edge in {_numberless(page[position]) for position in _edge_positions(page)}
    )
    return frozenset(edge for edge, count in edges.items() if edge and count >= max(3, len(pages) // 2))


def _edge_positions(page: Sequence[str]) -> frozenset[int]:
    filled = [position for position, line in enumerate(page) if line]
    return frozenset(filled[:_MARGIN_LINES] + filled[-_MARGIN_LINES:])


def _numberless(line: str) -> str:
    return re.sub(r"\d+", "#", line).casefold()


def mend_lines(lines: Sequence[str]) -> str:
    """Paragraphs parted by blank lines: joins lines and words that were broken to fit the page."""
    usual = median([len(line) for line in lines if line] or [0])
    text = ""
    for line in lines:
        if not line:
            text += "" if text.endswith("\n\n") or not text.rstrip().endswith(_ENDS_SENTENCE) else "\n\n"
        elif re.search(r"\w[-\u2010\u00ad]$", text) and line[0].islower():
            text = text[:-1] + line
        else:
            text += ("" if not text or text.endswith("\n") else " ") + line
            text += "\n\n" if _closes_paragraph(line, usual) else ""
    return text


def _closes_paragraph(line: str, usual: float) -> bool:
    """A line that is clearly shorter than the others ends its paragraph, or is a heading."""
    if line.endswith(_ENDS_SENTENCE):
        return len(line) < 0.85 * usual
    return len(line) < 0.55 * usual and line[0].isupper() and not line.endswith((",", ";", "-"))


def _is_title(title: str) -> bool:
    """Programs write the name of their own file where the title belongs."""
    return bool(title.strip()) and not re.search(
        r"\.(?:docx?|indd|tex|pdf|odt|qxd)\b|untitled|^microsoft word", title, re.I
    )
