"""An honest script for a bare topic: it poses the question and says how one would answer it.

Invariant: it knows nothing about the world, so it states no fact about the topic. Its words are in `phrases/`.
"""

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from importlib.resources import files
from typing import Any

from mutoscope.engines.write.fitting import FRAMES, Line, fit, in_scenes
from mutoscope.engines.write.keywords import document_weights, picture_prompt, scene_keywords
from mutoscope.engines.write.scenes import split_long
from mutoscope.engines.write.sentences import split_sentences
from mutoscope.engines.write.title import shorten
from mutoscope.errors import InvalidInput
from mutoscope.films.script import MOST_NARRATION, Role, Scene, Script, says_something, scene_id

_STATEMENT = "statement"
_QUESTION_MARK = {"ar": "؟", "ja": "？", "zh": "？"}
_FULL_STOP = {"hi": "।", "ja": "。", "zh": "。"}
_VERY_SHORT = 13.0
"""Seconds of narration in which whole lines hardly ever fit: there the first sentence of one may do."""
_LEAST_IN_SHORT = 7
_TOLD_IN_PART = frozenset({"hook", "a", "guess", "around"})
"""Lines whose first sentence stands for itself, and announces nothing."""
_LONGEST_TITLE = 120
_LONGEST_QUESTION = 500


class TopicEmpty(InvalidInput):
    """The topic has no words and no numbers."""

    code = "topic_empty"
    hint = "Say what the film is to be about."


def write_outline(topic: str, title: str | None, language: str, seconds: float) -> Script:
    """Raises TopicEmpty."""
    asked = _tidy(topic)
    require_topic(asked)
    form = recognise(asked, language)
    lines = fit(_lines(asked, form, language, seconds), language, seconds)
    things = scene_keywords(asked, language, document_weights(asked, language))
    return Script(
        title=_title(title or _spoken(asked, form, language).rstrip(".。।")),
        language=language,
        scenes=tuple(_scenes(lines, things, language)),
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


def _lines(topic: str, form: str, language: str, seconds: float) -> list[Line]:
    """Every line there is for this form, in the order of the plan; before the hook, the question alone."""
    plan, phrases = _plan(), _phrases(language)["lines"]
    said = {name: text for name, text in phrases.items() if isinstance(text, str)} | phrases[form]
    shown = plan["forms"].get(form, {})
    asked = _spoken(topic, form, language)
    lines = [Line("hook", (asked,), (), bare=True)]
    for name, entry in plan.items():
        rank = entry.get("rank", 0)
        if name not in said or (seconds <= _VERY_SHORT and rank > _LEAST_IN_SHORT):
            continue
        opening = asked if name == "hook" else ""
        shows = tuple(shown.get(name, entry["show"]))
        for text in _tellings(name, said[name].format(question=asked, topic=asked).strip(), opening, language, seconds):
            says = in_scenes(text, language, seconds, opening=opening)
            part = len(lines) > 0 and lines[-1].name == name and not lines[-1].bare
            lines.append(Line(name, says, shows, rank, entry.get("needs", ""), part=part))
    return lines


def _tellings(name: str, text: str, opening: str, language: str, seconds: float) -> tuple[str, ...]:
    """The line whole, and in a very short film what its first sentence says as well."""
    first, *others = split_sentences(text.removeprefix(opening).strip(), language) or ("",)
    if seconds > _VERY_SHORT or name not in _TOLD_IN_PART or not others:
        return (text,)
    return text, f"{opening} {first}".strip()


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


def _scenes(lines: Sequence[Line], things: tuple[str, ...], language: str) -> Iterator[Scene]:
    """The hook and the close show the topic's things first, the lines between their own."""
    told = [(line, says, turn) for line in lines for turn, says in enumerate(line.says)]
    for number, (line, says, turn) in enumerate(told, start=1):
        framing = line.name in FRAMES
        own = line.shows[turn:] + line.shows[:turn]
        shown = (*things[:3], *own) if framing else (*own, *things[:2])
        yield Scene(
            scene_id=scene_id(number),
            role=Role.HOOK if number == 1 else Role.CLOSE if number == len(told) else Role.BODY,
            narration=says[:MOST_NARRATION],
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
