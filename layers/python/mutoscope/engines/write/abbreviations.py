"""Full stops that end no sentence: after titles, units and initials, and before numbers, in each language.

The lists are in `words/abbreviations.toml`.
"""

import re
import tomllib
from collections.abc import Iterable, Mapping
from functools import cache
from importlib.resources import files

_INITIAL = r"[^\W\d_]"
"""One letter: of a name, or of an abbreviation written with blanks, as "z. B."."""
_BEFORE = r"(?:^|[\s(«„“\"'’\u3040-\u30ff\u4e00-\u9fff])"


def is_cut_off(sentence: str, after: str, language: str) -> bool:
    """Whether `sentence` ends in an abbreviation that `after`, the text behind it, goes on with."""
    if _always(language).search(sentence):
        return True
    return after[0].isnumeric() and _number(language).search(sentence) is not None


def cut_after_lists(sentence: str, language: str) -> list[str]:
    """Parted after an "etc." that stands before a capital: there it ends the sentence as well."""
    return _ended_list(language).split(sentence)


@cache
def _always(language: str) -> re.Pattern[str]:
    return re.compile(rf"{_BEFORE}(?:{_INITIAL}|{_either('always', language)})\.$", re.IGNORECASE)


@cache
def _number(language: str) -> re.Pattern[str]:
    # A street's name is written together with "street" in German.
    joined = "|[^\\W\\d_]+str" if language == "de" else ""
    return re.compile(rf"{_BEFORE}(?:{_either('number', language)}{joined})\.$", re.IGNORECASE)


@cache
def _ended_list(language: str) -> re.Pattern[str]:
    ends = "|".join(rf"(?<=\b{re.escape(word)}\.)" for word in _listed("may_end", language))
    return re.compile(rf"(?:{ends})\s+(?=[A-ZÀ-Þ¿¡])")


def _either(name: str, language: str) -> str:
    """The listed ones; blanks may stand after the stops within one."""
    return "|".join(re.escape(word).replace(r"\.", r"\.\s?") for word in _listed(name, language))


def _listed(name: str, language: str) -> Iterable[str]:
    lists = _lists()
    return (*lists["any"][name], *lists[language][name])


@cache
def _lists() -> Mapping[str, Mapping[str, list[str]]]:
    return tomllib.loads((files("mutoscope.engines.write") / "words" / "abbreviations.toml").read_text("utf-8"))
