"""The commonest things in the languages a film can be told in, each under its English word.

`foreign.txt` is the table: an English word, then es, fr, de, id, hi, ar, zh, ja, ta; a dash marks a word that would
be mistaken for an English one.
"""

from collections.abc import Iterator, Mapping
from importlib.resources import files

TABLE = files("mutoscope.engines.draw").joinpath("foreign.txt").read_text(encoding="utf-8")
FOREIGN: Mapping[str, str] = {
    word: line.partition(":")[0]
    for line in reversed(TABLE.strip().splitlines())
    for word in line.partition(":")[2].split()
    if word != "-"
}
_PLACES = {word: place for place, word in enumerate(FOREIGN)}
_ARTICLES = ("وال", "بال", "لل", "ال")
_JOINED = "\u3040\u9fff"


def in_english(word: str) -> Iterator[str]:
    """The English words for a foreign one; several where a script runs its words together."""
    bare = next((word.removeprefix(article) for article in _ARTICLES if word.startswith(article)), word)
    if bare in FOREIGN:
        yield FOREIGN[bare]
    elif _runs_together(word):
        yield from _inside(word)
    elif (known := _inflected(bare)) is not None:
        yield FOREIGN[known]


def _inside(word: str) -> Iterator[str]:
    """The longest words first; what one has taken is no part of another, as lightning is none of a telephone."""
    for foreign, english in _LONGEST_FIRST:
        if foreign in word:
            word = word.replace(foreign, " ")
            yield english


_LONGEST_FIRST = sorted(
    ((word, english) for word, english in FOREIGN.items() if _JOINED[0] <= word[0] <= _JOINED[1]),
    key=lambda entry: (-len(entry[0]), entry[0]),
)


def _runs_together(word: str) -> bool:
    return any(_JOINED[0] <= letter <= _JOINED[1] for letter in word)


_TAMIL = "\u0b80"
_LATIN_ENDINGS = frozenset(["s", "es", "x", "n", "en", "e", "er", "ern", "em", "nen", "nya", "kan", "an", "i"])
_LONGEST_ENDING, _LONGEST_TAMIL_ENDING = 3, 7


def _inflected(word: str) -> str | None:
    """The word of the table that this one is a form of: of several the one that stands first."""
    beginnings = (word[:length] for length in range(1, len(word) + 1))
    known = (key for key in beginnings if key in FOREIGN and _inflects(word, key))
    return min(known, key=_PLACES.__getitem__, default=None)


def _inflects(word: str, key: str) -> bool:
    """A plural, a case or a suffix on a known word; short words are too easily mistaken."""
    if len(key) < 4 or not word.startswith(key):
        return False
    ending = word[len(key) :]
    if ending[:1] < "\u0370":
        return not ending or ending in _LATIN_ENDINGS
    return len(ending) <= (_LONGEST_TAMIL_ENDING if key[0] >= _TAMIL else _LONGEST_ENDING)
