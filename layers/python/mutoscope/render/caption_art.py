"""Draws captions: bold white letters with a dark outline and a soft shadow, the word that is spoken in yellow.

Pango shapes every script from the Noto fonts of set-up alone, so a caption looks the same on every machine.
A caption stays inside the safe area: two lines near the bottom, or three, higher up, on a tall film.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import Any, cast

import cv2
import numpy as np
import pyvips
from numpy.typing import NDArray

from mutoscope.render.caption_lines import gaps
from mutoscope.render.fonts import FAMILIES, line_pitch, use_fonts
from mutoscope.render.planes import Plane, Planes
from mutoscope.render.syllables import with_breaks
from mutoscope.render.timeline import SAMPLE_RATE, SAMPLES_PER_FRAME, Cue

WHITE, INK = 235, 16
# From white to what is spoken, #FFD43B: the change of Y, Cb and Cr.
_LIGHT = (-39, -72, 25)
# A word stays lit this long after its end, so that the light does not flicker between words.
_LINGER = SAMPLE_RATE // 4


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
    """Drawn text: `mask` (uint8) and the distance from its top to the foot of the last line (not of its ink).

    `letters` is their size in pixels, `widest` how wide a line may be.
    """

    mask: Plane
    foot: int
    lines: int
    letters: int
    widest: int


@dataclass(frozen=True)
class Caption:
    """A drawn cue, and for each of its words how much of the patch's luma is that word's ink."""

    cue: Cue
    patch: Patch
    words: tuple[Plane, ...]


def layout_for(width: int, height: int) -> Layout:
    short = min(width, height)
    if height > width:
        return Layout(letters=round(short * 0.062), widest=0.86, foot=0.78, lines=3)
    if height == width:
        return Layout(letters=round(short * 0.05), widest=0.86, foot=0.90, lines=2)
    return Layout(letters=round(short * 0.05), widest=0.74, foot=0.905, lines=2)


class CaptionArtist:
    """Draws the cues of one film, the word that is spoken in a colour of its own."""

    def __init__(self, width: int, height: int, language: str, fonts: Path) -> None:
        self._size = (width, height)
        self._language = language
        self._fonts = fonts
        self._layout = layout_for(width, height)
        self._caption: Caption | None = None
        self._spoken: tuple[int | None, Patch] | None = None

    def draw(self, cue: Cue, spoken: int | None = None) -> Patch:
        """The cue's patch with its word number `spoken` lit; kept, since it is on screen for many frames."""
        if self._caption is None or self._caption.cue is not cue:
            self._caption, self._spoken = self._drawn(cue), None
        if self._spoken is None or self._spoken[0] != spoken:
            caption = self._caption
            self._spoken = (spoken, caption.patch if spoken is None else lit(caption.patch, caption.words[spoken]))
        return self._spoken[1]

    def _drawn(self, cue: Cue) -> Caption:
        use_fonts(self._fonts)
        width, height = self._size
        layout = self._layout
        words = [with_breaks(word.text) for word in cue.words]
        widest = round(width * layout.widest)
        between = gaps(words, self._language, widest / layout.letters)
        text = "".join(gap + word for gap, word in zip(between, words, strict=True))
        lettering = fit(text, self._language, layout, widest)
        outline = max(2, round(lettering.letters * 0.085))
        margin = 2 * (outline * 3 // 2 + 2)
        left = _even((width - lettering.mask.shape[1]) // 2 - margin)
        top = _even(round(height * layout.foot) - lettering.foot - margin)
        patch = paint(_framed(lettering.mask, margin), outline, max(left, 0), max(top, 0))
        inks = word_inks(words, between, self._language, lettering)
        return Caption(cue, patch, tuple(_framed(ink, margin) for ink in inks))


def spoken_word(cue: Cue, frame: int) -> int | None:
    """The number of the word that is heard at the middle of the timeline's frame; none in a pause."""
    now = frame * SAMPLES_PER_FRAME + SAMPLES_PER_FRAME // 2
    begun = [number for number, word in enumerate(cue.words) if word.start <= now]
    return begun[-1] if begun and now < cue.words[begun[-1]].end + _LINGER else None


def fit(text: str, language: str, layout: Layout, widest: int) -> Lettering:
    """The text in as few lines as it needs, the lines about equally long; smaller letters if it needs too many."""
    letters = layout.letters
    lettering = write(text, language, letters, widest)
    while (lettering.lines > layout.lines or lettering.mask.shape[1] > widest) and letters > layout.letters // 2:
        letters = min(letters - 1, round(letters * 0.93))
        lettering = write(text, language, letters, widest)
    narrow, wide = widest // (lettering.lines + 1), widest
    while lettering.lines > 1 and wide - narrow > letters // 2:
        tried = (narrow + wide) // 2
        candidate = write(text, language, letters, tried)
        if candidate.lines > lettering.lines or candidate.mask.shape[1] > tried:
            narrow = tried
        else:
            wide, lettering = tried, candidate
    return lettering


def word_inks(words: Sequence[str], between: Sequence[str], language: str, lettering: Lettering) -> tuple[Plane, ...]:
    """For each word the part of the lettering's mask that is its ink.

    The words are set once more, each in a colour that is its number: colours do not touch how letters are shaped.
    """
    step = 240 // max(len(words), 1)
    coloured = (
        f'{gap}<span foreground="#{step * number:02x}0000">{escape(word)}</span>'
        for number, (gap, word) in enumerate(zip(between, words, strict=True), start=1)
    )
    image = _set("".join(coloured), language, lettering.letters, lettering.widest, rgba=True)
    pixels = cast(Plane, image.numpy())
    # Faint pixels have no certain colour: they belong to the word whose solid ink they touch.
    numbers = np.where(pixels[..., 3] >= 96, (pixels[..., 0] + step / 2) // step, 0).astype(np.uint8)
    grown = np.where(numbers > 0, numbers, cv2.dilate(numbers, np.ones((3, 3), np.uint8)))
    return tuple(np.where(grown == number, pixels[..., 3], 0).astype(np.uint8) for number in range(1, len(words) + 1))


def write(text: str, language: str, letters: int, widest: int) -> Lettering:
    """The text set in lines of at most `widest` pixels, centred."""
    image = _set(escape(text), language, letters, widest, rgba=False)
    pitch = _pitch(text, language, letters)
    lines = max(1, round((image.yoffset + image.height) / pitch))
    return Lettering(_mask(image), lines * pitch - int(image.yoffset), lines, letters, widest)


def _set(markup: str, language: str, letters: int, widest: int, *, rgba: bool) -> pyvips.Image:
    # A line height above 1,024 counts in Pango's units and not in the font's own, which differ from script to script.
    return pyvips.Image.text(
        f'<span lang="{language}" line_height="{_pitch(markup, language, letters) * 1024}">{markup}</span>',
        font=f"{FAMILIES[language]} Bold {letters}",
        width=widest,
        dpi=72,
        align="centre",
        wrap="word-char",
        rgba=rgba,
    )


def _pitch(text: str, language: str, letters: int) -> int:
    return round(letters * line_pitch(text, language, 1.34))


def _mask(image: pyvips.Image) -> Plane:
    mask = cast(Plane, image.numpy())
    return mask.reshape(mask.shape[:2])


def paint(mask: Plane, outline: int, left: int, top: int) -> Patch:
    """White letters from `mask`, an outline of `outline` pixels around them and a shadow under both."""
    disc = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (2 * outline + 1, 2 * outline + 1))
    edge = cv2.GaussianBlur(cv2.dilate(mask, disc), (0, 0), 0.8)
    shadow = cv2.GaussianBlur(edge, (0, 0), outline * 1.2)
    cover = np.maximum(np.maximum(edge, mask), cv2.convertScaleAbs(shadow, alpha=0.6))
    coarse = cast(Plane, cv2.resize(cover, None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA))
    luma = INK * (cover / 255.0) + (WHITE - INK) * (mask / 255.0)
    chroma = _rounded(128 * (coarse / 255.0))
    return Patch(left, top, Planes(_rounded(luma), chroma, chroma), Planes(cover, coarse, coarse))


def lit(patch: Patch, ink: Plane) -> Patch:
    """The patch with the word of that ink in the colour of what is spoken."""
    inked = np.argwhere(ink.any(axis=1)), np.argwhere(ink.any(axis=0))
    if not len(inked[0]):
        return patch
    top, bottom = int(inked[0][0, 0]) & ~1, int(inked[0][-1, 0]) + 2 & ~1
    left, right = int(inked[1][0, 0]) & ~1, int(inked[1][-1, 0]) + 2 & ~1
    share = ink[top:bottom, left:right] / np.float32(255)
    coarse = cast(NDArray[np.float32], cv2.resize(share, None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA))
    colour = Planes(*(plane.copy() for plane in patch.colour))
    full, half = np.s_[top:bottom, left:right], np.s_[top // 2 : bottom // 2, left // 2 : right // 2]
    for plane, change in zip(colour, _LIGHT, strict=True):
        place, amount = (full, share) if plane is colour.y else (half, coarse)
        plane[place] = _rounded(np.clip(plane[place] + amount * change, 0, 255))
    return Patch(patch.left, patch.top, colour, patch.cover)


def lay_over(frame: Planes, patch: Patch) -> None:
    """Blends the patch into the frame; what would fall outside the frame is cut off."""
    for index, (plane, colour, cover) in enumerate(zip(frame, patch.colour, patch.cover, strict=True)):
        left, top = (patch.left, patch.top) if index == 0 else (patch.left // 2, patch.top // 2)
        seen = plane[top : top + colour.shape[0], left : left + colour.shape[1]]
        cut = np.s_[: seen.shape[0], : seen.shape[1]]
        kept = cv2.multiply(seen, cv2.bitwise_not(cover[cut]), scale=1 / 255)
        cv2.add(kept, colour[cut], dst=seen)


def _framed(mask: Plane, margin: int) -> Plane:
    """With a margin around, of even size."""
    height, width = mask.shape
    return np.pad(mask, ((margin, margin + height % 2), (margin, margin + width % 2)))


def _rounded(values: NDArray[Any]) -> Plane:
    return cast(Plane, np.rint(values).astype(np.uint8))


def _even(value: int) -> int:
    return value - value % 2
