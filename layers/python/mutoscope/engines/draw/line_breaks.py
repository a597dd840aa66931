"""Where a line of type may end: in scripts that are written without blanks, between phrases and nowhere else.

Of themselves Chinese and Japanese would be broken after any character, in the middle of a word as well.
"""

import re
from collections.abc import Iterable

from mutoscope.engines.draw.number_words import UNSPACED
from mutoscope.engines.speak.japanese import japanese_phrases
from mutoscope.engines.speak.reading import Phrase, phrases
from mutoscope.render.syllables import with_breaks

_SHORT_FORM = re.compile(
    r"(?<=\b[A-Z]\.) (?=\w)|(?<=\b[A-Z][a-z]\.) (?=[A-Z\d])|(?<=\b(?:Mrs|Ltd|Inc|Nos)\.) (?=[A-Z\d])"
)
"""The blank behind "Co.", "Dr." or an initial: what follows belongs to it."""
_JOINER, _BREAK = "\u2060", "\u200b"


def breakable(text: str, language: str) -> str:
    """The text with invisible marks where its lines may and may not end; most languages have their blanks."""
    if language not in UNSPACED:
        return with_breaks(_SHORT_FORM.sub("\u00a0", text))
    found: Iterable[Phrase] = japanese_phrases(text) if language == "ja" else phrases(text)
    return _BREAK.join(_JOINER.join(phrase.text) for phrase in found)
