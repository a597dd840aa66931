"""Choosing the lines of an outline that fill the time a film has.

Invariant: the lines keep the plan's order, none is told without the one it speaks of, and the end follows from them.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import product

from mutoscope.engines.write.pace import spoken_seconds
from mutoscope.engines.write.scenes import SHORT_FILM, SHORTEST_SCENE
from mutoscope.engines.write.sentences import split_sentences
from mutoscope.films.pace import PAUSE_SECONDS, SCENE_SECONDS

FRAMES = frozenset({"hook", "close", "short", "modest", "brief"})
"""What opens and what ends an outline; of the ends one is told."""
_SHORTEST_OPENING = 1.2
_NEAR_ENOUGH = 0.03
_OFF = 8.0
_LEFT_OUT = 0.1
_PART = 0.5
"""What a line is worth that is told in part."""
_BARE, _END = 0.15, {"close": 0.0, "short": 0.02, "modest": 0.03, "brief": 0.04}


@dataclass(frozen=True)
class Line:
    """One line of the outline: its name in the plan, what is said, the things that are shown, and its rank.

    `says` is in scenes; `needs` names the line that this one speaks of.
    """

    name: str
    says: tuple[str, ...]
    shows: tuple[str, ...]
    rank: int = 0
    needs: str = ""
    bare: bool = False
    """An opening that is the question alone."""
    part: bool = False
    """The first of the line's sentences alone."""


Draft = tuple[Line, ...]


def fit(lines: Sequence[Line], language: str, seconds: float) -> Draft:
    """The outline that comes nearest to the time and leaves out the least that matters.

    `lines`: the openings, what may lie between, and the ends, in the plan's order. `seconds`: of narration, when scenes
    have their usual length.
    """
    room = seconds * (1 + PAUSE_SECONDS / SCENE_SECONDS)
    takes = {line: _takes(line, language) for line in lines}
    between = [line for line in lines if line.name not in FRAMES]
    weight = {line: _LEFT_OUT / line.rank * (_PART if line.part else 1) for line in between}
    most = sum(weight[line] for line in between if not line.part)

    def cost(draft: Draft) -> float:
        missed = abs(sum(takes[line] for line in draft) - room) / room
        left_out = most - sum(weight[line] for line in draft[1:-1])
        framing = _END[draft[-1].name] + (_BARE if draft[0].bare else _BARE * (1 - _PART) if draft[0].part else 0)
        return _OFF * max(0.0, missed - _NEAR_ENOUGH) + left_out + framing

    return min(_drafts(lines, between), key=cost)


def in_scenes(text: str, language: str, seconds: float, *, opening: str = "") -> tuple[str, ...]:
    """A line in one scene, or in a short film in one for each of its sentences.

    Where it begins with `opening`, the question, that is a scene by itself: it is read on the film's title.
    """
    apart = opening and spoken_seconds(opening, language) >= _SHORTEST_OPENING
    rest = text.removeprefix(opening).strip() if apart else text
    head = (opening,) if apart and rest else ()
    parts = split_sentences(rest, language) if seconds <= SHORT_FILM else (rest,)
    long_enough = all(spoken_seconds(part, language) >= SHORTEST_SCENE for part in parts)
    return (*head, *parts) if long_enough else (*head, rest)


def _drafts(lines: Sequence[Line], between: Sequence[Line]) -> Iterator[Draft]:
    openings = [line for line in lines if line.name == "hook"]
    ends = [line for line in lines if line.name in _END]
    choices = [(*(line for line in between if line.name == name), None) for name in dict.fromkeys(_names(between))]
    for picks in product(*choices):
        kept = tuple(line for line in picks if line is not None)
        names = set(_names(kept))
        if all(not line.needs or line.needs in names for line in kept):
            for opening, end in product(openings, ends):
                if _is_due(end, names):
                    yield (opening, *kept, end)


def _names(lines: Sequence[Line]) -> list[str]:
    return [line.name for line in lines]


def _is_due(end: Line, between: set[str]) -> bool:
    """One knows where to look after a line that says where; the other ends say it themselves, so no line may have."""
    return bool(between - {"promise"}) if end.name == "close" else between <= {"promise"}


def _takes(line: Line, language: str) -> float:
    return sum(spoken_seconds(scene, language) + PAUSE_SECONDS for scene in line.says)
