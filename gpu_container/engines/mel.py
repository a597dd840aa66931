"""The mel spectrogram that lip-sync models hear: 16 kHz, 800-point windows every 200 samples, 80 bands, -4 to 4.

Scale: Slaney's Auditory Toolbox (linear to 1 kHz, then logarithmic), each band of equal area.
"""

from typing import Any

import numpy as np
from numpy.typing import NDArray

RATE = 16_000
_FFT, _HOP = 800, 200
_BANDS, _LOWEST, _HIGHEST = 80, 55.0, 7_600.0
_PREEMPHASIS = 0.97
_REFERENCE_DB, _FLOOR_DB, _SPAN = 20.0, -100.0, 4.0
COLUMNS_PER_SECOND = RATE / _HOP


def mel_spectrogram(samples: NDArray[np.float32]) -> NDArray[np.float32]:
    """Shape (80, columns), from samples -1 to 1 at 16 kHz, shape (n,)."""
    sharpened = np.append(samples[:1], samples[1:] - _PREEMPHASIS * samples[:-1])
    padded = np.pad(sharpened, _FFT // 2, mode="reflect" if len(sharpened) > _FFT // 2 else "constant")
    frames = np.lib.stride_tricks.sliding_window_view(padded, _FFT)[::_HOP]
    window = 0.5 - 0.5 * np.cos(2 * np.pi * np.arange(_FFT) / _FFT)
    loudness = np.abs(np.fft.rfft(frames * window, axis=1))
    decibels = 20 * np.log10(np.maximum(1e-5, _bands() @ loudness.T)) - _REFERENCE_DB
    scaled = 2 * _SPAN * (decibels - _FLOOR_DB) / -_FLOOR_DB - _SPAN
    return np.clip(scaled, -_SPAN, _SPAN).astype(np.float32)


def windows(mel: NDArray[np.float32], count: int, fps: int, width: int) -> NDArray[np.float32]:
    """Shape (count, 1, 80, width): the columns that begin where each frame does; the last ones repeat."""
    starts = np.minimum((np.arange(count) * COLUMNS_PER_SECOND / fps).astype(int), max(0, mel.shape[1] - width))
    padded = np.pad(mel, ((0, 0), (0, max(0, width - mel.shape[1]))), mode="edge")
    return np.stack([padded[None, :, start : start + width] for start in starts])


def _bands() -> NDArray[Any]:
    edges = _to_hertz(np.linspace(_to_mel(_LOWEST), _to_mel(_HIGHEST), _BANDS + 2))
    tones = np.linspace(0, RATE / 2, _FFT // 2 + 1)
    rising = (tones - edges[:-2, None]) / (edges[1:-1] - edges[:-2])[:, None]
    falling = (edges[2:, None] - tones) / (edges[2:] - edges[1:-1])[:, None]
    area = 2.0 / (edges[2:] - edges[:-2])
    return np.maximum(0, np.minimum(rising, falling)) * area[:, None]


def _to_mel(hertz: float) -> float:
    return hertz / (200 / 3) if hertz < 1_000 else 15 + np.log(hertz / 1_000) / (np.log(6.4) / 27)


def _to_hertz(mels: NDArray[Any]) -> NDArray[Any]:
    return np.where(mels < 15, mels * 200 / 3, 1_000 * np.exp((np.log(6.4) / 27) * (mels - 15)))
