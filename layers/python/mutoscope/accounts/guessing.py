"""How much of a password is left to guess, once what everybody tries first is taken out of it.

Common words, runs of neighbouring keys, years, repetitions and the account's own names count two characters each.
"""

import re
from collections.abc import Iterable
from functools import cache
from pathlib import Path

LEAST_TO_GUESS = 7
"""A word and a year with a sign behind are fewer; two words that are in no list, or four that are, are more."""
_PIECE, _OF_A_PIECE = "\0", 2
_SHORTEST_RUN = 3
"""Of digits; of letters it is one more, which words have by chance."""
_YEAR = re.compile(r"(?:19|20)[0-9]{2}")
_SAME = re.compile(r"([^\0])\1{2,}")
_LEET = str.maketrans("0134578@$!|", "oleastbasil")
_ROWS = (
    "01234567890",
    "abcdefghijklmnopqrstuvwxyz",
    "qwertyuiop",
    "qwertzuiop",
    "azertyuiop",
    "asdfghjkl",
    "zxcvbnm",
    "yxcvbnm",
    "1q2w3e4r5t6y7u8i9o0p",
    "1qaz2wsx3edc4rfv5tgb6yhn7ujm",
    "qazwsxedcrfvtgbyhnujm",
)
_WORDS = Path(__file__).with_name("common_words.txt")
"""The commonest words of stolen passwords, one a line."""


def characters_to_guess(password: str, known: Iterable[str] = ()) -> int:
    """What is left of the password, with two characters for each piece that is known or common."""
    text = _without_repetition(password.casefold())
    for word in sorted({each.casefold() for each in known if len(each) >= _SHORTEST_RUN}, key=len, reverse=True):
        text = text.replace(word, _PIECE)
    as_written = _without_runs(_YEAR.sub(_PIECE, _common_words().sub(_PIECE, text)))
    # Digits in a row are no letters in disguise, and go before the others are read as letters.
    undisguised = _common_words().sub(_PIECE, _without_runs(_YEAR.sub(_PIECE, text)).translate(_LEET))
    return min(_count(as_written), _count(undisguised))


def _count(text: str) -> int:
    return sum(_OF_A_PIECE if character == _PIECE else 1 for character in _SAME.sub(_PIECE, text))


def _without_repetition(text: str) -> str:
    """Of a text that is one thing again and again, that thing once."""
    for length in range(1, len(text) // 2 + 1):
        if text == (text[:length] * len(text))[: len(text)]:
            return text[:length]
    return text


def _without_runs(text: str) -> str:
    """Neighbours on a keyboard, in the alphabet or among the digits, in either direction."""
    found, at = [], 0
    while at < len(text):
        length = _run_length(text, at)
        shortest = _SHORTEST_RUN if text[at].isdigit() else _SHORTEST_RUN + 1
        found.append(_PIECE if length >= shortest else text[at])
        at += length if length >= shortest else 1
    return "".join(found)


def _run_length(text: str, at: int) -> int:
    length = _SHORTEST_RUN
    while at + length <= len(text) and any(text[at : at + length] in row for row in _both_ways()):
        length += 1
    return length - 1


@cache
def _both_ways() -> tuple[str, ...]:
    return (*_ROWS, *(row[::-1] for row in _ROWS))


@cache
def _common_words() -> re.Pattern[str]:
    return re.compile("|".join(sorted(_WORDS.read_text().split(), key=len, reverse=True)))
