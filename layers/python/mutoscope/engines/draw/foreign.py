"""The commonest things in the languages a film can be told in, each under its English word.

`foreign.txt` is the table: an English word, then es, fr, de, id, hi, ar, zh, ja, ta; a dash marks a word that would
be mistaken for an English one, or none. A word's irregular plural has a line of its own.
"""

import re
from collections.abc import Iterator, Mapping
from importlib.resources import files

TABLE = files("mutoscope.engines.draw").joinpath("foreign.txt").read_text(encoding="utf-8")
_COLUMNS = ("es", "fr", "de", "id", "hi", "ar", "zh", "ja", "ta")


def _read(columns: slice) -> dict[str, str]:
    """Of what is listed twice, the first counts."""
    return {
        word: line.partition(":")[0].replace("-", " ")
        for line in reversed(TABLE.strip().splitlines())
        for word in line.partition(":")[2].split()[columns]
        if word != "-"
    }


FOREIGN: Mapping[str, str] = _read(slice(None))
_OF_LANGUAGE: Mapping[str, Mapping[str, str]] = {
    language: _read(slice(place, place + 1)) for place, language in enumerate(_COLUMNS)
}


def words_of(language: str) -> Mapping[str, str]:
    """The language's own words and their English ones; all there are where nobody knows the language, or for English.

    A character is one thing in Chinese and another in Japanese: what is a letter there is a signal's first half here.
    """
    return _OF_LANGUAGE.get(language, FOREIGN)


_ARTICLES = ("وال", "بال", "لل", "ال")
_JOINED = "\u3040\u9fff"


def in_english(word: str, language: str = "") -> Iterator[str]:
    """The English words for a foreign one; several where a script runs its words together."""
    known = words_of(language)
    if word in known:
        yield known[word]
        return
    bare = next((word.removeprefix(article) for article in _ARTICLES if word.startswith(article)), word)
    if bare in known:
        yield known[bare]
    elif _runs_together(word):
        yield from _inside(without_names(word, language), known, japanese=language == "ja")
    elif found := _inflected(bare, known) or (_german(bare, known) if language == "de" else None):
        yield known[found]


def _inflected(word: str, known: Mapping[str, str]) -> str | None:
    """The known word that this one is a form of; of several the one that is listed first."""
    beginnings = (word[:length] for length in range(1, len(word) + 1))
    found = [key for key in beginnings if key in known and _inflects(word, key)]
    return next((key for key in known if key in found), None) if found else None


def without_names(word: str, language: str) -> str:
    """Without the provinces and cities of China: no river flows through a scene because it is told of Hebei."""
    return _CHINESE_NAMES.sub(" ", word) if language == "zh" else word


def _inside(word: str, known: Mapping[str, str], *, japanese: bool) -> Iterator[str]:
    """The longest words first; what one has taken is no part of another, as lightning is none of a telephone."""
    wide = (key for key in known if _runs_together(key[0]))
    for foreign in sorted(wide, key=lambda key: (-len(key), key)):
        if foreign in word and (len(foreign) > 1 or not japanese or _stands_alone(foreign, word)):
            word = word.replace(foreign, " ")
            yield known[foreign]


def _stands_alone(character: str, word: str) -> bool:
    """In Japanese a character between others is a part of their word, as the village of a family's name."""
    return re.search(rf"(?<![\u4e00-\u9fff]){character}(?![\u4e00-\u9fff])", word) is not None


def _german(word: str, known: Mapping[str, str]) -> str | None:
    """A plural with an umlaut, "Bäume", or a compound, "Mutterbäume": its head, or else what it begins with."""
    plain = word.translate(_UMLAUTS)
    forms = (word, plain, *(form.removesuffix(ending) for form in (word, plain) for ending in ("er", "e", "n", "en")))
    heads = [key for key in known for form in forms if form == key or _is_head(form, key)]
    begins = (key for key in known if len(key) >= _SHORTEST_HEAD and word.startswith(key) and len(word) - len(key) >= 4)
    return max(heads, key=len, default=None) or max(begins, key=len, default=None)


def _is_head(word: str, key: str) -> bool:
    return (
        len(key) >= _SHORTEST_HEAD
        and key not in _NO_HEADS
        and word.endswith(key)
        and len(word) - len(key) >= _SHORTEST_HEAD - 1
    )


_UMLAUTS = str.maketrans("äöü", "aou")
_SHORTEST_HEAD = 4
_NO_HEADS = frozenset({"stoff", "zeug", "reise", "teil"})
"""Cloth by itself, but a substance in "Kohlenstoff"."""


def _runs_together(word: str) -> bool:
    return any(_JOINED[0] <= letter <= _JOINED[1] for letter in word)


_CHINESE_NAMES = re.compile("[河湖山海广][北南东西]|[江陕]西|江苏|青海|上海|黑龙江|浙江|香港|云南|四川|天津")
_TAMIL = "\u0b80"
_LATIN_ENDINGS = frozenset(["s", "es", "x", "n", "en", "e", "er", "ern", "em", "nen", "nya", "kan", "an", "i"])
_LONGEST_ENDING, _LONGEST_TAMIL_ENDING = 3, 7


def _inflects(word: str, key: str) -> bool:
    """A plural, a case or a suffix on a known word; short words are too easily mistaken."""
    if len(key) < 4 or not word.startswith(key):
        return False
    ending = word[len(key) :]
    if ending[:1] < "\u0370":
        return not ending or ending in _LATIN_ENDINGS
    return len(ending) <= (_LONGEST_TAMIL_ENDING if key[0] >= _TAMIL else _LONGEST_ENDING)
