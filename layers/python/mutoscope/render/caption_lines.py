"""A caption's words on its lines: what stands between two words, and where a line ends.

Chinese and Japanese are written without spaces: there a line ends between words, best after a mark.
"""

from collections.abc import Sequence
from itertools import pairwise
from math import ceil
from unicodedata import east_asian_width

from mutoscope.engines.write.words import stop_words
from mutoscope.render.timeline import Cue

UNSPACED = frozenset({"ja", "zh"})
_HANGING = 8
"""Characters that a line may be longer or shorter than the other, rather than end on a small word."""
CLAUSE_ENDS = tuple(",;:—–，、；：،؛")


def cue_text(cue: Cue, language: str) -> str:
    """What the cue says, on one line: words parted by spaces, but not between characters of Chinese and Japanese."""
    return join_words([word.text for word in cue.words], language)


def is_small(word: str, language: str) -> bool:
    """An article, a preposition or the like: it belongs to the word behind it."""
    return word.strip().casefold() in stop_words(language)


def join_words(words: Sequence[str], language: str) -> str:
    return "".join(gap + word for gap, word in zip(gaps(words, language), words, strict=True))


def caption_lines(cue: Cue, language: str) -> str:
    """The cue's text, parted near its middle if it is longer than a line of 42 characters (20 wide ones)."""
    text = cue_text(cue, language)
    if language in UNSPACED:
        words = [word.text for word in cue.words]
        return "".join(gap + word for gap, word in zip(gaps(words, language, 20), words, strict=True))
    if len(text) <= 42:
        return text
    words = [word.text for word in cue.words]
    ends = [
        (join_words(words[:count], language), is_small(words[count - 1], language)) for count in range(1, len(words))
    ]
    if not ends:
        return text
    head, _ = min(ends, key=lambda end: abs(len(end[0]) * 2 - len(text)) + (_HANGING if end[1] else 0))
    return f"{head}\n{text[len(head) :].strip()}"


def gaps(words: Sequence[str], language: str, widest: float | None = None) -> list[str]:
    """What stands before each word: nothing, a space, or a line's end.

    Chinese and Japanese are parted in lines of about equal length of at most `widest` wide characters, between words
    and best after a mark; languages with spaces are left to whoever sets them.
    """
    between = [""] + [_gap(before, after, language) for before, after in pairwise(words)]
    if widest is None or language not in UNSPACED:
        return between[: len(words)]
    for start in _line_starts(words, widest):
        between[start] = "\n"
    return between[: len(words)]


def _gap(before: str, after: str, language: str) -> str:
    return "" if language in UNSPACED and (_is_wide(before[-1]) or _is_wide(after[0])) else " "


def _line_starts(words: Sequence[str], widest: float) -> list[int]:
    """The words that begin a further line; none if all fit into one, or if a word alone does not."""
    widths = [sum(1.0 if _is_wide(character) else 0.6 for character in word) for word in words]
    fewest = ceil(sum(widths) / widest)
    if fewest < 2 or max(widths) > widest:
        return []
    parted = (_parted(words, widths, widest, lines) for lines in range(fewest, len(words) + 1))
    # Where the fewest lines cannot all be short enough, one more is better than a line that breaks inside a word.
    return next((starts for starts in parted if _widest_line(widths, starts) <= widest), [])


def _widest_line(widths: Sequence[float], starts: Sequence[int]) -> float:
    return max(sum(widths[start:end]) for start, end in pairwise([0, *starts, len(widths)]))


def _parted(words: Sequence[str], widths: Sequence[float], widest: float, lines: int) -> list[int]:
    """Where each line but the first begins, so that they are about equally long and best end after a mark."""
    starts: list[int] = []
    ideal, done = sum(widths) / lines, 0.0
    for line in range(1, lines):
        costs = [
            (abs(sum(widths[:end]) - ideal * line) - (ideal / 4 if words[end - 1].endswith(CLAUSE_ENDS) else 0), end)
            for end in range(1, len(words))
            if (not starts or end > starts[-1]) and sum(widths[:end]) - done <= widest
        ]
        if not costs:
            break
        starts.append(min(costs)[1])
        done = sum(widths[: starts[-1]])
    return starts


def _is_wide(character: str) -> bool:
    return east_asian_width(character) in "WF"
