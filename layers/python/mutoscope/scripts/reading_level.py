"""How hard a text is to read, by the formula that was published for its language; none where there is no such formula.

en: Kincaid et al. 1975, Research Branch Report 8-75. de: Amstad 1978, "Wie verständlich sind unsere Zeitungen?".
es: Fernández Huerta 1959, "Medidas sencillas de lecturabilidad". fr: Kandel and Moles 1958, "Application de l'indice
de Flesch à la langue française".
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from pydantic import BaseModel

from mutoscope.scripts.syllables import syllables

EASE = "0 to 100, where 100 is the easiest"


class ReadingLevel(BaseModel):
    formula: str
    value: float
    scale: str


@dataclass(frozen=True)
class _Formula:
    name: str
    scale: str
    of: Callable[[float, float], float]
    """From words a sentence and syllables a word."""


_FORMULAS = {
    "en": _Formula(
        "flesch_kincaid_grade",
        "years of school in the United States",
        lambda words, syllables: 0.39 * words + 11.8 * syllables - 15.59,
    ),
    "de": _Formula("amstad", EASE, lambda words, syllables: 180 - words - 58.5 * syllables),
    "es": _Formula("fernandez_huerta", EASE, lambda words, syllables: 206.84 - 60 * syllables - 1.02 * words),
    "fr": _Formula("kandel_moles", EASE, lambda words, syllables: 207 - 1.015 * words - 73.6 * syllables),
}


def reading_level(words: Sequence[str], sentences: int, language: str) -> ReadingLevel | None:
    if language not in _FORMULAS or not words or not sentences:
        return None
    formula = _FORMULAS[language]
    spoken = sum(syllables(word, language) for word in words)
    value = formula.of(len(words) / sentences, spoken / len(words))
    return ReadingLevel(formula=formula.name, value=round(value, 1), scale=formula.scale)
