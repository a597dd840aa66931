"""The passages a script can be made of: a sentence together with those before it that it leans on.

Invariant: a passage can be said by itself; no sentence of it points at something that was left out.
"""

import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from mutoscope.engines.write.sentences import Paragraph

MOST_SENTENCES = 3
_EARLY = 6
_PRONOUNS = {
    "de": frozenset({"sie", "er", "ihn", "ihm", "ihr", "ihre", "ihres", "ihrer"}),
    "en": frozenset({"it", "they", "he", "she", "them", "him"}),
    "fr": frozenset({"elle", "ils", "elles"}),
}


@dataclass(frozen=True)
class Told:
    """One sentence of the document: its place, the paragraph it stands in, and whether it leans on the one before."""

    place: int
    text: str
    paragraph: int
    opens: bool
    leans: bool


def tell(paragraphs: Sequence[Paragraph], language: str) -> tuple[Told, ...]:
    """All sentences of the document in order, each text once."""
    told: list[Told] = []
    seen: set[str] = set()
    for number, paragraph in enumerate(paragraphs):
        for position, text in enumerate(paragraph.sentences):
            if text.casefold() not in seen:
                seen.add(text.casefold())
                told.append(Told(len(told), text, number, position == 0, leans(text, language)))
    return tuple(told)


def passage(told: Sequence[Told], place: int) -> range | None:
    """The places to be said so that the sentence at `place` is understood, or None if that takes too many."""
    first = place
    while told[first].leans:
        if first == 0 or place - first + 1 >= MOST_SENTENCES or told[first - 1].paragraph != told[first].paragraph:
            return None
        first -= 1
    return range(first, place + 1)


def leans(sentence: str, language: str) -> bool:
    """Does the sentence open with a word that points back, such as "This" or "However"?"""
    opening = sentence.lstrip("\"'“”‘’«»„「『（(¿¡— ").casefold().replace("’", "'")
    return _openers(language).match(opening) is not None or _points_back(opening, language)


def _points_back(sentence: str, language: str) -> bool:
    """Is its subject, a few words in, a pronoun, or does it say that something is so "as well"?"""
    early = re.findall(r"[\w'-]+", sentence)[:_EARLY]
    return not _PRONOUNS.get(language, frozenset()).isdisjoint(early) or (
        language == "en" and re.search(r"\b(?:as well(?! as)|also)\b", sentence) is not None
    )


@cache
def _openers(language: str) -> re.Pattern[str]:
    listed = tomllib.loads((files("mutoscope.engines.write") / "words" / "openers.toml").read_text("utf-8"))
    opening = "|".join(re.escape(word) for word in sorted(listed[language], key=lambda word: (-len(word), word)))
    return re.compile(f"(?:{opening})" if language in {"zh", "ja"} else f"(?:{opening})(?=[\\s,،:—]|$)")
