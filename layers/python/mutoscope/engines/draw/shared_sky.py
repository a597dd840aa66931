"""The hour and the weather of a film's scenes: a scene that names none has those of the film around it.

A film's title says them for all scenes; else scenes before and after that agree, or half of the film's, do.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from mutoscope.engines.draw.foreign import in_english
from mutoscope.engines.draw.palettes import Hour
from mutoscope.engines.draw.places import HOURS, SEASONAL, SKIES
from mutoscope.engines.draw.wording import plain_forms, split

CLEARING = frozenset({"clear", "drought", "dry", "harvest", "heat", "heatwave", "sun", "sunny", "sunshine"})
"""Words of a scene that no rain or snow falls in, whatever the film is about."""


_TOLD = (
    (re.compile(r"\b(?:in|into|after|through) (?:the )?dark\b"), Hour.NIGHT),
    (re.compile(r"\b(?:by|during|through|throughout) (?:the )?day\b"), Hour.DAY),
    (re.compile(r"\blight (?:fades|faded|fails|failed)\b|\bsun (?:sets|set|goes down|went down)\b"), Hour.DUSK),
    (re.compile(r"\bfirst light\b|\bsun (?:rises|rose|comes up|came up)\b"), Hour.DAWN),
)
"""Hours that English says in several words."""


@dataclass(frozen=True)
class Scene:
    """`words` are what its picture is drawn from."""

    words: str
    narration: str = ""


@dataclass(frozen=True)
class Sky:
    """Values of `Hour` and `Weather`; empty where the film says nothing."""

    hour: str = ""
    weather: str = ""


def shared_sky(scenes: Sequence[Scene], number: int, title: str, language: str) -> Sky:
    """Of scene `number` (from 1)."""
    hours = [_hour(scene.words, language) or _hour(scene.narration, language) for scene in scenes]
    # What falls is often only spoken of: it has to be what the picture is of.
    weathers = [_weather(scene.words, language) for scene in scenes]
    falling = next(_read(split(title), language, SKIES), "")
    return Sky(hour=_shared(hours, number - 1, _hour(title, language)), weather=_shared(weathers, number - 1, falling))


def _shared(named: Sequence[str], place: int, titled: str) -> str:
    before = next((each for each in reversed(named[:place]) if each), "")
    after = next((each for each in named[place + 1 :] if each), "")
    return named[place] or titled or (before if before == after else "") or _commonest(named)


def _hour(text: str, language: str) -> str:
    told = next((hour.value for words, hour in _TOLD if words.search(text.lower())), "")
    return told or next(_read(split(text), language, HOURS), "")


def _weather(text: str, language: str) -> str:
    """A season is mostly said of something else."""
    return next(_read([word for word in split(text) if word not in SEASONAL], language, SKIES), "")


def _read(words: Sequence[str], language: str, known: Mapping[str, StrEnum]) -> Iterator[str]:
    readings = (reading for word in words for reading in _readings(word, language))
    return (known[form].value for reading in readings for form in plain_forms(reading) if form in known)


def _readings(word: str, language: str) -> Iterator[str]:
    yield word
    if language != "en":
        yield from in_english(word, language)


def _commonest(named: Sequence[str]) -> str:
    said = [each for each in named if each]
    return next((each for each in said if said.count(each) * 2 >= len(named) and len(said) > 1), "")
