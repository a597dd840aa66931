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

_SMALL = "after as at because before beside but by for from he in it of on she than they to under until we when where"
_NO_NOUN = rf"(?! (?!(?:{_SMALL.replace(' ', '|')}|while|with|without)\b)\w)"
"""Of the dark itself: in "the dark corners" and "the dark ages" no hour is named."""

_TOLD: Mapping[str, Sequence[tuple[str, Hour]]] = {
    "ar": (
        (r"\bو?ليل(?:ا|اً|ًا)(?!\w)|منتصف الليل", Hour.NIGHT),
        (r"الغروب", Hour.DUSK),
        (r"الفجر", Hour.DAWN),
        (r"(?:عند|وقت) الظهر(?!\w)|الظهيرة", Hour.DAY),
    ),
    "de": (
        (r"\b(?:nachts|mitternachts?)\b", Hour.NIGHT),
        (r"\babends\b", Hour.DUSK),
        (r"\bmorgens\b|\bmorgengrauen", Hour.DAWN),
        (r"\bmittags?\b|\btagsüber\b", Hour.DAY),
    ),
    "en": (
        (rf"\b(?:(?:in|into|through) the|after) dark\b{_NO_NOUN}", Hour.NIGHT),
        (r"(?<!\bday )\bby day\b|\b(?:during|through|throughout) the day\b(?! of\b)", Hour.DAY),
        (r"\blight (?:fades|faded|fails|failed)\b|\bsun (?:sets|set|goes down|went down)\b", Hour.DUSK),
        (r"\bfirst light\b|\bsun (?:rises|rose|comes up|came up)\b", Hour.DAWN),
    ),
    "es": (
        (r"\bmedianoche\b", Hour.NIGHT),
        (r"\banochecer\b|\bpuesta de sol\b", Hour.DUSK),
        (r"\bamanecer\b|\bmadrugada\b|\b(?:al|el|del) alba\b", Hour.DAWN),
        (r"\bmediodía\b", Hour.DAY),
    ),
    "fr": (
        (r"\bminuit\b", Hour.NIGHT),
        (r"\bcoucher du soleil\b", Hour.DUSK),
        (r"\b(?:à|dès|avant|jusqu['’]à|avec) l['’]aube\b(?! d[eu]\b| des\b)|\blever du soleil\b", Hour.DAWN),
        (r"(?<!-)\b(?:à|vers|avant|de) midi\b", Hour.DAY),
    ),
    "hi": ((r"आधी रात", Hour.NIGHT), (r"(?<![\u0900-\u097f])भोर", Hour.DAWN), (r"दोपहर", Hour.DAY)),
    "id": ((r"\btengah malam\b", Hour.NIGHT), (r"\b(?:fajar|subuh)\b", Hour.DAWN), (r"\bsiang hari\b", Hour.DAY)),
    "ja": (
        (r"夜明け|明け方|日の出|[早今毎翌]朝|朝[方市焼食]|朝日が昇|(?<![一-鿿])朝(?![一-鿿])", Hour.DAWN),
        (r"夕方|夕暮れ|日没", Hour.DUSK),
        (r"夜", Hour.NIGHT),
        (r"正午|昼", Hour.DAY),
    ),
    "ta": ((r"நள்ளிரவு|இரவில்", Hour.NIGHT), (r"விடியல்|அதிகாலை", Hour.DAWN), (r"நண்பகல்", Hour.DAY)),
    "zh": (
        (r"早上|清晨|黎明|凌晨|日出", Hour.DAWN),
        (r"傍晚|黄昏|日落", Hour.DUSK),
        (r"夜(?![莺郎])|晚上", Hour.NIGHT),
        (r"中午|正午", Hour.DAY),
    ),
}
"""Hours that are said in several words, or that no table of single words finds."""


_AT_AN_HOUR = re.compile(
    r"\b(?:at|by|all|every|each|that|one|the next|the same|in the|on a|of the|until|till|before|after|from|towards?)"
    r" (?:late |early |long |dark |cold |summer |winter |spring |autumn )?"
    r"(?P<hour>night|evening|morning|afternoon|dawn|dusk|noon|midday|daybreak|twilight|sunset|sunrise|midnight|nightfall)s?\b"
    r"|^(?:the |a |late |early )*(?P<opening>night|evening|morning|afternoon|dawn|dusk|midnight)\b",
    re.IGNORECASE | re.MULTILINE,
)
"""When it is, and not what it is about: "no night was colder" is told of a year."""
USUAL = "usual"
"""The hour of the film's own palette, though a keyword names another."""


@dataclass(frozen=True)
class Scene:
    """`words` are what its picture is drawn from; `ordered` are those of them that its owner wrote for the picture."""

    words: str = ""
    narration: str = ""
    ordered: str = ""


@dataclass(frozen=True)
class Sky:
    """Values of `Hour` (or USUAL) and `Weather`; no weather where the film says nothing of it."""

    hour: str = ""
    weather: str = ""


def shared_sky(scenes: Sequence[Scene], number: int, title: str, language: str) -> Sky:
    """Of scene `number` (from 1)."""
    hours = [_hour(scene.ordered, language) or _told_hour(scene.narration, language) for scene in scenes]
    # What falls is often only spoken of: it has to be what the picture is of.
    weathers = [_weather(scene.words, language) for scene in scenes]
    falling = next(_read(split(title), language, SKIES), "")
    hour = _shared(hours, number - 1, _hour(title, language))
    return Sky(hour=hour or USUAL, weather=_shared(weathers, number - 1, falling))


def _shared(named: Sequence[str], place: int, titled: str) -> str:
    before = next((each for each in reversed(named[:place]) if each), "")
    after = next((each for each in named[place + 1 :] if each), "")
    return named[place] or titled or (before if before == after else "") or _commonest(named)


def _hour(text: str, language: str) -> str:
    """What any of its words says."""
    return _said(text, language) or next(_read(split(text), language, HOURS), "")


def _told_hour(narration: str, language: str) -> str:
    if language != "en":
        return _hour(narration, language)
    found = _AT_AN_HOUR.search(narration)
    at = (found["hour"] or found["opening"]).lower() if found else ""
    return _said(narration, language) or (HOURS[at].value if at in HOURS else "")


def _said(text: str, language: str) -> str:
    return next((hour.value for words, hour in _TOLD[language] if re.search(words, text.lower())), "")


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
