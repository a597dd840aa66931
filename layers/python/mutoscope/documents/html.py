"""Reading an HTML page: its title and its main text, without menus, advertisements and comments."""

import trafilatura
from trafilatura.settings import Document as Page

from mutoscope.documents.document import Document, make_document


def read_html(html: str, name: str) -> Document:
    """Raises DocumentEmpty, TextTooLong."""
    text = trafilatura.extract(html, include_comments=False, include_tables=False, include_links=False)
    text = text or trafilatura.html2txt(html, clean=True) or ""
    return make_document(_title(html), "\n\n".join(line for line in text.splitlines() if line.strip()), name)


def _title(html: str) -> str | None:
    page: Page | None = trafilatura.extract_metadata(html)
    return page.title if page else None
