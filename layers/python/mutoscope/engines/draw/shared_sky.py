"""The hour and the weather of a scene that names none: those of the film around it, so that no night has a noon in it.

A film's title says them for all scenes; else scenes before and after that agree, or half of the film's, do.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from mutoscope.engines.draw.foreign import in_english
from mutoscope.engines.draw.places import HOURS, SEASONAL, SKIES
from mutoscope.engines.draw.wording import plain_forms, split

CLEARING = frozenset({"clear", "drought", "dry", "harvest", "heat", "heatwave", "sun", "sunny", "sunshine"})
"""Words of a scene that no rain or snow falls in, whatever the film is about."""


@dataclass(frozen=True)
class Sky:
    """Values of `Hour` and `Weather`; empty where the film says nothing."""

    hour: str = ""
    weather: str = ""


def shared_sky(scenes: Sequence[str], number: int, title: str, language: str) -> Sky:
    """Of scene `number` (from 1), whose words and those of the others are `scenes`."""
    place = number - 1
    return Sky(
        hour=_shared(scenes, place, title, language, HOURS), weather=_shared(scenes, place, title, language, SKIES)
    )


def _shared(scenes: Sequence[str], place: int, title: str, language: str, known: Mapping[str, StrEnum]) -> str:
    named = [_named(text, language, known) for text in scenes]
    if named[place]:
        return ""
    titled = next(_read(split(title), language, known), "")
    before = next((each for each in reversed(named[:place]) if each), "")
    after = next((each for each in named[place + 1 :] if each), "")
    return titled or (before if before == after else "") or _commonest(named)


def _named(text: str, language: str, known: Mapping[str, StrEnum]) -> str:
    """A season is mostly said of something else."""
    return next(_read([word for word in split(text) if word not in SEASONAL], language, known), "")


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
