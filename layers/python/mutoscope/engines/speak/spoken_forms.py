"""How a written token is read out: abbreviations, amounts of money and ranges that espeak reads badly.

Only what a language's own table names is changed, `abbreviations.toml` and those below; everything else is left to the
voice.
"""

import re
import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

_MONEY = {
    "en": {"$": "dollars", "€": "euros", "£": "pounds", "¥": "yen", "₹": "rupees"},
    "de": {"$": "Dollar", "€": "Euro", "£": "Pfund", "¥": "Yen", "₹": "Rupien"},
    "fr": {"$": "dollars", "€": "euros", "£": "livres", "¥": "yens", "₹": "roupies"},
    "es": {"$": "dólares", "€": "euros", "£": "libras", "¥": "yenes", "₹": "rupias"},
    "id": {"$": "dolar", "€": "euro", "£": "pound", "¥": "yen", "₹": "rupee"},
    "hi": {"$": "डॉलर", "€": "यूरो", "£": "पाउंड", "¥": "येन", "₹": "रुपये"},
}
_AMOUNT = re.compile(r"^(\W*?)([$€£¥₹])(\d[\d.,]*\d|\d)(\W*)$")
_RANGE = {"en": "to", "de": "bis", "fr": "à", "es": "a", "id": "sampai"}
_SPAN = re.compile(r"^(\W*)(\d[\d ]*)[–-](\d[\d ]*)(\W*)$")
_YEAR = re.compile(r"(?<![\d.,$€£¥₹])(1[1-9]|20)([0-9])([0-9])(?![\d%]|[.,]\d)")
_INITIALS = re.compile(r"^(?:\w\.){2,}$")
_GROUPED = re.compile(r"(?<=\d),(?=\d{3}(?:\D|$))")


def spoken_form(word: str, after: str, language: str) -> str:
    """What is said for `word` when `after` is the next one."""
    core, tail = _without_tail(word)
    expansion = _abbreviations().get(language, {}).get(core.lower())
    if expansion and not _stands_alone(core.lower(), after):
        return expansion + (tail or ("" if after else "."))
    if _INITIALS.match(core):
        return core.replace(".", " ").strip() + (tail or ("" if after else "."))
    if language == "en":
        word = _GROUPED.sub("", word)
        word = _YEAR.sub(_year, word)
    return _range(_amount(word, language), language)


def _stands_alone(short: str, after: str) -> bool:
    """ "No." is an answer unless a number follows; one letter is a unit, "5 m.", unless a name follows."""
    if short == "no.":
        return not after[:1].isdigit()
    return len(short) == 2 and short[0].isalpha() and short[1] == "." and (not after or after[0].islower())


def _year(found: re.Match[str]) -> str:
    """A number from 1100 to 2099 is nearly always a year: nineteen eighty-four, nineteen oh five."""
    century, tens, ones = found.groups()
    if tens != "0":
        return f"{century} {tens}{ones}"
    if century == "20":
        return found.group()
    return f"{century} hundred" if ones == "0" else f"{century} oh {ones}"


def _without_tail(word: str) -> tuple[str, str]:
    core = word.rstrip(",;:!?)\"'”’")
    return core, word[len(core) :]


def _amount(word: str, language: str) -> str:
    found = _AMOUNT.match(word)
    units = _MONEY.get(language)
    if not found or not units:
        return word
    before, sign, number, rest = found.groups()
    return f"{before}{number} {units[sign]}{rest}"


def _range(word: str, language: str) -> str:
    found = _SPAN.match(word)
    if not found or language not in _RANGE:
        return word
    before, first, last, rest = found.groups()
    return f"{before}{first} {_RANGE[language]} {last}{rest}"


@cache
def _abbreviations() -> Mapping[str, Mapping[str, str]]:
    return tomllib.loads((files("mutoscope.engines.speak") / "abbreviations.toml").read_text("utf-8"))
