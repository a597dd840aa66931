"""What stands in a document for the eye and the files alone: captions, sources, cross-references, formalities.

Invariant: what is left out is left out whole; what stays is unchanged but for a reference to a table it opened with.
"""

import re
import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

_ISSUE_NUMBERS = re.compile(r"\s*\((?:[^()]*\s)?[#@]\w[^()]*\)")
_CODE = re.compile(r"(?:^|\s)(?:/\w+(?:/\w+)*|--\w[\w-]*|\w+_\w+|\w+\(\)|[A-Z]+ /\S+)|[{}<>]|::|=>|==")
_AS_TABLE_SHOWS = re.compile(r"^(?:As|As is shown in) (?:Table|Figure) \d+ (?:shows|illustrates),\s*(\w)")


def without_references(text: str) -> str:
    """Without numbers of issues, and without "As Table 2 shows," before what it shows."""
    bare = _ISSUE_NUMBERS.sub("", text)
    return _AS_TABLE_SHOWS.sub(lambda opening: opening.group(1).upper(), bare)


def is_for_the_eye(sentence: str, language: str) -> bool:
    """A caption, a source, a line of a form, or code: nothing a narrator says."""
    return _pattern("skip", language).match(sentence) is not None or _CODE.search(sentence) is not None


def is_formality(sentence: str, language: str) -> bool:
    """True, but nothing a film opens or closes with, or tells before everything else is told."""
    return _pattern("formal", language).search(sentence) is not None


def phrase(name: str, language: str) -> str:
    return str(_phrases()[language][name])


@cache
def _pattern(name: str, language: str) -> re.Pattern[str]:
    return re.compile(phrase(name, language), re.IGNORECASE)


@cache
def _phrases() -> Mapping[str, Mapping[str, str]]:
    return tomllib.loads((files("mutoscope.engines.write") / "words" / "formal.toml").read_text("utf-8"))
