"""The form of a piece: an introduction, sections that grow towards a climax, and an ending that comes home.

The bars of the sections add up to the bars of the piece, and the last section is always the cadence.
"""

from dataclasses import dataclass
from enum import StrEnum


class Part(StrEnum):
    INTRODUCTION = "introduction"
    THEME = "theme"
    VARIATION = "variation"
    BRIDGE = "bridge"
    BREATH = "breath"
    CADENCE = "cadence"


@dataclass(frozen=True)
class Section:
    """`energy` 0 to 100 says how many layers play and how strongly."""

    part: Part
    bars: int
    energy: int


_PHRASE = 4
_CYCLE = (Part.THEME, Part.THEME, Part.VARIATION, Part.THEME, Part.BRIDGE, Part.VARIATION, Part.BREATH)
_LONG = 2 * len(_CYCLE)
"""Phrases from which on a piece rises and falls with every cycle instead of growing once."""


def sections(bars: int) -> tuple[Section, ...]:
    """Phrases of four bars; a remainder lengthens the introduction."""
    cadence = _PHRASE if bars >= 2 * _PHRASE else max(1, min(2, bars // 2))
    left = bars - cadence
    opening = left % _PHRASE + (_PHRASE if left % _PHRASE < 2 and left >= 3 * _PHRASE else 0)
    phrases = (left - opening) // _PHRASE
    body = tuple(_body(index, phrases) for index in range(phrases))
    introduction = (Section(Part.INTRODUCTION, opening, 25),) if opening else ()
    return (*introduction, *body, Section(Part.CADENCE, cadence, 55))


def _body(index: int, phrases: int) -> Section:
    part = _CYCLE[index % len(_CYCLE)]
    if part is Part.BREATH:
        return Section(part, _PHRASE, 35)
    place = (index % len(_CYCLE) + 1) / len(_CYCLE) if phrases >= _LONG else (index + 1) / phrases
    climax = 100 if place > 0.6 else 100 * place / 0.6
    return Section(part, _PHRASE, round(40 + 0.6 * climax))
