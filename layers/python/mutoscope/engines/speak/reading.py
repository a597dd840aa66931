"""Narration in a script without spaces (Chinese) cut into short phrases that a caption can show one by one.

A phrase is whole words, mostly two to four characters, with the punctuation after them, or a number, or a name.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from mutoscope.engines.speak.chinese import chinese_words

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
    """Words together up to four characters; a longer word, a number or a foreign word stays whole."""
    if run.isascii():
        return [run]
    parts: list[str] = []
    for word in chinese_words(run):
        if parts and len(parts[-1]) + len(word) <= _LONGEST_PHRASE:
            parts[-1] += word
        else:
            parts.append(word)
    return parts


def _phrase(text: str) -> Phrase:
    return Phrase(text, text.translate(_FULL_STOPS) if not text[:1].isascii() else text)
