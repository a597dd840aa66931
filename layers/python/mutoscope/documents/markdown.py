"""Reading Markdown: its first heading as the title, and its prose without marks, code and tables."""

from collections.abc import Iterator
from itertools import pairwise

from markdown_it import MarkdownIt
from markdown_it.token import Token

from mutoscope.documents.document import Document, make_document
from mutoscope.documents.front_matter import part_front_matter

_KEPT = frozenset({"text", "code_inline"})
_LITTLE_PROSE = 400


def read_markdown(text: str, name: str) -> Document:
    """Raises DocumentEmpty, TextTooLong."""
    parted = part_front_matter(text)
    tokens = MarkdownIt("commonmark").enable("table").parse(parted.text)
    title = next((_plain(after) for token, after in pairwise(tokens) if token.tag == "h1"), None)
    return make_document(title or parted.title, "\n\n".join(_paragraphs(tokens)), name)


def _paragraphs(tokens: list[Token]) -> list[str]:
    """Paragraphs, headings, and items of lists with their mark; tables too where there is hardly anything else."""
    prose = list(_pieces(tokens))
    return prose if sum(map(len, prose)) >= _LITTLE_PROSE else [*prose, *_rows(tokens)]


def _pieces(tokens: list[Token]) -> Iterator[str]:
    in_table, title_seen, mark = False, False, ""
    for before, token in zip([None, *tokens], tokens, strict=False):
        in_table = token.type == "table_open" or (in_table and token.type != "table_close")
        is_title = before is not None and before.type == "heading_open" and before.tag == "h1" and not title_seen
        title_seen = title_seen or is_title
        mark = "- " if token.type == "list_item_open" else mark
        if token.type == "inline" and not in_table and not is_title and _plain(token):
            yield mark + _plain(token)
            mark = ""


def _rows(tokens: list[Token]) -> Iterator[str]:
    cells: list[str] = []
    for before, token in pairwise(tokens):
        if token.type == "tr_open":
            cells = []
        elif token.type == "inline" and before.type in {"th_open", "td_open"}:
            cells.append(_plain(token))
        elif token.type == "tr_close" and any(cells):
            yield " | ".join(cells) + (" |" if len(cells) == 2 else "")


def _plain(token: Token) -> str:
    pieces = (
        child.content if child.type in _KEPT else "\n" if child.type in {"softbreak", "hardbreak"} else ""
        for child in token.children or []
    )
    return "".join(pieces).strip()
