"""Full stops that end no sentence: after titles, units, initials and names of companies, and before numbers.

The lists are in `words/abbreviations.toml`.
"""

import re
import tomllib
from collections.abc import Iterable
from functools import cache
from importlib.resources import files
from typing import Any

_INITIAL = r"[^\W\d_]"
"""One letter: of a name, or of an abbreviation written with blanks, as "z. B."."""
_BEFORE = r"(?:^|[\s(«„“\"'’\u3040-\u30ff\u4e00-\u9fff])"


_DOTTED = re.compile(r"(?:^|[\s(«„“\"'’])[^\s.\d]{1,5}(?:\.\s?[^\s.\d]{1,4})+\.$")
"""Letters that each have a stop, as a degree or a party's name has, in the languages where a name goes on behind."""
_OF_DOTTED_NAMES = frozenset({"ar", "hi", "id", "ta"})
_KANA = re.compile(r"[\u3041-\u3096]")


def is_cut_off(sentence: str, after: str, language: str) -> bool:
    """Whether `sentence` ends in an abbreviation that `after`, the text behind it, goes on with."""
    if _always(language).search(sentence) or any(chain.search(f"{sentence}\0{after}") for chain in _chains()):
        return True
    if language in _OF_DOTTED_NAMES and _DOTTED.search(sentence):
        return not _opens(after, language)
    if language == "ja" and sentence.endswith(".") and _KANA.match(after):
        return True
    return after[0].isnumeric() and _number(language).search(sentence) is not None


def cut_after_lists(sentence: str, language: str) -> list[str]:
    """Parted after an "etc." before a capital, and after "the U.S." before a word that opens sentences."""
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
    lists = "|".join(rf"(?<=\b{re.escape(word)}\.)" for word in _listed("may_end", language))
    names = "|".join(rf"(?<=\b{re.escape(word)}\.)" for word in _listed("before_openers", language)) or "(?!)"
    return re.compile(rf"(?:{lists})\s+(?=[A-ZÀ-Þ¿¡])|(?:{names})\s+(?={_opening(language)})")


@cache
def _opening(language: str) -> str:
    """One of the words that open sentences, with its capital where the script has one."""
    return rf"(?:{'|'.join(_listed('openers', language)) or '(?!)'})(?!\w)"


def _opens(after: str, language: str) -> bool:
    return re.match(_opening(language), after) is not None


@cache
def _chains() -> tuple[re.Pattern[str], ...]:
    """Words that go on behind the stop of certain others: "Acme Co. Ltd.", "5 p.m. Monday"."""
    return tuple(
        re.compile(rf"(?<!\w)(?:{_any_of(chain['before'])})\.\x00(?:{_any_of(chain['after'])})(?!\w)")
        for chain in _lists()["chains"].values()
    )


def _any_of(words: Iterable[str]) -> str:
    return "|".join(re.escape(word) for word in words)


def _either(name: str, language: str) -> str:
    """The listed ones; blanks may stand after the stops within one."""
    return "|".join(re.escape(word).replace(r"\.", r"\.\s?") for word in _listed(name, language))


def _listed(name: str, language: str) -> Iterable[str]:
    lists = _lists()
    return (*lists["any"].get(name, ()), *lists[language].get(name, ()))


@cache
def _lists() -> dict[str, Any]:
    return tomllib.loads((files("mutoscope.engines.write") / "words" / "abbreviations.toml").read_text("utf-8"))
