import numpy as np
import pytest

from mutoscope.engines.loudness import SILENCE, integrated
from mutoscope.engines.tasks import SAMPLE_RATE


def sine() -> np.ndarray:
    """Two seconds of 997 Hz, the standard's own test tone."""
    return np.sin(2 * np.pi * 997 * np.arange(2 * SAMPLE_RATE) / SAMPLE_RATE).astype(np.float32)


def test_a_full_scale_sine_in_one_channel_has_the_standards_loudness() -> None:
    assert integrated(sine()) == pytest.approx(-3.01, abs=0.05)


def test_a_second_channel_adds_three_decibels() -> None:
    mono = sine() * np.float32(0.1)

    assert integrated(np.stack([mono, mono], axis=1)) == pytest.approx(integrated(mono) + 3.01, abs=0.02)


def test_pauses_do_not_lower_the_loudness() -> None:
    tone = sine()

    paused = np.concatenate([tone, np.zeros(SAMPLE_RATE * 4, np.float32), tone])

    assert integrated(paused) == pytest.approx(integrated(tone), abs=0.6)


def test_silence_has_no_loudness() -> None:
    assert integrated(np.zeros(SAMPLE_RATE, np.float32)) == SILENCE
