"""The fingerprint of speech: how loud each of ten bands is, forty times a second.

It survives other formats, sample rates and loudness, and tells one sentence from another with a word changed.
"""

from typing import cast

import numpy as np
from numpy.typing import NDArray

from mutoscope.engines.tasks import SAMPLE_RATE

Fingerprint = NDArray[np.uint8]

HOP = SAMPLE_RATE // 40
_WINDOW = 2 * HOP
BANDS = 10
_LOWEST, _HIGHEST = 160.0, 3_600.0
_DEEPEST = 45.0
"""Decibels under the loudest band of all: what is softer counts as silence."""
_SILENCE = 105.0
"""What the loudest band counts as at least: then noise of two steps of 65,536, at 51 dB, is nothing."""
_STEPS = 250
_MOST_SHIFT = 4
"""Frames by which encoders may have moved the sound: a tenth of a second."""
_BLOCK = 4_096
_SECOND = 40
"""Frames that are compared at a time, each half a second after the last."""
_QUIET = 20.0
"""What two passages are measured by that hold nearly nothing."""
LIKE_ENOUGH = 0.92
"""Measured: the same speech as MP3, Opus or AAC has at least 0.95, one syllable changed at most 0.87."""


def fingerprint(samples: NDArray[np.int16]) -> Fingerprint:
    """uint8, shape (n / HOP, 10), from int16 mono at 48 kHz, shape (n,)."""
    count = len(samples) // HOP
    if count == 0:
        return np.zeros((0, BANDS), np.uint8)
    padded = np.pad(samples.astype(np.float32), (0, _WINDOW))
    window = np.hanning(_WINDOW).astype(np.float32)
    power = np.concatenate(
        [_power(padded, first, min(first + _BLOCK, count), window) for first in range(0, count, _BLOCK)]
    )
    decibels = 10 * np.log10(power + 1e-3)
    loudest = max(float(decibels.max()), _SILENCE)
    raised = np.clip((decibels - loudest + _DEEPEST) / _DEEPEST, 0, 1)
    return cast(Fingerprint, np.rint(raised * _STEPS).astype(np.uint8))


def likeness(one: Fingerprint, other: Fingerprint) -> float:
    """1 for the same speech, less for any other: what the least alike second of it has, at the best of small shifts."""
    return max(_least_alike(one, other, shift) for shift in range(-_MOST_SHIFT, _MOST_SHIFT + 1))


def _power(samples: NDArray[np.float32], first: int, last: int, window: NDArray[np.float32]) -> NDArray[np.float32]:
    places = np.arange(first, last)[:, None] * HOP + np.arange(_WINDOW)[None, :]
    spectrum = np.abs(np.fft.rfft(samples[places] * window, axis=1)) ** 2
    return np.add.reduceat(spectrum, _EDGES, axis=1)[:, :BANDS].astype(np.float32)


_EDGES = np.rint(np.geomspace(_LOWEST, _HIGHEST, BANDS + 1) * _WINDOW / SAMPLE_RATE).astype(int)


def _least_alike(one: Fingerprint, other: Fingerprint, shift: int) -> float:
    """A long text with one word changed is alike on the whole, but not in the second in which that word is said."""
    a, b = (one[shift:], other) if shift >= 0 else (one, other[-shift:])
    count = min(len(a), len(b))
    if count < _MOST_SHIFT:
        return 0.0
    first, second = a[:count].astype(np.float64), b[:count].astype(np.float64)
    starts = range(0, max(1, count - _SECOND // 2), _SECOND // 2)
    return min(_alike(first[start : start + _SECOND], second[start : start + _SECOND]) for start in starts)


def _alike(one: NDArray[np.float64], other: NDArray[np.float64]) -> float:
    return 1 - float(np.abs(one - other).mean()) / max(float(one.mean() + other.mean()), _QUIET)
