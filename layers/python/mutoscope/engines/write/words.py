"""Words as a reader sees them: cutting a text into them, and telling those that carry meaning from those that do not.

Chinese and Japanese are written without blanks; there a word is a run between function words.
"""

import re
from functools import cache
from importlib.resources import files

_MARKS = "\u0300-\u036f\u0610-\u061a\u064b-\u065f\u0670\u0900-\u0903\u093a-\u094f\u0b82\u0bbe-\u0bcd\u0bd7\u200c\u200d"
_LETTERS = rf"(?:[^\W\d_][{_MARKS}]*)+"
_WORD = re.compile(rf"{_LETTERS}(?:['-]{_LETTERS})*")
_JAPANESE = re.compile(r"[\u4e00-\u9fff々]+|[\u30a0-\u30ff]{2,}|[A-Za-z]{2,}")
_HAN = re.compile(r"[\u4e00-\u9fff]+|[A-Za-z]{2,}")
_LONGEST_CHINESE_WORD = 4
_ODD_SINGULARS = {
    "calves": "calf",
    "children": "child",
    "feet": "foot",
    "fishermen": "fisherman",
    "geese": "goose",
    "halves": "half",
    "knives": "knife",
    "leaves": "leaf",
    "loaves": "loaf",
    "men": "man",
    "mice": "mouse",
    "oxen": "ox",
    "people": "people",
    "shelves": "shelf",
    "teeth": "tooth",
    "volcanoes": "volcano",
    "wolves": "wolf",
    "women": "woman",
}
_SAME_IN_PLURAL = frozenset({"species", "series", "news", "lens", "gas", "canvas", "atlas", "mathematics", "physics"})


def words(text: str, language: str) -> tuple[str, ...]:
    """Every word of `text` in order, in small letters; for Chinese and Japanese the runs that may carry meaning."""
    if language == "ja":
        return tuple(_JAPANESE.findall(text))
    if language == "zh":
        return tuple(word for run in _HAN.findall(text) for word in _chinese_words(run))
    return tuple(_bare(word) for word in _WORD.findall(text.lower().replace("’", "'")))


def content_words(text: str, language: str) -> tuple[str, ...]:
    """The words that carry meaning, in order; English plurals in their singular."""
    idle = stop_words(language)
    kept = (word for word in words(text, language) if word not in idle and not word.isdigit())
    if language == "en":
        return tuple(word for word in map(singular, kept) if word not in idle and len(word) > 2)
    return tuple(word for word in kept if len(word) > 1 or language == "ja")


@cache
def stop_words(language: str) -> frozenset[str]:
    return frozenset(_listed(f"{language}.txt"))


@cache
def picturable_words() -> frozenset[str]:
    """English words for things one can draw."""
    return frozenset(_listed("picturable_en.txt"))


def singular(word: str) -> str:
    """The singular of an English noun: right for what pictures show, and harmless elsewhere."""
    if word in _ODD_SINGULARS:
        return _ODD_SINGULARS[word]
    if word in _SAME_IN_PLURAL or not word.endswith("s") or word.endswith(("ss", "us", "is")) or len(word) < 4:
        return word
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith(("sses", "xes", "ches", "shes", "zzes", "atoes")):
        return word[:-2]
    return word[:-1]


def _listed(name: str) -> list[str]:
    return (files("mutoscope.engines.write") / "words" / name).read_text("utf-8").split()


def _bare(word: str) -> str:
    """Without an English possessive, and without a French elision before the word."""
    return re.sub(r"'s?$", "", re.sub(r"^(?:[cdjlmnst]|qu|jusqu|lorsqu|puisqu)'(?=\w)", "", word))


def _chinese_words(run: str) -> list[str]:
    """A run of characters cut at function words; what stays long is cut in pairs, the commonest length."""
    if run.isascii():
        return [run.lower()]
    pieces = [piece for piece in _chinese_gaps().split(run) if piece]
    return [word for piece in pieces for word in _pairs(piece)]


def _pairs(piece: str) -> list[str]:
    if len(piece) <= _LONGEST_CHINESE_WORD:
        return [piece]
    pairs = [piece[at : at + 2] for at in range(0, len(piece) - 1, 2)]
    return [*pairs[:-1], piece[2 * len(pairs) - 2 :]]


@cache
def _chinese_gaps() -> re.Pattern[str]:
    longest_first = sorted(stop_words("zh"), key=lambda word: (-len(word), word))
    # A name that holds a function word, such as that of China, is not cut at it.
    return re.compile("|".join(f"{word}(?![国华心])" if word == "中" else word for word in longest_first))
