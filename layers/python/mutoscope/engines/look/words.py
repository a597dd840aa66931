"""Measurements in words. Where one word ends and the next begins was set by looking at pictures of each kind."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mutoscope.engines.look.measure import Measurements

_NEAR = 0.09
_SHAPES = ((2.0, "panoramic"), (1.25, "wide"), (0.8, "nearly square"), (0.5, "upright"), (0.0, "tall and narrow"))


def shape_words(seen: Measurements) -> str:
    ratio = seen.width / seen.height
    shape = next(word for least, word in _SHAPES if ratio >= least)
    return f"a {shape} picture of {seen.width} × {seen.height} pixels"


def light_words(seen: Measurements) -> str:
    bright = "dark" if seen.brightness < 30 else "bright" if seen.brightness > 70 else "evenly lit"
    contrast = (
        "soft contrast" if seen.contrast < 12 else "strong contrast" if seen.contrast > 28 else "moderate contrast"
    )
    lost = [
        words
        for share, words in ((seen.shadows, "shadows without detail"), (seen.highlights, "burnt-out highlights"))
        if share > 0.05
    ]
    return ", ".join([bright, contrast, *lost])


def colour_words(seen: Measurements) -> str:
    if seen.colourfulness < 6:
        return "nearly without colour"
    vivid = (
        "vivid colours"
        if seen.colourfulness > 60
        else "muted colours"
        if seen.colourfulness < 25
        else "natural colours"
    )
    return f"{vivid}, {'warm' if seen.warmth > 6 else 'cool' if seen.warmth < -6 else 'neither warm nor cool'}"


def place_words(seen: Measurements) -> str:
    x, y = seen.eye
    across = "left" if x < 0.42 else "right" if x > 0.58 else ""
    down = "upper" if y < 0.42 else "lower" if y > 0.58 else ""
    return " ".join(word for word in (down, across) if word) or "centre"


def composition_words(seen: Measurements) -> str:
    x, y = seen.eye
    place = f"the eye is drawn to the {place_words(seen)}"
    on_third = min(abs(x - 1 / 3), abs(x - 2 / 3)) < _NEAR and min(abs(y - 1 / 3), abs(y - 2 / 3)) < _NEAR
    words = [
        place,
        *(["on a point of thirds"] if on_third else []),
        *(["halves alike"] if seen.symmetry > 0.85 else []),
    ]
    if seen.rows_of_type:
        words.append(f"{seen.rows_of_type} row{'s' if seen.rows_of_type > 1 else ''} of what looks like type")
    return ", ".join(words)


def sharpness_words(seen: Measurements) -> str:
    sharp = (
        "blurred or out of focus" if seen.sharpness < 40 else "crisp" if seen.sharpness > 400 else "moderately sharp"
    )
    return f"{sharp}, {'grainy' if seen.noise > 6 else 'clean'}"


def medium_words(seen: Measurements) -> str:
    if seen.flat > 0.6:
        return "large flat areas, as in drawings, screens and graphics"
    return "continuous tones, as in photographs and paintings"
