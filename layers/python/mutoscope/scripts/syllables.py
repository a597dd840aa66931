"""Counting syllables by spelling, for the languages whose reading levels need them.

A count by spelling errs on single words; the formulas average over all of them, and were made for counts by hand.
"""

import re
from collections.abc import Callable


def _english(word: str) -> int:
    """Groups of up to two vowels, without the endings that are silent."""
    bare = re.sub(r"(?:[^laeiouysxzcgh]es|(?<![td])ed|[^laeiouy]e)$", "", word)
    return len(re.findall(r"[aeiouy]{1,2}", re.sub(r"^y", "", bare)))


def _german(word: str) -> int:
    """A diphthong or a doubled vowel is one syllable, any other two vowels are two."""
    return len(re.findall(r"ei|ai|au|eu|äu|ie|aa|ee|oo|[aeiouyäöü]", word.replace("qu", "q")))


def _spanish(word: str) -> int:
    """Two strong vowels are two syllables, and so is a weak one with an accent beside a strong one."""
    spoken = re.sub(r"(?<=[qg])u(?=[eiéí])", "", word)
    return len(re.findall(r"[íú]|[iuü]?[aeoáéó](?:[iuü]|y(?![aeiouáéíóú]))?|[iuü]{1,2}y?|y", spoken))


def _french(word: str) -> int:
    """Groups of vowels, é by itself, without the e that ends a word."""
    bare = re.sub(r"(?<=[^aeiouyèêà])es?$", "", word)
    return len(re.findall(r"é|[aeiouyàâäèêëîïôöûùüœæ]+", bare.replace("qu", "q")))


_COUNTERS: dict[str, Callable[[str], int]] = {"en": _english, "de": _german, "es": _spanish, "fr": _french}


def syllables(word: str, language: str) -> int:
    """At least one. `language` is one of en, de, es and fr."""
    return max(1, _COUNTERS[language](word.casefold()))
