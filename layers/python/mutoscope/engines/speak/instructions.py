"""What a direction such as "calmly, a little slower" asks of a voice, as far as a synthesiser can follow it.

Invariant: whatever is not understood changes nothing, and what was followed is named, so that nobody is deceived.
"""

import re
from dataclasses import dataclass, replace


@dataclass(frozen=True)
class Manner:
    """`pace` and `pause` in thousandths of the voice's own; `pitch` and `range` as steps on espeak's scale."""

    pace: int = 1_000
    pitch: int = 0
    range: int = 0
    pause: int = 1_000


@dataclass(frozen=True)
class Direction:
    """What a text of instructions comes down to, and the names of what in it is followed."""

    manner: Manner
    followed: tuple[str, ...]


PLAIN = Manner()
_VOCABULARY: dict[str, tuple[str, Manner]] = {
    "slow": (r"slow(?:ly|er)?|unhurried(?:ly)?|leisurely", Manner(pace=850, pause=1_150)),
    "fast": (r"fast(?:er)?|quick(?:ly|er)?|brisk(?:ly)?|rapid(?:ly)?|hurried(?:ly)?", Manner(pace=1_180, pause=850)),
    "calm": (
        r"calm(?:ly|ing)?|sooth(?:e|ing|ingly)|relax(?:ed|ing)|gentl[ey]|soft(?:ly)?|peaceful(?:ly)?|serene(?:ly)?",
        Manner(pace=940, pitch=-2, range=-12, pause=1_200),
    ),
    "lively": (
        r"livel(?:y|ily)|energetic(?:ally)?|enthusiastic(?:ally)?|excite(?:d|dly|ment)|cheer(?:ful|fully|y)"
        r"|happ(?:y|ily)|upbeat|playful(?:ly)?|joy(?:ful|fully|ous)?",
        Manner(pace=1_060, pitch=5, range=22, pause=900),
    ),
    "serious": (
        r"serious(?:ly)?|solemn(?:ly)?|grave(?:ly)?|sombre|somber|sad(?:ly)?|mournful(?:ly)?|melanchol(?:y|ic)",
        Manner(pace=930, pitch=-5, range=-10, pause=1_200),
    ),
    "dramatic": (r"dramatic(?:ally)?|suspense(?:ful)?|theatrical(?:ly)?", Manner(pace=970, range=16, pause=1_400)),
    "monotone": (r"monoton(?:e|ous|ously)|flat|robotic(?:ally)?|deadpan", Manner(range=-44)),
    "deep": (r"deep(?:er|ly)?|low(?:er)?[ -]?(?:pitch(?:ed)?|voice)", Manner(pitch=-14)),
    "high": (r"high(?:er)?[ -]?(?:pitch(?:ed)?|voice)|squeaky", Manner(pitch=14)),
    "pauses": (r"(?:long(?:er)?|many|more|with) pauses|pause between", Manner(pause=1_600)),
}
_WORDS = {name: re.compile(rf"\b(?:{pattern})\b", re.IGNORECASE) for name, (pattern, _) in _VOCABULARY.items()}
_STRONGER = re.compile(r"\b(?:very|extremely|really|much|as \w+ as)\W+$", re.IGNORECASE)
_WEAKER = re.compile(r"\b(?:slightly|somewhat|fairly|a (?:little|bit)|rather)\W+(?:more\W+)?$", re.IGNORECASE)
_DENIED = re.compile(r"\b(?:not|no|never|don't|do not|without|avoid|less|isn't)\W+(?:\w+\W+){0,2}$", re.IGNORECASE)
_BOUNDS = {"pace": (600, 1_600), "pitch": (-25, 25), "range": (-50, 40), "pause": (500, 2_500)}


def directed(instructions: str) -> Direction:
    """Each thing that is asked for counts once; what is denied ("not too fast") does not."""
    manner, followed = PLAIN, []
    for name, (_, change) in _VOCABULARY.items():
        found = next((each for each in _WORDS[name].finditer(instructions) if not _denied(instructions, each)), None)
        if found is not None:
            manner = _added(manner, change, _strength(instructions[: found.start()]))
            followed.append(name)
    return Direction(manner, tuple(followed))


def _denied(instructions: str, found: re.Match[str]) -> bool:
    clause = re.split(r"[.,;!?]", instructions[: found.start()])[-1]
    return _DENIED.search(clause) is not None


def _strength(before: str) -> float:
    return 1.6 if _STRONGER.search(before) else 0.5 if _WEAKER.search(before) else 1.0


def _added(manner: Manner, change: Manner, strength: float) -> Manner:
    values = {
        name: getattr(manner, name) + round((getattr(change, name) - getattr(PLAIN, name)) * strength)
        for name in _BOUNDS
    }
    return replace(manner, **{name: min(most, max(least, values[name])) for name, (least, most) in _BOUNDS.items()})
