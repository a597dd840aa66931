"""What drums and shakers sound like: one stroke each, float32, shape (n, 2), silent at its start."""

from collections.abc import Callable, Mapping

import numpy as np

from mutoscope.engines.compose.score import Instrument
from mutoscope.engines.compose.waves import Wave, clock_of, noise_around
from mutoscope.engines.tasks import SAMPLE_RATE


def _skin(
    frequency: float, bend: float, decay: float, overtones: tuple[tuple[float, float], ...], knock: float
) -> Wave:
    """A drum: a membrane whose pitch falls as it calms, its overtones, and the stroke."""
    clock = clock_of(min(1.6, decay * 6))
    turns = 2 * np.pi * np.cumsum(frequency * (1 + bend * np.exp(-clock / 0.03))) / SAMPLE_RATE
    wave = np.sin(turns) * np.exp(-clock / decay)
    for ratio, amplitude in overtones:
        wave += amplitude * np.sin(turns * ratio) * np.exp(-clock / (decay / ratio))
    wave += noise_around(len(clock), 900.0) * np.exp(-clock / 0.008) * knock
    wave *= np.clip(clock / 0.002, 0, 1)
    return np.repeat(wave.astype(np.float32)[:, None], 2, axis=1) * np.float32(0.45)


def _kick() -> Wave:
    return _skin(50, 1.4, 0.16, (), 0.08)


def _tom() -> Wave:
    return _skin(74, 0.5, 0.34, ((1.59, 0.3), (2.14, 0.12)), 0.12)


def _tabla_low() -> Wave:
    return _skin(82, 0.35, 0.30, ((2.0, 0.2),), 0.06)


def _tabla_high() -> Wave:
    return _skin(293.66, 0.02, 0.16, ((2.0, 0.4), (3.0, 0.2)), 0.10) * np.float32(0.6)


def _rustle(centre: float, attack: float, decay: float) -> Wave:
    clock = clock_of(decay * 7 + attack)
    left = noise_around(len(clock) + 5_000, centre)
    envelope = np.clip(clock / attack, 0, 1) * np.exp(-clock / decay)
    wave = np.stack([left[: len(clock)], 0.6 * left[: len(clock)] + 0.4 * left[5_000:]], axis=1)
    return np.asarray(wave * envelope[:, None] * 0.2, dtype=np.float32)


def _shaker() -> Wave:
    return _rustle(6_500.0, 0.012, 0.03)


def _brush() -> Wave:
    return _rustle(3_800.0, 0.004, 0.06)


STROKES: Mapping[Instrument, Callable[[], Wave]] = {
    Instrument.KICK: _kick,
    Instrument.TOM: _tom,
    Instrument.BRUSH: _brush,
    Instrument.SHAKER: _shaker,
    Instrument.TABLA_LOW: _tabla_low,
    Instrument.TABLA_HIGH: _tabla_high,
}
