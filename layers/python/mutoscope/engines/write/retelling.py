"""Choosing the sentences of a story, or of any text whose sentences hang together, without tearing them apart.

Invariant: what is chosen stays in document order and never skips a sentence within a paragraph, except at the very end.
"""

from collections.abc import Sequence
from itertools import groupby

from mutoscope.engines.write.pace import spoken_seconds
from mutoscope.engines.write.passages import Told

_OVERRUN = 1.06
_HANGS_TOGETHER = 0.3
_SECONDS_A_PARAGRAPH = 8.0
_LONGEST_ENDING = 3
_SHORT_ENDING = 2.5
_PERSONS = frozenset(
    {"he", "she", "they", "er", "sie", "il", "elle", "ils", "elles", "él", "ella", "ia", "dia", "वह", "वे"}
)


def hangs_together(told: Sequence[Told]) -> bool:
    """Do so many sentences lean on the one before that single ones cannot be picked?"""
    return sum(sentence.leans for sentence in told) >= _HANGS_TOGETHER * len(told)


def retell(told: Sequence[Told], language: str, seconds: float) -> tuple[Told, ...]:
    """The openings of the story's paragraphs, as far as the time goes, and how it ends."""
    paragraphs = _spread([list(group) for _, group in groupby(told, key=lambda sentence: sentence.paragraph)], seconds)
    ending = _ending(told, language)
    taken = set(ending)
    spent = sum(spoken_seconds(told[place].text, language) for place in taken)
    full: set[int] = set()
    for depth in range(max(map(len, paragraphs))):
        for paragraph in paragraphs:
            if depth >= len(paragraph) or paragraph[0].paragraph in full or paragraph[depth].place in taken:
                continue
            takes = spoken_seconds(paragraph[depth].text, language)
            if depth == 0 and _is_torn(paragraph[0], taken):
                full.add(paragraph[0].paragraph)
                continue
            if spent + takes > seconds * _OVERRUN:
                full.add(paragraph[0].paragraph)
                continue
            taken.add(paragraph[depth].place)
            spent += takes
    return tuple(told[place] for place in sorted(_without_torn(ending, taken, told)))


def _without_torn(ending: Sequence[int], taken: set[int], told: Sequence[Told]) -> set[int]:
    """Without the head of the ending where it leans on what there was no time for; its last sentence stays."""
    kept = set(taken)
    for place in ending[:-1]:
        first = place == min(kept) and told[place].leans and place > 0
        if not (first or _is_torn(told[place], kept)):
            break
        kept.remove(place)
    return kept


def _ending(told: Sequence[Told], language: str) -> list[int]:
    """The last sentence with what it leans on, and with the one before it where it is short."""
    places = [len(told) - 1]
    while len(places) < _LONGEST_ENDING and places[0] > 0:
        first, before = told[places[0]], told[places[0] - 1]
        short = len(places) == 1 and spoken_seconds(first.text, language) < _SHORT_ENDING
        if before.paragraph != first.paragraph or not (first.leans or short):
            break
        places.insert(0, before.place)
    return places


def _is_torn(sentence: Told, taken: set[int]) -> bool:
    """Does it lean on a sentence that is not told? A story's "he" and "she" are known all through it."""
    person = sentence.text.split(maxsplit=1)[0].casefold() in _PERSONS
    return sentence.leans and not person and sentence.place - 1 not in taken


def _spread(paragraphs: list[list[Told]], seconds: float) -> list[list[Told]]:
    """The first, the last and as many evenly between as the time has room for."""
    room = max(2, int(seconds / _SECONDS_A_PARAGRAPH))
    if len(paragraphs) <= room:
        return paragraphs
    picked = sorted({round(number * (len(paragraphs) - 1) / (room - 1)) for number in range(room)})
    return [paragraphs[number] for number in picked]
