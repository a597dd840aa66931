"""How long a sentence takes to say, by language.

Invariant: the estimate counts what a voice reads: letters, digits as the words they are spoken as, and pauses.
"""

import re

_LETTERS_PER_SECOND = {
    "ar": 8.0,
    "de": 12.7,
    "en": 12.2,
    "es": 12.9,
    "fr": 14.4,
    "hi": 9.1,
    "id": 11.7,
    "ja": 6.4,
    "ta": 11.6,
    "zh": 4.9,
}
"""Measured on the embedded voice's default of each language."""
_LETTERS_PER_DIGIT = {"zh": 1.0, "ja": 2.0}
_PAUSE_AT_SENTENCE_END = 0.35
_PAUSE_AT_CLAUSE_END = 0.15


def letters_in(seconds: float, language: str) -> float:
    """How many letters are said in that time."""
    return seconds * _LETTERS_PER_SECOND[language]


def spoken_seconds(text: str, language: str) -> float:
    """Seconds that `text` takes in a calm narrator's voice."""
    digits = sum(character.isdigit() for character in text)
    letters = sum(not character.isspace() for character in text) - digits
    letters_spoken = letters + digits * _LETTERS_PER_DIGIT.get(language, 5.0)
    sentences = len(re.findall(r"[.!?…。！？।؟](?=\s|$|[^\s\d])", text))
    clauses = len(re.findall(r"[,;:，、；：،]", text))
    pauses = sentences * _PAUSE_AT_SENTENCE_END + clauses * _PAUSE_AT_CLAUSE_END
    return letters_spoken / _LETTERS_PER_SECOND[language] + pauses
