"""Which language a text is in, for those who did not say: by its script, and where that is Latin by its small words.

What cannot be told is English.
"""

import re

from mutoscope.engines.write.words import stop_words, words

_SCRIPTS = (
    ("ja", re.compile(r"[\u3040-\u30ff]")),
    ("zh", re.compile(r"[\u3400-\u9fff]")),
    ("hi", re.compile(r"[\u0900-\u097f]")),
    ("ta", re.compile(r"[\u0b80-\u0bff]")),
    ("ar", re.compile(r"[\u0600-\u06ff]")),
)
_LATIN = ("en", "de", "es", "fr", "id")
_SHARE = 0.3
"""Of the letters: a quoted word in another script makes no other language."""
_FEWEST = 2
"""Small words that have to be there before a text counts as anything but English."""


def language_of(text: str) -> str:
    letters = sum(character.isalpha() for character in text) or 1
    for language, script in _SCRIPTS:
        if len(script.findall(text)) / letters >= _SHARE:
            return language
    said = words(text, "en")
    small = {language: sum(word in stop_words(language) for word in said) for language in _LATIN}
    best = max(_LATIN, key=lambda language: small[language])
    return best if small[best] >= _FEWEST and small[best] > small["en"] else "en"
