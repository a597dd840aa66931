"""Where a line may end besides its blanks, and where it may not: in Thai, Lao, Khmer, Burmese, Korean, and at hyphens.

The first four have blanks between phrases only, and a phrase can be long: marked are places where a syllable begins for
certain, told from the letters. Korean has blanks between its words and is broken elsewhere only in a word that is long.
"""

import re

_BREAK, _JOINER = "\u200b", "\u2060"
_STARTS = re.compile(
    r"(?<=[\u0e01-\u0e3a\u0e45-\u0e4e])(?=[\u0e40-\u0e44])"  # Thai: a vowel that is written first
    r"|(?<=[\u0e30\u0e33\u0e46])(?=[\u0e01-\u0e2e])"  # and behind a vowel that ends its syllable
    r"|(?<=[\u0e81-\u0eba\u0ec6-\u0ece])(?=[\u0ec0-\u0ec4])"  # Lao, alike
    r"|(?<=[\u0eb0\u0eb3])(?=[\u0e81-\u0eae])"
    r"|(?<=[\u1780-\u17d1])(?=[\u1780-\u17b3][\u17b6-\u17c5\u17d2])"  # Khmer: a consonant with a vowel or a foot
    r"|(?<=[\u1000-\u1038\u103a-\u104f])(?=[\u1000-\u102a](?![\u1039\u103a]))"  # Burmese: one that is not killed
)

_INSIDE_KOREAN = re.compile(r"(?<=[\uac00-\ud7a3\d])(?=[\uac00-\ud7a3])")
_KOREAN_WORD = re.compile(r"(?<![\uac00-\ud7a3\d])[\uac00-\ud7a3\d]{2,12}(?![\uac00-\ud7a3\d])")
"""One that a line of any film holds: a longer one would be set too small to read, if it were kept whole."""

_JOINED = re.compile(r"(?<=\w)-(?=[^\W\d_]{1,3}\b)|(?<=\b[^\W\d_])-(?=\w)")
"""A hyphen beside a part of a word that is too short to stand on a line alone: "passe-t-il", "e-mail"."""


def with_breaks(text: str) -> str:
    """The text with invisible marks where its lines may end besides its blanks, and where they may not."""
    marked = _KOREAN_WORD.sub(lambda word: _INSIDE_KOREAN.sub(_JOINER, word[0]), _STARTS.sub(_BREAK, text))
    return _JOINED.sub(f"-{_JOINER}", marked)
