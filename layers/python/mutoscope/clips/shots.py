"""From a description to the shots of a clip: what each shows, for how many frames, and how its view moves.

Words about the camera are obeyed and taken out of what is drawn. Invariant: the shots' frames add up to the clip's.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from mutoscope.engines.write.keywords import document_weights, picture_prompt, scene_keywords
from mutoscope.engines.write.scenes import split_long
from mutoscope.engines.write.sentences import split_sentences
from mutoscope.render.timeline import Shot, Transition, View

SHORTEST_SHOT, LONGEST_SHOT = 3.0, 6.5
"""Seconds."""
_JOIN_SECONDS = 0.6
_WIDE, _NEAR = 1024, 1120


class Move(StrEnum):
    """How a view moves over its picture."""

    IN = "in"
    OUT = "out"
    LEFT = "left"
    RIGHT = "right"
    UP = "up"
    DOWN = "down"
    STILL = "still"


@dataclass(frozen=True)
class Idea:
    """What a shot shows; `keywords` are its things, most important first, where somebody named them."""

    picture: str
    keywords: tuple[str, ...] = ()


@dataclass(frozen=True)
class ShotPlan:
    """`turn` counts from 1 and tells two shots of one idea apart."""

    idea: Idea
    frames: int
    move: Move
    turn: int


_WAY = r"(?=\s+(?:slowly\s+)?(?:in|out|back|left|right|up|down|across|around|over|to the|shot)\b)"
# Cooks have pans, trains have tracks and cranes fly: such words are about a camera only beside its own.
_CAMERA = re.compile(
    r"(?:,\s*|\b(?:with|in|and)\s+)?(?:\b(?:a|an|the|fast|quick|steady|shot|view)\s+)*"
    r"(?:(?:\b(?:slow|slowly|smooth|smoothly|gentle|gently|camera)\s+)+"
    r"(?:zoom|doll(?:y|ie)|push(?:e)?|pull|pan|tilt|track|crane|orbit)(?:s|ing|ning)?\b"
    rf"|\b(?:zoom(?:s|ing)?|panning|dolly(?:ing)?|(?:push(?:es|ing)?|pull(?:s|ing)?|pan|tilt(?:s|ing)?"
    rf"|track(?:s|ing)?|crane|orbit(?:ing)?){_WAY}|(?:static|locked|motionless)(?=\s+(?:shot|camera|view)))\b)"
    r"(?:\s+(?:in|out|back|left|right|up|down|across|around|shot|camera|view|to the|the|towards?|slowly|on|of|over))*",
    re.IGNORECASE,
)
_MOVES = (
    (Move.STILL, r"\b(static|locked|motionless|still)\b"),
    (Move.OUT, r"\b(zoom\w*|dolly\w*|pull\w*)\s+(slowly\s+)?(out|back)\b"),
    (Move.LEFT, r"\b(pan\w*|track\w*)\b[^,.;]*\bleft\b"),
    (Move.RIGHT, r"\b(pan\w*|track\w*|orbit\w*)\b"),
    (Move.DOWN, r"\b(tilt\w*|crane\w*)\s+down\b"),
    (Move.UP, r"\b(tilt\w*|crane\w*)\b"),
    (Move.IN, r"\b(zoom\w*|dolly\w*|push\w*)\b"),
)
_VERBS = """
walk watch run jump swim crash fly sit stand look ride dance climb fall drive sing cook read sleep eat drink play
smile rest float rise set cross move turn open close grow shine
"""
_ACTS = frozenset(_VERBS.split())
_WEATHERED = {"snowy": "snow", "rainy": "rain", "stormy": "storm", "foggy": "fog", "misty": "fog", "frozen": "ice"}
_TURNS = (Move.IN, Move.RIGHT, Move.OUT, Move.LEFT)


def plan_shots(ideas: Sequence[Idea], *, frames: int, fps: int, camera: Move | None) -> tuple[ShotPlan, ...]:
    """Shots of about equal length; an idea comes again in another framing where the clip is long, and ideas that
    would flit by are left out at the end.
    """
    seconds = frames / fps
    most = max(1, int(seconds / SHORTEST_SHOT))
    count = min(most, max(len(ideas), round(seconds / LONGEST_SHOT)))
    bounds = [frames * number // count for number in range(count + 1)]
    return tuple(
        ShotPlan(
            idea=ideas[number * len(ideas) // count if count >= len(ideas) else number],
            frames=bounds[number + 1] - bounds[number],
            move=camera or _TURNS[number % len(_TURNS)],
            turn=number + 1,
        )
        for number in range(count)
    )


def ideas_of(description: str, language: str) -> tuple[Idea, ...]:
    """One for each sentence: a description that tells of several things after one another is several shots."""
    told = without_camera(description)
    weights = document_weights(told, language)
    sentences = [part.strip() for part in split_sentences(told, language) if any(map(str.isalnum, part))]
    parts = [part for sentence in sentences for part in split_long(sentence, 400)]
    return tuple(_idea(part, language, weights) for part in parts) or (Idea(description),)


def _idea(sentence: str, language: str, weights: Mapping[str, int]) -> Idea:
    """What the sentence has one see: its things, not what they do, which would be drawn as things as well."""
    found = scene_keywords(sentence, language, weights)
    things = tuple(_WEATHERED.get(word, word) for word in found if word not in _ACTS)
    return Idea(picture_prompt(things, "", language), things) if things else Idea(sentence)


def camera_of(description: str) -> Move | None:
    """The move that a description asks for in English words about a camera."""
    said = " ".join(found.group() for found in _CAMERA.finditer(description))
    return next((move for move, words in _MOVES if re.search(words, said, re.IGNORECASE)), None)


def without_camera(description: str) -> str:
    """The description without its words about the camera, or whole where nothing else would be left."""
    left = re.sub(r"\s+([,.;])", r"\1", _CAMERA.sub(" ", description))
    left = " ".join(left.split()).strip(" ,;")
    return left if any(map(str.isalnum, left)) else description


def shots_of(plans: Sequence[ShotPlan], fps: int) -> tuple[Shot, ...]:
    """On the timeline: picture `shot-<turn>`, the first cut in, the others crossing over from the one before."""
    return tuple(
        Shot(
            picture=picture_name(plan),
            frames=plan.frames,
            start=start,
            end=end,
            transition=Transition.CROSSFADE if number else Transition.CUT,
            transition_frames=min(round(_JOIN_SECONDS * fps), plan.frames // 3) if number else 0,
            leaving=Transition.CROSSFADE if number + 1 < len(plans) else Transition.CUT,
        )
        for number, plan in enumerate(plans)
        for start, end in [views_of(plan.move)]
    )


def picture_name(plan: ShotPlan) -> str:
    return f"shot-{plan.turn}"


def views_of(move: Move) -> tuple[View, View]:
    """Where the view starts and ends. What is nearer moves more, so small ways are seen well."""
    wide, near = View(zoom=_WIDE), View(zoom=_NEAR, x=508, y=492)
    aside = View(zoom=_NEAR, x=448), View(zoom=_NEAR, x=552)
    upright = View(zoom=_NEAR, y=546), View(zoom=_NEAR, y=454)
    return {
        Move.IN: (wide, near),
        Move.OUT: (near, wide),
        Move.LEFT: aside[::-1],
        Move.RIGHT: aside,
        Move.UP: upright,
        Move.DOWN: upright[::-1],
        Move.STILL: (View(zoom=1040), View(zoom=1040)),
    }[move]
