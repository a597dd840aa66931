"""Chinese and Japanese narration, which has no spaces, cut into short phrases that a caption can show one by one.

A phrase has two to four characters with the punctuation after it, or one number or foreign word.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

_WITHOUT_SPACES = frozenset({"ja", "zh"})
_RUN = re.compile(r"[A-Za-zÀ-ɏ0-9.,%]*[A-Za-zÀ-ɏ0-9%]|\s+|[^\w\s]+|[^\W A-Za-zÀ-ɏ0-9]+|\w")
_LONGEST_PHRASE = 4
_FULL_STOPS = str.maketrans({"?": "\uff1f", "!": "\uff01", ";": "\uff1b", ",": "\uff0c"})


@dataclass(frozen=True)
class Phrase:
    text: str
    spoken: str


def reads_without_spaces(language: str) -> bool:
    return language in _WITHOUT_SPACES


def phrases(text: str) -> Iterator[Phrase]:
    """The text in phrases; joined again they are the text."""
    pending = ""
    for run in _RUN.findall(text):
        if run.isspace() or not any(char.isalnum() for char in run):
            pending += run
            continue
        if pending:
            yield _phrase(pending)
        *whole, pending = _parts(run)
        yield from map(_phrase, whole)
    if pending:
        yield _phrase(pending)


def _parts(run: str) -> list[str]:
    """Near equal parts of at most four characters; a number or a foreign word stays whole."""
    if run.isascii():
        return [run]
    count = -(-len(run) // _LONGEST_PHRASE)
    cuts = [len(run) * index // count for index in range(count + 1)]
    return [run[first:last] for first, last in pairwise(cuts)]


def _phrase(text: str) -> Phrase:
    return Phrase(text, text.translate(_FULL_STOPS) if not text[:1].isascii() else text)
