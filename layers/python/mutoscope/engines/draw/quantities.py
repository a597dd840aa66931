"""The quantities that a narration speaks of, read in its language's own number format and kept as they are written.

Nothing is computed into words: `shown` and `unit` are pieces of the text. What cannot be read surely is left out.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from mutoscope.engines.draw.number_words import COMMA_DECIMALS, COUNTERS, CUES, MEASURES, PERCENT, SCALES, UNSPACED
from mutoscope.engines.write.words import stop_words

_DIGIT = "[0-9٠-٩०-९௦-௯]"
_APART = r"[^\s.,;:!?()\[\]\"“”„«»‹›।،؛؟…—–、。，；：！？「」『』]+"

_LONGEST_SIGN = 3
"""km, kg, kWh: a word that is no longer may be the sign of a measure."""
_PLURALS_WITHOUT_S = "men women children feet teeth mice geese oxen fish sheep deer cattle aircraft"
_QUALITIES_BEFORE = """
petits petites grands grandes jeunes vieux vieilles nouveaux nouvelles belles beaux premiers premières autres derniers
dernières nuevos nuevas primeros primeras otros
"""
"""French and Spanish put these before what is counted, and their plural looks like a noun's."""


@dataclass(frozen=True)
class Quantity:
    """`shown` as it is written, with its currency, percent sign or scale; `unit` the word after it, or empty.

    `start` and `end` are places in the text; `kind` is what it can be compared with: two of one kind are comparable.
    """

    shown: str
    value: float
    unit: str
    kind: str
    start: int
    end: int

    @property
    def is_year(self) -> bool:
        return self.kind == "year"

    @property
    def is_percent(self) -> bool:
        return self.kind == "%"


def find_quantities(text: str, language: str) -> tuple[Quantity, ...]:
    return tuple(_read(text, language))


def _read(text: str, language: str) -> Iterator[Quantity]:
    for found in _pattern(language).finditer(text):
        value = _value(found["number"], language)
        if value is None:
            continue
        scale = SCALES.get((found["scale"] or "").lower(), 1.0)
        percent = found["percent"] or found["fraction"]
        currency = found["before"] or found["after"] or ""
        unit, end = _unit(text, found.end(), language) if not percent and not currency else ("", found.end())
        plain = not (percent or currency or found["scale"])
        if plain and _is_year(text, found, value, unit, language):
            yield Quantity(found["number"], value, "", "year", found.start(), found.end())
        else:
            kind = "%" if percent else currency or unit.casefold()
            yield Quantity(found[0].strip(), value * scale, unit, kind, found.start(), end)


@cache
def _pattern(language: str) -> re.Pattern[str]:
    group, decimal = (r"[.  \u202f’]", ",") if language in COMMA_DECIMALS else (r"[,٬\u202f]", "[.٫]")
    if language == "fr":
        group = r"[ \u00a0\u202f.]"
    indian = rf"|{_DIGIT}{{1,2}}(?:,{_DIGIT}{{2}})+,{_DIGIT}{{3}}" if language in ("hi", "ta", "en") else ""
    number = (
        rf"{_DIGIT}{{1,3}}(?:{group}{_DIGIT}{{3}})+(?:{decimal}{_DIGIT}+)?{indian}|{_DIGIT}+(?:{decimal}{_DIGIT}+)?"
    )
    scales = "|".join(sorted((re.escape(word) for word in SCALES), key=lambda word: (-len(word), word)))
    ends = "" if language in UNSPACED else r"(?!\w)"
    return re.compile(
        rf"(?P<fraction>百分之)?(?P<before>[$€£¥₹]\s?)?(?<![0-9A-Za-z٠-٩०-९௦-௯.,٫٬-])(?P<number>{number})(?![.,٫٬]?{_DIGIT})"
        rf"(?:\s?(?P<percent>{PERCENT}))?(?:\s?(?P<scale>{scales}){ends})?(?:\s?(?P<after>[$€£¥₹]))?",
        re.IGNORECASE,
    )


def _value(number: str, language: str) -> float | None:
    """The number's value; None for what the language does not write so."""
    decimal = "," if language in COMMA_DECIMALS else "."
    digits = "".join("." if mark in (decimal, "٫") else str(int(mark)) if mark.isdigit() else "" for mark in number)
    return float(digits) if digits.count(".") <= 1 else None


def _unit(text: str, place: int, language: str) -> tuple[str, int]:
    """The word or the counter after a number, and where it ends."""
    if language in UNSPACED:
        found = re.compile(COUNTERS).match(text, place)
        return (found[0], found.end()) if found else ("", place)
    found = re.compile(rf"[ \u00a0\u202f-](?:de |d['’])?({_APART})").match(text, place)
    if not found or any(character.isdigit() for character in found[1].removesuffix("²").removesuffix("³")):
        return "", place
    if found[1].casefold() in stop_words(language) and found[1].casefold() not in MEASURES:
        return "", place
    if _is_noun(found[1], language) or text[place] == "-":
        return found[1], found.end()
    after = re.compile(rf" ({_APART})").match(text, found.end())
    if after and _is_noun(after[1], language) and len(after[1]) > _LONGEST_SIGN:
        return f"{found[1]} {after[1]}", after.end()
    return "", place


def _is_noun(word: str, language: str) -> bool:
    """Whether the word can be what is counted, rather than a verb or a quality; only some languages show it."""
    if len(word) <= _LONGEST_SIGN or word.casefold() in MEASURES:
        return True
    if language == "en":
        return word.endswith("s") or word.casefold() in _PLURALS_WITHOUT_S.split()
    if language == "de":
        return word[0].isupper()
    return word.casefold() not in _QUALITIES_BEFORE.split()


def _is_year(text: str, found: re.Match[str], value: float, unit: str, language: str) -> bool:
    if not (1000 <= value <= 2100 and value.is_integer() and len(found["number"]) == 4):
        return False
    before = re.findall(_APART, text[: found.start()])
    cued = bool(before) and before[-1].casefold() in CUES
    opening = not before and language not in UNSPACED and unit.casefold() not in MEASURES and not unit.endswith("s")
    return cued or opening or unit == "年" or not unit or (language != "de" and unit[0].isupper())
