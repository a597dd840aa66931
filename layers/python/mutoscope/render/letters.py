"""Which characters can be set in type at all: those that set-up's fonts have a shape for, listed in `letters.txt`.

The list answers where no font is, so that an order is refused before it is charged; a test compares it with the fonts.
"""

import re
import unicodedata
from bisect import bisect_right
from functools import cache
from pathlib import Path

from mutoscope.render.emoji import without_emoji

LIST = Path(__file__).with_name("letters.txt")
_LETTERS_AND_MARKS = ("L", "M")
_UNSEEN = re.compile("[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u3164\ufe00-\ufe0f\uffa0\U000e0100-\U000e01ef]")
"""Letters and marks that Unicode lets everyone ignore: they choose a form of what stands before them, or fill a gap."""


def unset_letters(text: str) -> tuple[str, ...]:
    """The letters of `text` that no font has, each once; signs and emoji are left out of type instead."""
    return tuple(dict.fromkeys(each for each in without_emoji(text) if _is_letter(each) and not _can_be_set(each)))


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
    return unicodedata.category(character)[0] in _LETTERS_AND_MARKS and not _UNSEEN.match(character)


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
