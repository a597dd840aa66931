"""How a written token is read out: abbreviations, amounts of money and ranges that espeak reads badly.

Only what a language's own table names is changed; everything else is left to the voice.
"""

import re

_ABBREVIATIONS: dict[str, dict[str, str]] = {
    "en": {
        "dr.": "Doctor",
        "mr.": "Mister",
        "mrs.": "Missus",
        "ms.": "Miz",
        "prof.": "Professor",
        "vs.": "versus",
        "etc.": "et cetera",
        "e.g.": "for example",
        "i.e.": "that is",
        "approx.": "approximately",
        "no.": "number",
        "jr.": "Junior",
        "&": "and",
        "km": "kilometres",
        "kg": "kilograms",
        "cm": "centimetres",
        "°c": "degrees Celsius",
        "°f": "degrees Fahrenheit",
    },
    "de": {
        "z.b.": "zum Beispiel",
        "d.h.": "das heißt",
        "usw.": "und so weiter",
        "bzw.": "beziehungsweise",
        "dr.": "Doktor",
    },
    "fr": {"m.": "Monsieur", "mme": "Madame", "dr": "docteur", "etc.": "et cetera", "p.ex.": "par exemple"},
    "es": {"sr.": "señor", "sra.": "señora", "dr.": "doctor", "dra.": "doctora", "etc.": "etcétera", "ud.": "usted"},
    "id": {"dr.": "dokter", "dll.": "dan lain-lain", "dsb.": "dan sebagainya", "yg": "yang"},
}
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
    expansion = _ABBREVIATIONS.get(language, {}).get(core.lower())
    if expansion and not (core.lower() == "no." and not after[:1].isdigit()):
        return expansion + (tail or ("" if after else "."))
    if _INITIALS.match(core):
        return core.replace(".", " ").strip() + (tail or ("" if after else "."))
    if language == "en":
        word = _GROUPED.sub("", word)
        word = _YEAR.sub(_year, word)
    return _range(_amount(word, language), language)


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
