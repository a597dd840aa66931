"""How long a sentence takes to say, by language.

Invariant: the estimate counts what a voice reads: letters, digits as the words they are spoken as, and pauses.
"""

import re
import unicodedata

_LETTERS_PER_SECOND = {
    "ar": 8.0,
    "de": 12.7,
    "en": 12.2,
    "es": 12.9,
    "fr": 14.4,
    "hi": 9.1,
    "id": 11.7,
    "ja": 8.6,
    "ta": 12.6,
    "zh": 5.2,
}
"""Measured on the embedded voice's default of each language."""
_LETTERS_PER_DIGIT = {
    "ar": 6.0,
    "de": 7.0,
    "en": 5.5,
    "es": 7.0,
    "fr": 5.5,
    "hi": 3.6,
    "id": 7.5,
    "ja": 4.0,
    "ta": 7.0,
    "zh": 1.7,
}
_NOUGHT = 0.3
"""Of another digit: in a number it is a few letters of a word or none."""
_LETTERS_PER_KANJI = 1.9
"""In Japanese, where a character of Chinese is read as about two syllables and the others as one."""
_A_THIRD_KANJI = 1.3
"""What a letter of ordinary Japanese weighs, every third of which is one."""
_KANJI = re.compile(r"[\u4e00-\u9fff々]")
_PAUSE_AT_SENTENCE_END = 0.35
_PAUSE_AT_CLAUSE_END = 0.15


def letters_in(seconds: float, language: str) -> float:
    """How many letters are said in that time."""
    return seconds * _LETTERS_PER_SECOND[language] / (_A_THIRD_KANJI if language == "ja" else 1)


def spoken_seconds(text: str, language: str) -> float:
    """Seconds that `text` takes in a calm narrator's voice."""
    digits = [unicodedata.digit(character) for character in text if character.isdigit()]
    letters = sum(not character.isspace() for character in text) - len(digits)
    letters_spoken = letters + sum(1 if digit else _NOUGHT for digit in digits) * _LETTERS_PER_DIGIT[language]
    if language == "ja":
        letters_spoken += (_LETTERS_PER_KANJI - 1) * len(_KANJI.findall(text))
    sentences = len(re.findall(r"[.!?…。！？।؟](?=\s|$|[^\s\d])", text))
    clauses = len(re.findall(r"[,;:，、；：،]", text))
    pauses = sentences * _PAUSE_AT_SENTENCE_END + clauses * _PAUSE_AT_CLAUSE_END
    return letters_spoken / _LETTERS_PER_SECOND[language] + pauses
