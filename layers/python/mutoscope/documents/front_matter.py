"""The block of metadata between two lines of dashes that a Markdown file may begin with.

It is never part of the text, and only what looks like metadata in every line is taken for it: a rule is not.
"""

import re
from dataclasses import dataclass

_BLOCK = re.compile(
    r"\ufeff?\s*---[ \t]*\r?\n(?P<lines>.*?)^(?:---|\.\.\.)[ \t]*(?:\r?\n|\Z)", re.DOTALL | re.MULTILINE
)
_KEY = re.compile(r"[\w.-]+(?: [\w.-]+)?:(?:\s|$)")
_OTHER = re.compile(r"\s*$|\s+\S|- |#")
_TITLE = re.compile(r"title:[ \t]*(?P<quote>[\"']?)(?P<title>\S.*?)(?P=quote)\s*$", re.IGNORECASE)


@dataclass(frozen=True)
class Parted:
    """The text without its metadata, and the title that these give it."""

    title: str | None
    text: str


def part_front_matter(text: str) -> Parted:
    found = _BLOCK.match(text)
    lines = found["lines"].splitlines() if found else []
    if (
        not found
        or not any(map(_KEY.match, lines))
        or not all(_KEY.match(line) or _OTHER.match(line) for line in lines)
    ):
        return Parted(None, text)
    titles = filter(None, map(_TITLE.match, lines))
    return Parted(next((title["title"] for title in titles), None), text[found.end() :])
