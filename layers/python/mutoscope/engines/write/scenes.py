"""Parting what is told into scenes: one to three sentences each, six to nine seconds where the sentences allow it.

Invariant: at most 60 scenes of at most 1,200 characters; joined, their narrations are the sentences in order.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from mutoscope.engines.write.keywords import picture_prompt, scene_keywords
from mutoscope.engines.write.pace import spoken_seconds
from mutoscope.engines.write.passages import Told
from mutoscope.films.script import MOST_NARRATION, MOST_SCENES, Role, Scene, scene_id

_LONG_ENOUGH = 5.5
_TOO_SHORT = 2.5
_LONGEST = 11.0
_MOST_SENTENCES = 3
SHORT_FILM = 28.0
"""Seconds of narration up to which every sentence has a picture of its own, so that a short film is not two stills."""
SHORTEST_SCENE = 1.8
_CLAUSE_END = re.compile(r"(?<=[;:；：])\s*|(?<=[,،])\s+|(?<=[，、])|\s+(?=[—–]\s)")


def part_into_scenes(told: Sequence[Told], language: str, seconds: float) -> tuple[str, ...]:
    """The narrations, in order; longer ones when they would be more than a film of `seconds` of narration takes."""
    pieces = [replace(part, text=text) for part in told for text in split_long(part.text, MOST_NARRATION)]
    # A sentence that is over before its picture is taken in is joined to the one before, however many there are.
    longest, most = _LONGEST, 1 if seconds <= SHORT_FILM else _MOST_SENTENCES
    groups = _group(pieces, language, longest, most)
    while len(groups) > MOST_SCENES:
        longest, most = longest * 1.25, most + 1
        groups = _group(pieces, language, longest, most, across=True)
    between = "" if language in {"zh", "ja"} else " "
    return tuple(between.join(piece.text for piece in group) for group in groups)


def split_long(sentence: str, longest: int) -> list[str]:
    """The sentence in parts of at most `longest` characters, cut where a clause ends, else between words."""
    if len(sentence) <= longest:
        return [sentence]
    ends = [match.start() for match in _CLAUSE_END.finditer(sentence, 1, longest) if match.start() > longest // 3]
    blank = sentence.rfind(" ", 1, longest)
    cut = ends[-1] if ends else blank if blank > 0 else longest
    return [sentence[:cut].strip(), *split_long(sentence[cut:].strip(), longest)]


def make_scenes(
    narrations: Sequence[str], language: str, subject: str, weights: Mapping[str, int]
) -> tuple[Scene, ...]:
    """Scenes with their roles, keywords and pictures: the first is the hook, the last the close."""
    last = len(narrations) - 1
    return tuple(
        _scene(number, narration, _role(number, last), scene_keywords(narration, language, weights), subject, language)
        for number, narration in enumerate(narrations)
    )


def _scene(number: int, narration: str, role: Role, keywords: tuple[str, ...], subject: str, language: str) -> Scene:
    return Scene(
        scene_id=scene_id(number + 1),
        role=role,
        narration=narration,
        picture=picture_prompt(keywords, subject, language),
        keywords=keywords or ((subject,) if subject else ()),
    )


def _role(number: int, last: int) -> Role:
    return Role.HOOK if number == 0 else Role.CLOSE if number == last else Role.BODY


def _group(
    pieces: Sequence[Told], language: str, longest: float, most: int, *, across: bool = False
) -> list[list[Told]]:
    """Joins a sentence to the scene before it while that is short and the two still make one short scene.

    The opening stays short, so that the film begins with one thought. `across`: also over the end of a paragraph.
    """
    groups: list[list[Told]] = []
    for piece in pieces:
        enough = _LONG_ENOUGH * longest / _LONGEST * (0.5 if len(groups) == 1 else 1.0)
        if groups and _joins(groups[-1], piece, language, longest, most, enough, across):
            groups[-1].append(piece)
        else:
            groups.append([piece])
    return groups


def _joins(
    group: Sequence[Told], piece: Told, language: str, longest: float, most: int, enough: float, across: bool
) -> bool:
    letters = sum(len(told.text) + 1 for told in group) + len(piece.text)
    if letters > MOST_NARRATION or (len(group) >= most and not _is_over_soon(group, piece, language)):
        return False
    so_far = sum(spoken_seconds(told.text, language) for told in group)
    takes = spoken_seconds(piece.text, language)
    one_thought = across or piece.leans or group[-1].paragraph == piece.paragraph or min(so_far, takes) < _TOO_SHORT
    return one_thought and so_far < enough and so_far + takes <= longest


def _is_over_soon(group: Sequence[Told], piece: Told, language: str) -> bool:
    return min(spoken_seconds(told.text, language) for told in (piece, *group)) < SHORTEST_SCENE
