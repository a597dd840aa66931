"""The passages a script can be made of: a sentence together with those before it that it leans on.

Invariant: a passage can be said by itself; no sentence of it points at something that was left out.
"""

import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files

from mutoscope.engines.write.naming import Names, name_subjects
from mutoscope.engines.write.sentences import Paragraph

MOST_SENTENCES = 3
_EARLY = 6
_PRONOUNS = {
    "de": frozenset({"sie", "er", "ihn", "ihm", "ihr", "ihre", "ihres", "ihrer"}),
    "en": frozenset({"it", "they", "he", "she", "them", "him"}),
    "fr": frozenset({"elle", "ils", "elles"}),
}
_AFTER_ADVERBIAL = {
    "de": re.compile(
        r"(?:im|in|am|an|auf|bei|seit|nach|vor|um|ab|bis|heute|damals|später)\b[^,.]{0,40}?\s(?:dies(?:e[mnrs]?)?\b|das"
        r"(?=[,.]| (?:auf|um|an|bei|zu|nicht|nur|sogar|etwa|rund|mehr|weniger|noch|oft|meist|immer|so|jedoch|ein)\b))"
    ),
    "en": re.compile(
        r"(?:in|on|at|by|from|for|during|since|after|before|until|over|under|today|now|later|sometimes|usually|often)\b"
        r"[^,.]{0,40}, (?:that|this|these|those|he|she|they|it)\b"
    ),
    "es": re.compile(
        r"(?:en|a|al|desde|hasta|tras|durante|por|antes|después|hoy|ahora)\b(?:[^,.]{0,40},)? "
        r"(?:eso|esto|ello|él|ellas?|ellos|est[ae]s?|es[ae]s?|estos|esos)\b"
    ),
    "fr": re.compile(
        r"(?:en|à|au|aux|dès|depuis|pendant|durant|après|avant|dans|vers|aujourd'hui|plus tard)\b[^,.]{0,40}, "
        r"(?:cela|ceci|ça|ce|cet|cette|ces|c'|celui-ci|celle-ci|ceux-ci|celles-ci|elles?|ils"
        r"|il(?! (?:y a|faut|fallait|faudra|existe|existait|s'agit|pleut|neige|fait|est possible)\b))\b"
    ),
}
"""What stands in for the subject behind a time or a place: "In winter, that falls by 23%"."""
_DEFINITE = {"en": re.compile(r"The\s"), "de": re.compile(r"(?:Der|Die|Das|Den|Dem)\s")}
_QUOTE = re.compile(r"[\"“„«「『][^\"”“»」』]*[\"”“»」』][.。]?")
"""A sentence that is nothing but a quotation leans on the one that says whose it is."""


@dataclass(frozen=True)
class Told:
    """One sentence of the document: its place, the paragraph it stands in, and whether it leans on the one before."""

    place: int
    text: str
    paragraph: int
    opens: bool
    leans: bool
    section: int = 0
    """The number of the heading it stands under."""
    known: bool = False
    """Does it open with "The ...", of what was mostly named just before? It is then best told with that."""
    heading: str = ""
    """The heading of the list it was read from; empty for prose."""
    named: str = ""
    """The sentence with its "He" or "She" named, where it is certain who is meant."""

    def alone(self) -> "Told":
        """As it is told without the sentence before it."""
        return replace(self, text=self.named, leans=False) if self.named else self


def tell(paragraphs: Sequence[Paragraph], language: str) -> tuple[Told, ...]:
    """All sentences of the document in order, each text once."""
    told: list[Told] = []
    seen: set[str] = set()
    section, heading = 0, ""
    names = Names.of([sentence for paragraph in paragraphs for sentence in paragraph.sentences], language)
    for number, paragraph in enumerate(paragraphs):
        section += paragraph.heading is not None
        heading = paragraph.heading or heading
        resolved = name_subjects(paragraph.sentences, names)
        for position, (text, named) in enumerate(zip(paragraph.sentences, resolved, strict=True)):
            if text.casefold() not in seen:
                seen.add(text.casefold())
                opens = position == 0
                listed = heading if paragraph.listed else ""
                known = not opens and not paragraph.listed and speaks_of_the_known(text, language)
                told.append(Told(len(told), text, number, opens, leans(text, language), section, known, listed, named))
    return tuple(told)


def understood(chosen: Sequence[Told]) -> tuple[Told, ...]:
    """What is chosen, without sentences that lean on one that is not; those that can be named are named instead."""
    kept: list[Told] = []
    for sentence in chosen:
        follows = bool(kept) and kept[-1].place == sentence.place - 1
        if follows or not sentence.leans:
            kept.append(sentence)
        elif sentence.named:
            kept.append(sentence.alone())
    return tuple(kept)


def passage(told: Sequence[Told], place: int) -> range | None:
    """The places to be said so that the sentence at `place` is understood, or None if that takes too many."""
    first = place
    while (told[first].leans and not told[first].named) or _continues(told, first, place):
        if first == 0 or place - first + 1 >= MOST_SENTENCES or told[first - 1].paragraph != told[first].paragraph:
            return None
        first -= 1
    return range(first, place + 1)


def _continues(told: Sequence[Told], first: int, place: int) -> bool:
    same = first > 0 and told[first - 1].paragraph == told[first].paragraph
    return told[first].known and same and place - first + 1 < MOST_SENTENCES


def leans(sentence: str, language: str) -> bool:
    """Does the sentence open with a word that points back, such as "This" or "However"?"""
    if _QUOTE.fullmatch(sentence):
        return True
    opening = sentence.lstrip("\"'“”‘’«»„「『（(¿¡— ").casefold().replace("’", "'")
    return _openers(language).match(opening) is not None or _points_back(opening, language)


def speaks_of_the_known(sentence: str, language: str) -> bool:
    """Does it open with a definite article, in a language that uses it for what was named before?"""
    return language in _DEFINITE and _DEFINITE[language].match(sentence) is not None


def _points_back(sentence: str, language: str) -> bool:
    """Is its subject, a few words in, a pronoun or a demonstrative, or does it say that something is so "as well"?"""
    behind = _AFTER_ADVERBIAL.get(language)
    if behind is not None and behind.match(sentence):
        return True
    early = re.findall(r"[\w'-]+", sentence)[:_EARLY]
    return not _PRONOUNS.get(language, frozenset()).isdisjoint(early) or (
        language == "en" and re.search(r"\b(?:as well(?! as)|also)\b", sentence) is not None
    )


@cache
def _openers(language: str) -> re.Pattern[str]:
    listed = tomllib.loads((files("mutoscope.engines.write") / "words" / "openers.toml").read_text("utf-8"))
    opening = "|".join(re.escape(word) for word in sorted(listed[language], key=lambda word: (-len(word), word)))
    return re.compile(f"(?:{opening})" if language in {"zh", "ja"} else f"(?:{opening})(?=[\\s,،:—]|$)")
