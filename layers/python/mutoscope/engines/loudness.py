"""How loud sound is to an ear: ITU-R BS.1770-4, at 48,000 Hz.

The standard's weighting is applied to the spectrum of 400 ms blocks; its two gates leave out silence and pauses.
"""

import numpy as np
from numpy.typing import NDArray

from mutoscope.engines.tasks import SAMPLE_RATE

BLOCK = SAMPLE_RATE * 4 // 10
SILENCE = -120.0


def integrated(sound: NDArray[np.float32]) -> float:
    """LUFS of float sound in -1 to 1, shape (n,) or (n, channels); SILENCE where nothing passes the gates."""
    powers = np.array([weighted_power(sound[at : at + BLOCK]) for at in range(0, max(1, len(sound)), BLOCK // 2)])
    powers = powers[lufs(powers) > -70]
    if not len(powers):
        return SILENCE
    return float(lufs(powers[lufs(powers) > lufs(powers.mean()) - 10].mean()))


def lufs(power: NDArray[np.float64] | np.float64) -> NDArray[np.float64]:
    return np.asarray(-0.691 + 10 * np.log10(np.maximum(power, 1e-12)))


def weighted_power(block: NDArray[np.float32]) -> float:
    """Mean square after the weighting, summed over channels, of a block of at most BLOCK samples."""
    spectrum = np.abs(np.fft.rfft(block.reshape(len(block), -1), BLOCK, axis=0)) ** 2
    heard = np.sum(spectrum * _WEIGHTS[:, None])
    return float(2 * heard / (BLOCK * max(len(block), BLOCK // 4)))


def _weights() -> NDArray[np.float64]:
    """The squared response of the standard's shelf and high-pass (tables 1 and 2)."""
    turn = np.exp(-2j * np.pi * np.fft.rfftfreq(BLOCK, 1 / SAMPLE_RATE) / SAMPLE_RATE)
    shelf = np.polyval([1.19839281085285, -2.69169618940638, 1.53512485958697], turn) / np.polyval(
        [0.73248077421585, -1.69065929318241, 1.0], turn
    )
    high_pass = np.polyval([1.0, -2.0, 1.0], turn) / np.polyval([0.99007225036621, -1.99004745483398, 1.0], turn)
    return np.asarray(np.abs(shelf * high_pass) ** 2)


_WEIGHTS = _weights()
