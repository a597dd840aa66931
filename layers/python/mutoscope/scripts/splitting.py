"""Cutting a sentence that is too long for one breath where it holds two that stand by themselves.

Invariant: the parts say the same words in the same order; only marks and capitals differ.
"""

import re

from mutoscope.engines.write.lists import FULL_STOP
from mutoscope.engines.write.pace import spoken_seconds
from mutoscope.scripts.warnings import LONGEST_SENTENCE

_FEWEST_LETTERS = 12
_AND = {
    "de": "und|aber|denn|doch",
    "en": "and|but|so|yet",
    "es": "y|pero",
    "fr": "et|mais|car|donc",
    "id": "dan|tetapi|namun",
}
_SUBJECTS = {
    "de": "er|sie|es|wir|ich|man|ihr|dies|das ist",
    "en": "it|they|he|she|we|you|i|this is|there",
    "es": "él|ella|ellos|ellas|esto|eso|nosotros",
    "fr": "il|elle|ils|elles|on|nous|vous|je|cela",
    "id": "ia|dia|mereka|kami|kita|ini adalah",
}
"""After an "and" a subject of its own opens a sentence; anything else may be the rest of a list."""


def split_sentence(sentence: str, language: str) -> list[str]:
    """The sentence in parts, or by itself when it is short enough or nothing in it stands by itself."""
    if spoken_seconds(sentence, language) <= LONGEST_SENTENCE:
        return [sentence]
    cuts = [cut for cut in _seams(language).finditer(sentence) if _leaves_enough(sentence, cut)]
    if not cuts:
        return [sentence]
    cut = min(cuts, key=lambda each: abs(each.start() - len(sentence) / 2))
    head, tail = sentence[: cut.start()].rstrip(), sentence[cut.end() :].lstrip()
    stop = FULL_STOP.get(language, ".")
    parts = [head + stop, tail[:1].upper() + tail[1:]]
    return [piece for part in parts for piece in split_sentence(part, language)]


def _leaves_enough(sentence: str, cut: re.Match[str]) -> bool:
    return cut.start() >= _FEWEST_LETTERS and len(sentence) - cut.end() >= _FEWEST_LETTERS


def _seams(language: str) -> re.Pattern[str]:
    """Semicolons, and a comma before an "and" with a subject after it."""
    semicolon = r"\s*[;；؛]\s*"
    if language not in _AND:
        return re.compile(semicolon)
    clause = rf",\s+(?=(?:{_AND[language]})\s+(?:{_SUBJECTS[language]})\b)"
    return re.compile(f"{semicolon}|{clause}", re.IGNORECASE)
