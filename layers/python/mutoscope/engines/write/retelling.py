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


def hangs_together(told: Sequence[Told]) -> bool:
    """Do so many sentences lean on the one before that single ones cannot be picked?"""
    return sum(sentence.leans for sentence in told) >= _HANGS_TOGETHER * len(told)


def retell(told: Sequence[Told], language: str, seconds: float) -> tuple[Told, ...]:
    """The openings of the story's paragraphs, as far as the time goes, and how it ends."""
    paragraphs = _spread([list(group) for _, group in groupby(told, key=lambda sentence: sentence.paragraph)], seconds)
    taken = {told[-1].place}
    spent = spoken_seconds(told[-1].text, language)
    full: set[int] = set()
    for depth in range(max(map(len, paragraphs))):
        for paragraph in paragraphs:
            if depth >= len(paragraph) or paragraph[0].paragraph in full or paragraph[depth].place in taken:
                continue
            takes = spoken_seconds(paragraph[depth].text, language)
            if spent + takes > seconds * _OVERRUN:
                full.add(paragraph[0].paragraph)
                continue
            taken.add(paragraph[depth].place)
            spent += takes
    return tuple(told[place] for place in sorted(taken))


def _spread(paragraphs: list[list[Told]], seconds: float) -> list[list[Told]]:
    """The first, the last and as many evenly between as the time has room for."""
    room = max(2, int(seconds / _SECONDS_A_PARAGRAPH))
    if len(paragraphs) <= room:
        return paragraphs
    picked = sorted({round(number * (len(paragraphs) - 1) / (room - 1)) for number in range(room)})
    return [paragraphs[number] for number in picked]
