"""Sets type: Pango shapes every script from set-up's Noto fonts, and the letters are made as large as their box allows.

Masks are uint8, (height, width), 255 where there is ink; the same text and box give the same mask on every machine.
"""

from dataclasses import dataclass
from enum import StrEnum
from html import escape
from typing import cast

import numpy as np
import pyvips
from numpy.typing import NDArray

from mutoscope.engines.draw.line_breaks import breakable
from mutoscope.render.emoji import without_emoji
from mutoscope.render.fonts import FAMILIES, line_pitch
from mutoscope.render.letters import without_unset

Mask = NDArray[np.uint8]
_RAGGED, _WORTH = 0.5, 0.7
_TIGHT = 1.18
"""How far apart the lines of a title stand in Latin letters, in letter sizes."""


class Align(StrEnum):
    START = "low"
    MIDDLE = "centre"


@dataclass(frozen=True)
class Lettering:
    mask: Mask
    letters: int
    """The size of the letters in pixels."""
    lines: int


def set_type(
    text: str, language: str, width: float, height: float, *, largest: float, align: Align = Align.START, lines: int = 9
) -> Lettering:
    """As large as fits in the box, at most `largest`, in at most so many `lines`, about equally long; without emoji.

    A word alone on its line is worth somewhat smaller letters in one line less.
    """
    text = breakable(without_unset(without_emoji(text)) or text, language)
    best = _fit(text, language, width, height, largest, align, lines)
    if best.lines > 1 and _raggedness(best) > _RAGGED:
        fewer = _fit(text, language, width, height, largest, align, best.lines - 1)
        if fewer.letters >= best.letters * _WORTH and _raggedness(fewer) < _raggedness(best):
            return fewer
    return best


def _fit(text: str, language: str, width: float, height: float, largest: float, align: Align, lines: int) -> Lettering:
    low, high = 6, max(7, round(largest))
    while high - low > 1:
        middle = (low + high) // 2
        tried = _letter(text, language, middle, round(width), align)
        fits = tried.mask.shape[1] <= width and tried.mask.shape[0] <= height and tried.lines <= lines
        low, high = (middle, high) if fits else (low, middle)
    return _balanced(text, language, low, round(width), align)


def _balanced(text: str, language: str, letters: int, width: int, align: Align) -> Lettering:
    """The same lines, as equally long as their words allow; of two that are as even, the narrower one."""
    best = _letter(text, language, letters, width, align)
    if best.lines == 1:
        return best
    widths = (width * share // 16 for share in range(16 * 2 // (best.lines + 1), 16))
    tries = [best, *(_letter(text, language, letters, narrower, align) for narrower in widths)]
    fitting = [tried for tried in tries if tried.lines == best.lines and tried.mask.shape[1] <= width]
    return min(fitting, key=lambda tried: (round(_raggedness(tried), 1), tried.mask.shape[1]))


def _raggedness(lettering: Lettering) -> float:
    """By how much the shortest line falls short of the longest, 0 to 1."""
    bands = np.array_split(lettering.mask, lettering.lines)
    columns = [np.flatnonzero(band.any(axis=0)) for band in bands]
    lengths = [int(inked[-1] - inked[0]) for inked in columns if inked.size]
    return 1 - min(lengths) / max(1, *lengths) if lengths else 0.0


def _letter(text: str, language: str, letters: int, width: int, align: Align) -> Lettering:
    pitch = round(letters * max(_TIGHT, line_pitch(text, language, 0.0) * 0.96))
    image = pyvips.Image.text(
        f'<span lang="{language}" line_height="{pitch * 1024}">{escape(text)}</span>',
        font=f"{FAMILIES[language]} Bold {letters}",
        width=width,
        dpi=72,
        align=align.value,
        wrap="word",
    )
    mask = cast(Mask, image.numpy())
    lines = max(1, round((image.yoffset + image.height) / pitch))
    return Lettering(np.ascontiguousarray(mask.reshape(mask.shape[:2])), letters, lines)
