"""Reading Markdown: its first heading as the title, and its prose without marks, code and tables."""

from itertools import pairwise

from markdown_it import MarkdownIt
from markdown_it.token import Token

from mutoscope.documents.document import Document, make_document

_KEPT = frozenset({"text", "code_inline"})


def read_markdown(text: str, name: str) -> Document:
    """Raises DocumentEmpty, TextTooLong."""
    body = _without_front_matter(text)
    tokens = MarkdownIt("commonmark").enable("table").parse(body)
    title = next((_plain(after) for token, after in pairwise(tokens) if token.tag == "h1"), None)
    return make_document(title, "\n\n".join(_paragraphs(tokens)), name)


def _without_front_matter(text: str) -> str:
    if not text.startswith("---\n"):
        return text
    _, closed, body = text[4:].partition("\n---\n")
    return body if closed else text


def _paragraphs(tokens: list[Token]) -> list[str]:
    paragraphs, in_table, title_seen = [], False, False
    for before, token in zip([None, *tokens], tokens, strict=False):
        in_table = token.type == "table_open" or (in_table and token.type != "table_close")
        is_title = before is not None and before.type == "heading_open" and before.tag == "h1" and not title_seen
        title_seen = title_seen or is_title
        if token.type == "inline" and not in_table and not is_title and _plain(token):
            paragraphs.append(_plain(token))
    return paragraphs


def _plain(token: Token) -> str:
    pieces = (
        child.content if child.type in _KEPT else "\n" if child.type in {"softbreak", "hardbreak"} else ""
        for child in token.children or []
    )
    return "".join(pieces).strip()
