"""The last step of a piece: one steady loudness, peaks under -3 dBFS, silence at both ends.

Loudness is ITU-R BS.1770-4 of both channels, measured every three seconds; slow swells of the form stay half as large.
"""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from mutoscope.engines.compose.waves import Wave
from mutoscope.engines.loudness import BLOCK as LOUDNESS_BLOCK
from mutoscope.engines.loudness import lufs, weighted_power
from mutoscope.engines.tasks import SAMPLE_RATE

LOUDNESS = -20.0

_CEILING = 10 ** (-3.5 / 20)
_ROUGH_GAIN = 0.5
"""What the first pass is stored with: 16 bits hold any mix at it without clipping."""
_SPAN = SAMPLE_RATE * 3
_EVEN_OUT = 0.55
"""The share of a difference in loudness that is taken away."""
_FADE_IN = SAMPLE_RATE // 20
_FADE_OUT = SAMPLE_RATE * 2


def master(blocks: Iterator[Wave], samples: int) -> NDArray[np.int16]:
    """int16, shape (samples, 2). The mix is kept in 16 bits while its loudness is measured, so memory stays small."""
    stored = np.empty((samples, 2), np.int16)
    at = 0
    for block in blocks:
        rough = np.clip(block * np.float32(_ROUGH_GAIN), -1, 1) * np.float32(32_767)
        stored[at : at + len(block)] = np.rint(rough)
        at += len(block)
    points, gains = _gain_points(stored)
    for begin in range(0, samples, _SPAN):
        part = stored[begin : begin + _SPAN]
        place = np.arange(begin, begin + len(part))
        gain = np.interp(place, points, gains) * _edges(place, samples) / 32_767
        part[:] = np.rint(_soft_limit(part.astype(np.float32) * gain[:, None].astype(np.float32)) * 32_767)
    return stored


def _edges(place: NDArray[np.int64], samples: int) -> NDArray[np.float64]:
    """In over 50 ms, out over 2 s (less for a short piece), each from and to nothing."""
    out = min(_FADE_OUT, samples // 3)
    rise = np.clip(place / _FADE_IN, 0, 1)
    fall = np.clip((samples - 1 - place) / out, 0, 1)
    return np.asarray(np.sin(rise * np.pi / 2) ** 2 * np.sin(fall * np.pi / 2) ** 2)


def _gain_points(stored: NDArray[np.int16]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Where the gain is fixed, and what it is there; between the points it moves in a line."""
    powers = np.array([_power(stored[at : at + _SPAN]) for at in range(0, len(stored), _SPAN)])
    if powers.max() <= 1e-9:
        return np.array([0.0]), np.array([1.0])
    overall = float(lufs(powers[powers > powers.max() / 100].mean()))
    spans = np.maximum(lufs(powers), overall - 12)
    smooth = np.convolve(np.pad(spans, 1, mode="edge"), [0.25, 0.5, 0.25], mode="valid")
    decibels = LOUDNESS - overall + _EVEN_OUT * (overall - smooth)
    points = np.arange(len(powers), dtype=np.float64) * _SPAN + _SPAN / 2
    return points, 10 ** (decibels / 20)


def _power(part: NDArray[np.int16]) -> float:
    windows = range(0, max(1, len(part) - LOUDNESS_BLOCK // 2), LOUDNESS_BLOCK)
    sound = part.astype(np.float32) / np.float32(32_768)
    return float(np.mean([weighted_power(sound[at : at + LOUDNESS_BLOCK]) for at in windows]))


def _soft_limit(sound: Wave) -> Wave:
    """Straight up to 60 % of the ceiling, then bent so that it is never passed."""
    knee = _CEILING * 0.6
    over = np.maximum(np.abs(sound) - knee, 0)
    bent = knee + (_CEILING - knee) * np.tanh(over / (_CEILING - knee))
    return np.where(over > 0, np.sign(sound) * bent, sound).astype(np.float32)
