"""What is drawn on each board of a study while its passage is said: a headline, the things that are named, arrows.

A thing is drawn when its word is heard. One hand draws, so nothing begins before the last thing's lines are there.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from mutoscope.engines.draw.casting import Term, match
from mutoscope.engines.draw.pictograms import Pictograms
from mutoscope.engines.tasks import Word
from mutoscope.engines.write.keywords import document_weights, scene_keywords

MOST_THINGS = 3
_LONGEST, _SHORTEST = 54, 16
"""Frames that a thing is drawn for."""
_HEADLINE_FRAMES = 34
_ARROW_FRAMES = 12
_AFTER_FRAMES = 14
_MOST_WORDS = 8
_SPARES = ("magnifying-glass-tilted-left", "light-bulb", "open-book")
_NUMBER = re.compile(r"\d[\d.,:/%°]*")


@dataclass(frozen=True)
class Mark:
    """Something on a board, drawn from frame `first` for `frames` frames. `slot` counts the things from the left.

    `pictogram` is empty for a number, which is written; `word` is set under a thing. A headline has no slot.
    """

    first: int
    frames: int
    word: str
    pictogram: str = ""
    slot: int | None = None
    arrow: bool = False

    @property
    def last(self) -> int:
        return self.first + self.frames


@dataclass(frozen=True)
class Board:
    """From frame `first` up to, not including, `last`; `slots` things stand on it."""

    first: int
    last: int
    slots: int
    marks: tuple[Mark, ...]


def plan_board(
    words: Sequence[Word],
    first: int,
    last: int,
    language: str,
    pictograms: Pictograms,
    *,
    title: str,
    frame: int,
    spare: str = "",
) -> Board:
    """`words` with their times in the clip; `frame` is how many samples a frame has.

    `spare` is the pictogram that is drawn where the words name none.
    """
    said = " ".join(word.text for word in words)
    things = _things(words, said, language, pictograms)
    headline = title or _headline(said, things)
    if not things and spare:
        things = [("", spare, words[0].start)]
    marks = [Mark(first + 4, _HEADLINE_FRAMES, headline)] if headline else []
    for slot, (word, name, at) in enumerate(things):
        if slot:
            marks.append(Mark(at // frame - _ARROW_FRAMES, _ARROW_FRAMES, "", slot=slot, arrow=True))
        marks.append(Mark(at // frame, _LONGEST, word, name, slot))
    return Board(first, last, len(things), tuple(_one_hand(marks, last - _AFTER_FRAMES)))


def spares(title: str, language: str, pictograms: Pictograms) -> tuple[str, ...]:
    """What is drawn where a passage names no thing: those of the title, and what stands for finding out."""
    named = (match(Term(word, 1.0), frozenset(), pictograms)[0][:1] for word in scene_keywords(title, language, {}))
    return (*(name for names in named for name in names), *_SPARES)


def _one_hand(marks: Sequence[Mark], end: int) -> list[Mark]:
    """One after another, each no later than its turn needs and quicker where the next is due; all done by `end`."""
    drawn: list[Mark] = []
    at = marks[0].first if marks else 0
    for place, mark in enumerate(marks):
        begins = max(mark.first, at)
        due = marks[place + 1].first if place + 1 < len(marks) else end
        frames = max(min(mark.frames, due - begins), min(_SHORTEST, mark.frames))
        drawn.append(replace(mark, first=begins, frames=frames))
        at = begins + frames
    return drawn if at <= end or not drawn else _pressed(drawn, end)


def _pressed(marks: Sequence[Mark], end: int) -> list[Mark]:
    """All of it sooner and quicker by one share, where the passage is too short for so much."""
    start = marks[0].first
    share = max(end - start, len(marks)) / max(marks[-1].last - start, 1)

    def moved(frame: int) -> int:
        return start + round((frame - start) * share)

    return [replace(mark, first=moved(mark.first), frames=moved(mark.last) - moved(mark.first)) for mark in marks]


def _things(words: Sequence[Word], said: str, language: str, pictograms: Pictograms) -> list[tuple[str, str, int]]:
    """The first things that are named, in the order they are heard: the word, its pictogram, its sample."""
    found: dict[str, tuple[str, str, int]] = {}
    for keyword in scene_keywords(said, language, document_weights(said, language)):
        names, _ = match(Term(keyword, 1.0), frozenset(), pictograms)
        heard = _heard(keyword, words)
        if names and names[0] not in found:
            word, at = heard if heard else ("", -1)
            found[names[0]] = (word or keyword, names[0], at)
    numbers = [(match_.group(), "", word.start) for word in words if (match_ := _NUMBER.search(word.text))]
    kept = sorted([*_timed(list(found.values()), words), *numbers[:1]], key=lambda thing: thing[2])
    return kept[:MOST_THINGS]


def _timed(things: Sequence[tuple[str, str, int]], words: Sequence[Word]) -> list[tuple[str, str, int]]:
    """A thing whose word is not found as it is written comes at its share of the passage."""
    start, end = words[0].start, words[-1].end
    return [
        (word, name, at if at >= 0 else start + (end - start) * place // max(len(things), 1))
        for place, (word, name, at) in enumerate(things)
    ]


def _heard(keyword: str, words: Sequence[Word]) -> tuple[str, int] | None:
    """The spoken word that a keyword was taken from: they begin alike."""
    stem = keyword.rpartition(" ")[2].lower()
    stem = stem[: max(3, len(stem) - 2)]
    for place, word in enumerate(words):
        plain = re.sub(r"^\W+|\W+$", "", word.text)
        if plain.lower().startswith(stem):
            return plain if place else keyword, word.start
    return None


def _headline(said: str, things: Sequence[tuple[str, str, int]]) -> str:
    """A passage that names fewer than two things is written down in its first clause instead."""
    if len(things) >= 2:
        return ""
    sentence = re.split(r"(?<=[.!?。！？।؟])", said, maxsplit=1)[0].strip()
    clause = next((part for part in re.split(r"\s*[,;:，、；：،]\s*", sentence) if len(part.split()) > 1), sentence)
    tokens = clause.split()
    short = " ".join(tokens[:_MOST_WORDS]) if len(tokens) > 1 else clause[:18]
    return short if len(short) == len(clause) else f"{short} …"
