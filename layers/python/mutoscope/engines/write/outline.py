"""An honest script for a bare topic: it poses the question and says how one would answer it.

Invariant: it knows nothing about the world, so it states no fact about the topic. Its words are in `phrases/`.
"""

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from typing import Any

from mutoscope.engines.write.keywords import document_weights, picture_prompt, scene_keywords
from mutoscope.engines.write.pace import spoken_seconds
from mutoscope.engines.write.scenes import split_long
from mutoscope.engines.write.title import shorten
from mutoscope.errors import InvalidInput
from mutoscope.films.pace import PAUSE_SECONDS, SCENE_SECONDS
from mutoscope.films.script import MOST_NARRATION, Role, Scene, Script, says_something, scene_id

_STATEMENT = "statement"
_FRAMES = {"hook": Role.HOOK, "close": Role.CLOSE, "short": Role.CLOSE, "brief": Role.CLOSE}
_OVERRUN = 1.04
_BARE = 0.06
"""A bare question is told only where it fits the time better by this share."""
_BEFORE_TITLE_AGAIN = 3
"""So many lines lie between before the title is said again."""
_QUESTION_MARK = {"ar": "؟", "ja": "？", "zh": "？"}
_FULL_STOP = {"hi": "।", "ja": "。", "zh": "。"}
_LONGEST_TITLE = 120
_LONGEST_QUESTION = 500


class TopicEmpty(InvalidInput):
    """The topic has no words and no numbers."""

    code = "topic_empty"
    hint = "Say what the film is to be about."


@dataclass(frozen=True)
class Line:
    """One line of the outline: its name in the plan, what is said and the things that are shown."""

    name: str
    says: str
    shows: tuple[str, ...]


def write_outline(topic: str, title: str | None, language: str, seconds: int) -> Script:
    """Raises TopicEmpty."""
    asked = _tidy(topic)
    require_topic(asked)
    form = recognise(asked, language)
    lines = _fitting(_lines(asked, form, language), _spoken(asked, form, language), form, language, seconds)
    things = scene_keywords(asked, language, document_weights(asked, language))
    return Script(
        title=_title(title or _spoken(asked, form, language).rstrip(".。।")),
        language=language,
        scenes=tuple(_scene(number, line, things, language) for number, line in enumerate(lines, start=1)),
    )


def require_topic(topic: str) -> None:
    """Raises TopicEmpty."""
    if not says_something(topic):
        raise TopicEmpty(param="topic")


def recognise(topic: str, language: str) -> str:
    """The form of question that `topic` is: "how_long", "why", ..., or "statement"."""
    lowered = topic.casefold()
    forms: Mapping[str, str] = _phrases(language)["recognise"]
    return next((form for form, pattern in forms.items() if re.search(pattern, lowered)), _STATEMENT)


def _tidy(topic: str) -> str:
    text = " ".join(topic.split()).strip("\"'“”«»")
    return text[:1].upper() + text[1:]


def _lines(topic: str, form: str, language: str) -> list[Line]:
    """Every line there is for this form, in the order of the plan."""
    plan, phrases = _plan(), _phrases(language)["lines"]
    said = {name: text for name, text in phrases.items() if isinstance(text, str)} | phrases[form]
    shown = plan["forms"].get(form, {})
    asked = _spoken(topic, form, language)
    return [
        Line(name, said[name].format(question=asked, topic=asked), tuple(shown.get(name, entry["show"])))
        for name, entry in plan.items()
        if name in said
    ]


def _spoken(topic: str, form: str, language: str) -> str:
    """The topic as it is said: a question with its mark, a statement with its stop; a very long one cut at a clause."""
    short = split_long(topic, _LONGEST_QUESTION)[0]
    bare = short.rstrip(" .。।,;:،" if form == _STATEMENT else " .。।,;:،?？؟")
    if form == _STATEMENT:
        return bare if bare.endswith(("?", "？", "؟", "!", "！")) else bare + _FULL_STOP.get(language, ".")
    if form == "how_to" and re.match(r"how to\b|ways to\b|.*guide to\b", bare, re.IGNORECASE):
        return bare + "."
    opened = "¿" + bare if language == "es" and "¿" not in bare else bare
    return opened + (" ?" if language == "fr" else _QUESTION_MARK.get(language, "?"))


def _fitting(lines: Sequence[Line], question: str, form: str, language: str, seconds: int) -> list[Line]:
    """The outline that comes nearest to the time: an opening, lines between by rank while there is room, an end.

    The title is said again at the end only where enough lies between; an end that says that one knows where to look
    comes only after a line that says where.
    """
    told = {line.name: line for line in lines}
    hook, close = told["hook"], told["close"]
    openings = [hook] if form == _STATEMENT else [hook, replace(hook, says=question)]
    ends = [close, replace(close, says=_without(question, close.says)), told["short"], told["brief"]]
    between = [line for line in lines if line.name not in _FRAMES]
    drafts = [_draft(opening, between, end, language, seconds) for opening in openings for end in ends]
    suited = [draft for draft in drafts if _end_is_due(draft, question)]
    return min(
        suited, key=lambda draft: _misfit(draft, language, seconds) + (_BARE if draft[0].says == question else 0)
    )


def _draft(opening: Line, between: Sequence[Line], end: Line, language: str, seconds: int) -> list[Line]:
    """The lines between are taken by rank, the first in any case, and told in the plan's order."""
    kept: set[str] = set()
    spent = _takes(opening, language) + _takes(end, language)
    for line in sorted(between, key=lambda line: int(_plan()[line.name]["rank"])) if end.name == "close" else ():
        takes, needed = _takes(line, language), _plan()[line.name].get("needs", line.name)
        fits = spent + takes <= _room(seconds) * _OVERRUN and needed in {*kept, line.name}
        if fits or not kept:
            kept.add(line.name)
            spent += takes
    return [opening, *(line for line in between if line.name in kept), end]


def _end_is_due(draft: Sequence[Line], question: str) -> bool:
    between, end = len(draft) - 2, draft[-1]
    if end.name != "close":
        return between == 0
    return between >= _BEFORE_TITLE_AGAIN if end.says.startswith(question) else 0 < between < _BEFORE_TITLE_AGAIN


def _misfit(draft: Sequence[Line], language: str, seconds: int) -> float:
    """The share of the time by which it is missed."""
    return abs(sum(_takes(line, language) for line in draft) - _room(seconds)) / _room(seconds)


def _takes(line: Line, language: str) -> float:
    return spoken_seconds(line.says, language) + PAUSE_SECONDS


def _room(seconds: int) -> float:
    """`seconds` of narration are what is left when scenes of the usual length have had their pauses."""
    return seconds * (1 + PAUSE_SECONDS / SCENE_SECONDS)


def _without(question: str, says: str) -> str:
    return says.removeprefix(question).lstrip()


def _scene(number: int, line: Line, things: tuple[str, ...], language: str) -> Scene:
    """The hook and the close show the topic's things first, the lines between their own."""
    shown = (*things[:3], *line.shows) if line.name in _FRAMES else (*line.shows, *things[:2])
    return Scene(
        scene_id=scene_id(number),
        role=_FRAMES.get(line.name, Role.BODY),
        narration=line.says[:MOST_NARRATION],
        picture=picture_prompt(shown, "", language),
        keywords=tuple(dict.fromkeys(shown)),
    )


def _title(text: str) -> str:
    """The topic whole while it is a title's length, else its first part that stands for itself."""
    tidy = _tidy(text)
    if len(tidy) <= _LONGEST_TITLE:
        return tidy
    return shorten(tidy) or split_long(tidy, _LONGEST_TITLE)[0].rstrip(",;: ")


@cache
def _phrases(language: str) -> dict[str, Any]:
    return tomllib.loads((files("mutoscope.engines.write") / "phrases" / f"{language}.toml").read_text("utf-8"))


@cache
def _plan() -> dict[str, Any]:
    return tomllib.loads((files("mutoscope.engines.write") / "phrases" / "plan.toml").read_text("utf-8"))
