"""Which characters can be set in type at all: those that set-up's fonts have a shape for, listed in `letters.txt`.

The list answers where no font is, so that an order is refused before it is charged; a test compares it with the fonts.
"""

import unicodedata
from bisect import bisect_right
from functools import cache
from pathlib import Path

LIST = Path(__file__).with_name("letters.txt")
_LETTERS_AND_MARKS = ("L", "M")


def unset_letters(text: str) -> tuple[str, ...]:
    """The letters of `text` that no font has, each once; signs and emoji are left out of type instead."""
    return tuple(dict.fromkeys(each for each in text if _is_letter(each) and not _can_be_set(each)))


def without_unset(text: str) -> str:
    """The text without what no font has a shape for, and without the blanks that stood before it."""
    kept: list[str] = []
    for character in text:
        if _can_be_set(character):
            kept.append(character)
        elif kept and kept[-1].isspace():
            kept.pop()
    return "".join(kept).strip()


def _is_letter(character: str) -> bool:
    return unicodedata.category(character)[0] in _LETTERS_AND_MARKS


def _can_be_set(character: str) -> bool:
    """Blanks and invisible characters, which shape the others, need no shape of their own."""
    if unicodedata.category(character)[0] in "ZC" and not character >= "\ue000":
        return True
    starts, ends = _ranges()
    place = bisect_right(starts, ord(character)) - 1
    return place >= 0 and ord(character) <= ends[place]


@cache
def _ranges() -> tuple[list[int], list[int]]:
    lines = [line for line in LIST.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
    pairs = [tuple(int(bound, 16) for bound in line.split("-")) for line in lines]
    return [first for first, _ in pairs], [last for _, last in pairs]
