"""The raw material of computed sound: clocks, periods, envelopes and noise at 48,000 Hz, float32."""

import numpy as np
from numpy.typing import NDArray

from mutoscope.engines.tasks import SAMPLE_RATE

Wave = NDArray[np.float32]

HIGHEST = 9_000.0
"""Hertz above which no partial is made."""
_TABLE = 4_096


def hertz(pitch: float) -> float:
    return float(440 * 2 ** ((pitch - 69) / 12))


def clock_of(seconds: float) -> Wave:
    return np.arange(max(64, int(seconds * SAMPLE_RATE)), dtype=np.float32) / np.float32(SAMPLE_RATE)


def wavetable(frequency: float, brightness: float, odd: float = 1.0) -> Wave:
    """One period whose nth harmonic has the amplitude n ** -brightness; `odd` scales the even ones."""
    count = max(1, min(24, int(HIGHEST / frequency)))
    angle = np.arange(_TABLE) * (2 * np.pi / _TABLE)
    waves = [np.sin(angle * n + n * n * 0.7) * n**-brightness * (1.0 if n % 2 else odd) for n in range(1, count + 1)]
    table = np.sum(waves, axis=0)
    return np.asarray(table / np.sqrt(np.mean(table**2)) * 0.2, dtype=np.float32)


def sung_table(frequency: float) -> Wave:
    """One period of an open `ah`: its harmonics rise at the formants of the vowel (600, 1,040 and 2,250 Hz)."""
    angle = np.arange(_TABLE) * (2 * np.pi / _TABLE)
    table = np.zeros(_TABLE)
    for n in range(1, max(2, min(20, int(HIGHEST / 3 / frequency)))):
        near = sum(gain * np.exp(-(((n * frequency - centre) / width) ** 2)) for centre, width, gain in _AH)
        table += np.sin(angle * n + n * n * 0.7) * (near + 0.5 / n**2)
    return np.asarray(table / np.sqrt(np.mean(table**2)) * 0.2, dtype=np.float32)


_AH = ((600, 160, 0.8), (1_040, 180, 0.4), (2_250, 260, 0.06))


def read_table(table: Wave, cycles: NDArray[np.float64]) -> Wave:
    """The table at these phases, in cycles; 4,096 points make interpolation needless below -60 dB."""
    return np.asarray(table[(cycles * _TABLE).astype(np.int64) & (_TABLE - 1)])


def swell(clock: Wave, held: float, attack: float, release: float) -> Wave:
    """Rises over `attack`, holds, and dies away over `release` after the key is let go."""
    rise = np.clip(clock / attack, 0, 1)
    fall = np.clip((held + release - clock) / release, 0, 1)
    return np.asarray(np.sin(rise * np.pi / 2) ** 2 * np.sin(fall * np.pi / 2) ** 2, dtype=np.float32)


def noise_around(count: int, centre: float) -> Wave:
    """A band of noise around `centre`, two octaves wide; the same every time."""
    size = 1 << 15
    spectrum = np.fft.rfft(np.random.default_rng(7).standard_normal(size))
    distance = np.log2(np.maximum(np.fft.rfftfreq(size, 1 / SAMPLE_RATE), 1.0) / centre)
    band = np.fft.irfft(spectrum * np.exp(-(distance**2)))
    band = (band / np.sqrt(np.mean(band**2))).astype(np.float32)
    return np.resize(band, count)
