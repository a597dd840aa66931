"""Narration in a script without spaces (Chinese) cut into short phrases that a caption can show one by one.

A phrase has two to four characters with the punctuation after it, or one number or foreign word.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

_RUN = re.compile(r"[A-Za-zÀ-ɏ0-9.,%]*[A-Za-zÀ-ɏ0-9%]|\s+|[^\w\s]+|[^\W A-Za-zÀ-ɏ0-9]+|\w")
_LONGEST_PHRASE = 4
_FULL_STOPS = str.maketrans({"?": "\uff1f", "!": "\uff01", ";": "\uff1b", ",": "\uff0c"})


@dataclass(frozen=True)
class Phrase:
    """`text` as it is written, `spoken` as it is said."""

    text: str
    spoken: str


def phrases(text: str) -> Iterator[Phrase]:
    """The text in phrases; joined again they are the text."""
    pending = ""
    for run in _RUN.findall(text):
        if not any(char.isalnum() for char in run):
            closing, opening = _parted_marks(run)
            pending += closing
            if opening and pending:
                yield _phrase(pending)
                pending = ""
            pending += opening
            continue
        if any(char.isalnum() for char in pending):
            yield _phrase(pending)
            pending = ""
        first, *rest = _parts(run)
        *whole, pending = [pending + first, *rest]
        yield from map(_phrase, whole)
    if pending:
        yield _phrase(pending)


def _parted_marks(marks: str) -> tuple[str, str]:
    """Marks that close what was said, and those from the first opening bracket or quote on."""
    opens = (place for place, mark in enumerate(marks) if unicodedata.category(mark) in {"Ps", "Pi"})
    cut = next(opens, len(marks))
    return marks[:cut], marks[cut:]


def _parts(run: str) -> list[str]:
    """Near equal parts of at most four characters; a number or a foreign word stays whole."""
    if run.isascii():
        return [run]
    count = -(-len(run) // _LONGEST_PHRASE)
    cuts = [len(run) * index // count for index in range(count + 1)]
    return [run[first:last] for first, last in pairwise(cuts)]


def _phrase(text: str) -> Phrase:
    return Phrase(text, text.translate(_FULL_STOPS) if not text[:1].isascii() else text)
