import numpy as np
import pytest

from mutoscope.engines.compose.instruments import Tone, play
from mutoscope.engines.compose.score import Instrument
from mutoscope.engines.tasks import SAMPLE_RATE


def loudest_hertz(wave: np.ndarray) -> float:
    spectrum = np.abs(np.fft.rfft(wave.mean(axis=1), 1 << 18))
    return float(np.argmax(spectrum) * SAMPLE_RATE / (1 << 18))


@pytest.mark.parametrize("instrument", list(Instrument))
@pytest.mark.parametrize("seconds", [0.05, 0.8])
def test_every_instrument_sounds_and_is_silent_at_both_ends(instrument: Instrument, seconds: float) -> None:
    wave = play(Tone(instrument, 60, seconds, 0))

    assert wave.ndim == 2
    assert 0.005 < np.abs(wave).max() < 1.5
    assert np.abs(wave[[0, -1]]).max() < 1e-3


@pytest.mark.parametrize("instrument", [Instrument.PIANO, Instrument.MARIMBA, Instrument.BELL, Instrument.BANSURI])
def test_an_instrument_is_in_tune(instrument: Instrument) -> None:
    wave = play(Tone(instrument, 69, 1.0, 0))

    assert loudest_hertz(wave) == pytest.approx(440, rel=0.006)


def test_a_slide_comes_from_the_note_before() -> None:
    slid = play(Tone(Instrument.BANSURI, 69, 1.0, -4))

    assert loudest_hertz(slid[: SAMPLE_RATE // 12]) < 400
    assert loudest_hertz(slid[SAMPLE_RATE // 3 : SAMPLE_RATE]) == pytest.approx(440, rel=0.012)
