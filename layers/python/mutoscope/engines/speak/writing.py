"""Which writing a voice reads: its language's own, Latin letters, and those for which espeak-ng changes its voice.

Other letters it names one by one, "Hebrew letter shin", which nobody wants to hear for a sentence.
"""

import unicodedata
from functools import cache

_READ_BY_ALL = frozenset(
    {"Latin", "Hangul", "Georgian", "Armenian", "Devanagari", "Bengali", "Gurmukhi", "Gujarati", "Tamil", "Kannada"}
    | {"Malayalam", "Sinhala"}
)
_OWN = {"ar": frozenset({"Arabic"}), "ja": frozenset({"Hiragana", "Katakana", "Chinese"}), "zh": frozenset({"Chinese"})}
_NAMES = {"CJK": "Chinese", "FULLWIDTH": "Latin", "HALFWIDTH": "Katakana", "KATAKANA-HIRAGANA": "Katakana"}
_SIGNS = frozenset({"MODIFIER", "MICRO", "SUPERSCRIPT", "SUBSCRIPT", "FEMININE", "MASCULINE", "IDEOGRAPHIC", "OHM"})


def is_read(letter: str, language: str) -> bool:
    writing = writing_of(letter)
    return writing in _READ_BY_ALL or writing in _OWN.get(language, frozenset())


@cache
def writing_of(letter: str) -> str:
    """By the letter's name in Unicode, which begins with its script: "HEBREW LETTER SHIN" is Hebrew."""
    first = unicodedata.name(letter, "UNKNOWN").partition(" ")[0]
    return "Latin" if first in _SIGNS else _NAMES.get(first, first.capitalize())
