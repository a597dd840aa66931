"""What a film made from a document opens with: the question of its title, or its most striking sentence.

Invariant: the sentence that is moved to the front is understood there, and no sentence is said twice.
"""

import re
from collections.abc import Collection, Sequence
from itertools import pairwise

from mutoscope.engines.write.pace import spoken_seconds
from mutoscope.engines.write.passages import Told
from mutoscope.engines.write.retelling import hangs_together
from mutoscope.engines.write.words import content_words

_FEWEST = 6
_STRIKING = re.compile(
    r"\b(?:half|more than|never|largest|oldest|fastest|deepest|biggest|smallest|billions?|millions?"
    r"|mitad|más de|nunca|millones|moitié|plus de|jamais|hälfte|mehr als|nie|millionen|größte\w*"
    r"|setengah|terbesar|jutaan|lebih dari)\b|आधे|करोड़|लाख|तीन-चौथाई|一半|亿|超过|半分|億"
    r"|نصف|أكثر من|ملايين|பாதி|கோடி",
    re.IGNORECASE,
)


def open_with_hook(
    chosen: Sequence[Told], title: str | None, language: str, subjects: Collection[str]
) -> tuple[Told, ...]:
    """The sentences in the order in which the film tells them.

    `subjects` are what the document is about: only a sentence that names one of them makes sense at the very start.
    """
    asked = title.strip() if title else ""
    if asked.endswith(("?", "？", "؟")):
        question = Told(place=-1, text=asked, paragraph=-1, opens=True, leans=False)
        return (question, *(told for told in chosen if told.text != asked))
    striking = [place for place in _movable(chosen, language, subjects) if place == 0 or _strong(chosen[place].text)]
    hook = max(striking, key=lambda place: _strikes(chosen[place], place, language), default=0)
    return (chosen[hook], *chosen[:hook], *chosen[hook + 1 :])


def _movable(chosen: Sequence[Told], language: str, subjects: Collection[str]) -> list[int]:
    """Sentences that open a paragraph and that no other leans on; not the last, which closes the film."""
    if len(chosen) < _FEWEST or hangs_together(chosen):
        return []
    return [
        place
        for place, (sentence, following) in enumerate(pairwise(chosen))
        if not (sentence.leans or following.leans)
        and (place == 0 or sentence.opens)
        and (place == 0 or not set(subjects).isdisjoint(content_words(sentence.text, language)))
    ]


def _strong(text: str) -> bool:
    """A strong word, or one number alone: a sentence is not moved for being short."""
    return _STRIKING.search(text) is not None


def _strikes(sentence: Told, place: int, language: str) -> float:
    """Short, with a strong word or one number; the opening sentence wins unless another is clearly better."""
    striking = 1.0 * len(set(_STRIKING.findall(sentence.text))) + 0.5 * (len(re.findall(r"\d+", sentence.text)) == 1)
    too_long = 0.25 * max(0.0, spoken_seconds(sentence.text, language) - 6)
    too_short = 1.0 if spoken_seconds(sentence.text, language) < 2 else 0.0
    return striking + (0.9 if place == 0 else 0.0) - too_long - too_short
