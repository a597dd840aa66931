"""Sets type: Pango shapes every script from set-up's Noto fonts, and the letters are made as large as their box allows.

Masks are uint8, (height, width), 255 where there is ink; the same text and box give the same mask on every machine.
"""

from dataclasses import dataclass, replace
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
_JOINER = "\u2060"
_CRAMPED = 0.3
"""Letters that are smaller than this share of the largest may be so for the sake of one long word."""
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

    A word alone on its line is worth somewhat smaller letters in one line less; one so long that the letters would be
    less than half as large is broken.
    """
    text = breakable(without_unset(without_emoji(text)) or text, language)
    setting = _Setting(text, language, round(width), align)
    best = setting.fit(height, largest, lines)
    if lines > 1 and (best.letters < largest * _CRAMPED or best.mask.shape[1] > width):
        broken = replace(setting, text=text.replace(_JOINER, ""), wrap="word-char").fit(height, largest, lines)
        if broken.letters >= best.letters * 2 or best.mask.shape[1] > width:
            return broken
    if best.lines > 1 and _raggedness(best) > _RAGGED:
        fewer = setting.fit(height, largest, best.lines - 1)
        if fewer.letters >= best.letters * _WORTH and _raggedness(fewer) < _raggedness(best):
            return fewer
    return best


@dataclass(frozen=True)
class _Setting:
    """A text that is tried in several sizes; `wrap` is where Pango may break it."""

    text: str
    language: str
    width: int
    align: Align
    wrap: str = "word"

    def fit(self, height: float, largest: float, lines: int) -> Lettering:
        low, high = 6, max(7, round(largest))
        while high - low > 1:
            middle = (low + high) // 2
            tried = self._letter(middle, self.width)
            fits = tried.mask.shape[1] <= self.width and tried.mask.shape[0] <= height and tried.lines <= lines
            low, high = (middle, high) if fits else (low, middle)
        return self._balanced(low)

    def _balanced(self, letters: int) -> Lettering:
        """The same lines, as equally long as their words allow; of two that are as even, the narrower one."""
        best = self._letter(letters, self.width)
        if best.lines == 1:
            return best
        widths = (self.width * share // 16 for share in range(16 * 2 // (best.lines + 1), 16))
        tries = (self._letter(letters, narrower) for narrower in widths)
        fitting = [tried for tried in tries if tried.lines == best.lines and tried.mask.shape[1] <= self.width]
        return min((best, *fitting), key=lambda tried: (round(_raggedness(tried), 1), tried.mask.shape[1]))

    def _letter(self, letters: int, width: int) -> Lettering:
        pitch = round(letters * max(_TIGHT, line_pitch(self.text, self.language, 0.0) * 0.96))
        image = pyvips.Image.text(
            f'<span lang="{self.language}" line_height="{pitch * 1024}">{escape(self.text)}</span>',
            font=f"{FAMILIES[self.language]} Bold {letters}",
            width=width,
            dpi=72,
            align=self.align.value,
            wrap=self.wrap,
        )
        mask = cast(Mask, image.numpy())
        lines = max(1, round((image.yoffset + image.height) / pitch))
        return Lettering(np.ascontiguousarray(mask.reshape(mask.shape[:2])), letters, lines)


def _raggedness(lettering: Lettering) -> float:
    """By how much the shortest line falls short of the longest, 0 to 1."""
    bands = np.array_split(lettering.mask, lettering.lines)
    columns = [np.flatnonzero(band.any(axis=0)) for band in bands]
    lengths = [int(inked[-1] - inked[0]) for inked in columns if inked.size]
    return 1 - min(lengths) / max(1, *lengths) if lengths else 0.0
