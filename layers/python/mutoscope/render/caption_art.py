"""Draws captions: bold white letters with a dark outline and a soft shadow, legible on any picture.

Pango shapes every script from the Noto fonts of set-up alone, so a caption looks the same on every machine.
A caption stays inside the safe area: two lines near the bottom, or three, higher up, on a tall film.
"""

from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import Any, cast

import cv2
import numpy as np
import pyvips
from numpy.typing import NDArray

from mutoscope.render.captions import cue_text
from mutoscope.render.fonts import FAMILIES, LINE_PITCH, use_fonts
from mutoscope.render.planes import Plane, Planes
from mutoscope.render.timeline import Cue

WHITE, INK = 235, 16


@dataclass(frozen=True)
class Layout:
    """Letter size in pixels, widest line and foot of the last line as shares of the frame, most lines."""

    letters: int
    widest: float
    foot: float
    lines: int


@dataclass(frozen=True)
class Patch:
    """A drawn caption: `colour` times `cover`, and `cover` (255 hides the picture), both at even `left` and `top`."""

    left: int
    top: int
    colour: Planes
    cover: Planes


@dataclass(frozen=True)
class Lettering:
    """Drawn text: `mask` (uint8) and the distance from its top to the foot of the last line (not of its ink)."""

    mask: Plane
    foot: int
    lines: int


def layout_for(width: int, height: int) -> Layout:
    short = min(width, height)
    if height > width:
        return Layout(letters=round(short * 0.062), widest=0.86, foot=0.78, lines=3)
    if height == width:
        return Layout(letters=round(short * 0.05), widest=0.86, foot=0.90, lines=2)
    return Layout(letters=round(short * 0.05), widest=0.74, foot=0.905, lines=2)


class CaptionArtist:
    """Draws the cues of one film."""

    def __init__(self, width: int, height: int, language: str, fonts: Path) -> None:
        self._size = (width, height)
        self._language = language
        self._fonts = fonts
        self._layout = layout_for(width, height)
        self._last: tuple[Cue, Patch] | None = None

    def draw(self, cue: Cue) -> Patch:
        """The cue's patch; the last one is kept, since a cue is on screen for many frames."""
        if self._last is None or self._last[0] is not cue:
            self._last = (cue, self._patch(cue_text(cue, self._language)))
        return self._last[1]

    def _patch(self, text: str) -> Patch:
        use_fonts(self._fonts)
        width, height = self._size
        layout = self._layout
        lettering, letters = fit(text, self._language, layout, round(width * layout.widest))
        outline = max(2, round(letters * 0.07))
        margin = 2 * (outline * 3 // 2 + 2)
        mask = np.pad(lettering.mask, margin)
        left = _even((width - mask.shape[1]) // 2)
        top = _even(round(height * layout.foot) - lettering.foot - margin)
        return paint(mask, outline, max(left, 0), max(top, 0))


def fit(text: str, language: str, layout: Layout, widest: int) -> tuple[Lettering, int]:
    """The text in as few lines as it needs, the lines about equally long; smaller letters if it needs too many."""
    letters = layout.letters
    lettering = write(text, language, letters, widest)
    while (lettering.lines > layout.lines or lettering.mask.shape[1] > widest) and letters > layout.letters // 2:
        letters = round(letters * 0.93)
        lettering = write(text, language, letters, widest)
    narrow, wide = widest // (lettering.lines + 1), widest
    while lettering.lines > 1 and wide - narrow > letters // 2:
        tried = (narrow + wide) // 2
        candidate = write(text, language, letters, tried)
        if candidate.lines > lettering.lines or candidate.mask.shape[1] > tried:
            narrow = tried
        else:
            wide, lettering = tried, candidate
    return lettering, letters


def write(text: str, language: str, letters: int, widest: int) -> Lettering:
    """The text set in lines of at most `widest` pixels, centred."""
    pitch = round(letters * LINE_PITCH.get(language, 1.34))
    # A line height above 1,024 counts in Pango's units and not in the font's own, which differ from script to script.
    image = pyvips.Image.text(
        f'<span lang="{language}" line_height="{pitch * 1024}">{escape(text)}</span>',
        font=f"{FAMILIES[language]} Bold {letters}",
        width=widest,
        dpi=72,
        align="centre",
        wrap="word-char",
    )
    lines = max(1, round((image.yoffset + image.height) / pitch))
    return Lettering(_mask(image), lines * pitch - int(image.yoffset), lines)


def _mask(image: pyvips.Image) -> Plane:
    mask = cast(Plane, image.numpy())
    return mask.reshape(mask.shape[:2])


def paint(mask: Plane, outline: int, left: int, top: int) -> Patch:
    """White letters from `mask`, an outline of `outline` pixels around them and a shadow under both."""
    mask = np.pad(mask, ((0, mask.shape[0] % 2), (0, mask.shape[1] % 2)))
    disc = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (2 * outline + 1, 2 * outline + 1))
    edge = cv2.GaussianBlur(cv2.dilate(mask, disc), (0, 0), 0.8)
    shadow = cv2.GaussianBlur(edge, (0, 0), outline * 1.2)
    cover = np.maximum(np.maximum(edge, mask), cv2.convertScaleAbs(shadow, alpha=0.6))
    coarse = cast(Plane, cv2.resize(cover, None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA))
    luma = INK * (cover / 255.0) + (WHITE - INK) * (mask / 255.0)
    chroma = _rounded(128 * (coarse / 255.0))
    return Patch(left, top, Planes(_rounded(luma), chroma, chroma), Planes(cover, coarse, coarse))


def lay_over(frame: Planes, patch: Patch) -> None:
    """Blends the patch into the frame; what would fall outside the frame is cut off."""
    for index, (plane, colour, cover) in enumerate(zip(frame, patch.colour, patch.cover, strict=True)):
        left, top = (patch.left, patch.top) if index == 0 else (patch.left // 2, patch.top // 2)
        seen = plane[top : top + colour.shape[0], left : left + colour.shape[1]]
        cut = np.s_[: seen.shape[0], : seen.shape[1]]
        kept = cv2.multiply(seen, cv2.bitwise_not(cover[cut]), scale=1 / 255)
        cv2.add(kept, colour[cut], dst=seen)


def _rounded(values: NDArray[Any]) -> Plane:
    return cast(Plane, np.rint(values).astype(np.uint8))


def _even(value: int) -> int:
    return value - value % 2
