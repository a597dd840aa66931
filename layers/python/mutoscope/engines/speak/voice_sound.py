"""The sound of a voice: espeak's raw speech filtered, resampled to 48,000 Hz and brought to one loudness.

Filters act on the spectrum with zero phase, so no word moves by a sample.
"""

import numpy as np
from numpy.typing import NDArray

from mutoscope.engines.loudness import integrated
from mutoscope.engines.speak.espeak_library import ESPEAK_RATE

Sound = NDArray[np.float32]

LOUDNESS = -20.0
"""LUFS of every utterance that is louder than silence."""
_CEILING = 10 ** (-3 / 20)
_UP, _DOWN = 320, 147
"""48,000 / 22,050 in lowest terms."""


def to_output_rate(sample: int) -> int:
    return (sample * _UP + _DOWN // 2) // _DOWN


def shape(samples: NDArray[np.int16]) -> Sound:
    """int16 mono at 22,050 Hz to float32 mono in -1 to 1 at 48,000 Hz, filtered."""
    padded = -(-(len(samples) + ESPEAK_RATE // 10) // (_DOWN * 16)) * _DOWN * 16
    spectrum = np.fft.rfft(samples.astype(np.float64) / 32_768, padded)
    spectrum *= _voice_curve(np.fft.rfftfreq(padded, 1 / ESPEAK_RATE).astype(np.float64))
    length = padded // _DOWN * _UP
    sound = np.fft.irfft(spectrum, length) * (length / padded)
    return sound[: to_output_rate(len(samples))].astype(np.float32)


def _voice_curve(hertz: NDArray[np.float64]) -> NDArray[np.float64]:
    """Rumble and the buzz above 9 kHz go, the chest comes forward, the harsh band around 3.2 kHz steps back."""
    octaves = np.log2(np.maximum(hertz, 1.0))

    def bell(centre: float, width: float, decibels: float) -> NDArray[np.float64]:
        return np.asarray(decibels * np.exp(-(((octaves - np.log2(centre)) / width) ** 2)))

    decibels = bell(210, 0.7, 2.0) + bell(450, 0.5, -1.0) + bell(3_200, 0.55, -3.5) + bell(6_500, 0.6, -2.5)
    high_pass = 1 / np.sqrt(1 + (75 / np.maximum(hertz, 1e-3)) ** 6)
    low_pass = 1 / np.sqrt(1 + (hertz / 9_300) ** 16)
    curve = 10 ** (decibels / 20) * high_pass * low_pass
    return np.asarray(np.where(hertz > 0, curve, 0.0))


def level(sound: Sound) -> NDArray[np.int16]:
    """Brings the sound to LOUDNESS and keeps its peaks under -3 dBFS."""
    loudness = integrated(sound)
    gain = 10 ** ((LOUDNESS - loudness) / 20) if loudness > -60 else 1.0
    return np.rint(_soft_limit(sound * np.float32(gain)) * 32_767).astype(np.int16)


def _soft_limit(sound: Sound) -> Sound:
    """Straight up to half of the ceiling, then bent so that the ceiling is never passed."""
    knee = _CEILING / 2
    over = np.maximum(np.abs(sound) - knee, 0)
    bent = knee + (_CEILING - knee) * np.tanh(over / (_CEILING - knee))
    return np.where(over > 0, np.sign(sound) * bent, sound).astype(np.float32)
