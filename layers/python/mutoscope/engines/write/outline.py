"""An honest script for a bare topic: it poses the question and says how one would answer it.

Invariant: it knows nothing about the world, so it states no fact about the topic. Its words are in `phrases/`.
"""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from mutoscope.engines.write.keywords import document_weights, picture_prompt, scene_keywords
from mutoscope.engines.write.pace import spoken_seconds
from mutoscope.engines.write.scenes import split_long
from mutoscope.engines.write.title import shorten
from mutoscope.errors import InvalidInput
from mutoscope.films.script import MOST_NARRATION, Role, Scene, Script, scene_id

_STATEMENT = "statement"
_OVERRUN = 1.04
_QUESTION_MARK = {"ar": "؟", "ja": "？", "zh": "？"}
_FULL_STOP = {"hi": "।", "ja": "。", "zh": "。"}
_LONGEST_TITLE = 120
_LONGEST_QUESTION = 500


class TopicEmpty(InvalidInput):
    """The topic has no words."""

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
    if not any(character.isalpha() for character in asked):
        raise TopicEmpty(param="topic")
    form = recognise(asked, language)
    lines = _fitting(_lines(asked, form, language), language, seconds)
    things = scene_keywords(asked, language, document_weights(asked, language))
    return Script(
        title=_title(title or _spoken(asked, form, language).rstrip(".。।")),
        language=language,
        scenes=tuple(_scene(number, line, things, language) for number, line in enumerate(lines, start=1)),
    )


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


def _fitting(lines: list[Line], language: str, seconds: int) -> list[Line]:
    """The hook, the close and, by rank, the lines between that the time has room for."""
    ranks = {line.name: _plan()[line.name].get("rank", 0) for line in lines}
    kept: set[str] = set()
    spent = 0.0
    for line in sorted(lines, key=lambda line: int(ranks[line.name])):
        takes = spoken_seconds(line.says, language)
        fits = spent + takes <= seconds * _OVERRUN and _plan()[line.name].get("needs", line.name) in {*kept, line.name}
        if ranks[line.name] == 0 or fits:
            kept.add(line.name)
            spent += takes
    return [line for line in lines if line.name in kept]


def _scene(number: int, line: Line, things: tuple[str, ...], language: str) -> Scene:
    """The hook and the close show the topic's things first, the lines between their own."""
    frames = {"hook": Role.HOOK, "close": Role.CLOSE}
    shown = (*things[:3], *line.shows) if line.name in frames else (*line.shows, *things[:2])
    return Scene(
        scene_id=scene_id(number),
        role=frames.get(line.name, Role.BODY),
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
