"""The embedded moderator: a list of rules that anybody can read (`rules.toml`), each a pattern of a category.

It knows words and their neighbours, not what is meant: it finds what is said plainly in English and misses the rest.
Invariant: what it flags it shows; a score is 1 where a rule matched and 0 where none did, and never anything between.
"""

import re
import tomllib
import unicodedata
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from mutoscope.engines.understanding import Category, Moderation
from mutoscope.settings import Settings


@dataclass(frozen=True)
class _Rule:
    category: Category
    pattern: re.Pattern[str]


class WordRules:
    name = "word-rules"
    version = "1"

    def moderate(self, texts: tuple[str, ...]) -> tuple[Moderation, ...]:
        return tuple(_judge(text) for text in texts)


def offer(settings: Settings) -> WordRules:  # noqa: ARG001 - every engine is offered the settings.
    return WordRules()


def _judge(text: str) -> Moderation:
    plain = _plain(text)
    found = [(rule.category, match.group()) for rule in _rules() for match in [rule.pattern.search(plain)] if match]
    matched = {category: tuple(each for other, each in found if other is category) for category, _ in found}
    scores = {category: float(category in matched) for category in Category}
    return Moderation(scores=scores, flagged=frozenset(matched), matched=matched)


@cache
def _rules() -> tuple[_Rule, ...]:
    written = tomllib.loads((files("mutoscope.engines.moderate") / "rules.toml").read_text("utf-8"))
    return tuple(
        _Rule(Category(category), re.compile(rf"\b(?:{_spelled_out(pattern, written['names'])})\b"))
        for category, patterns in written["rules"].items()
        for pattern in patterns
    )


def _spelled_out(pattern: str, names: dict[str, str]) -> str:
    return re.sub(r"<([a-z]+)>", lambda found: names[found.group(1)], pattern)


_INVISIBLE = {"Cf", "Cc", "Mn"}
_LOOK_ALIKES = str.maketrans("аеорсухіјѕһԁӏ", "aeopcyxijshdl")
"""Cyrillic letters that are drawn as Latin ones."""
_SPACED = re.compile(r"\b(?:\w[ .*_-]){3,}\w\b")


def _plain(text: str) -> str:
    """As a reader sees it: one form of each letter, nothing invisible, no accents, spaced-out words joined."""
    folded = unicodedata.normalize("NFKD", text)
    seen = "".join(each for each in folded if unicodedata.category(each) not in _INVISIBLE or each in "\n\t")
    lower = seen.lower().translate(_LOOK_ALIKES)
    return _SPACED.sub(lambda found: re.sub(r"[ .*_-]", "", found.group()), lower)
