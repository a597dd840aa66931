import numpy as np
import pytest

from mutoscope.engines.loudness import integrated
from mutoscope.engines.speak.timbre import Timbre
from mutoscope.engines.speak.tone import ESPEAK_RATE
from mutoscope.engines.speak.voice_sound import in_a_room, level, shape, to_output_rate
from mutoscope.engines.tasks import SAMPLE_RATE


def sine(hertz: float, rate: int, seconds: float = 2.0) -> np.ndarray:
    return np.sin(2 * np.pi * hertz * np.arange(int(rate * seconds)) / rate).astype(np.float32)


def test_resampling_moves_nothing_by_more_than_half_a_millisecond() -> None:
    click = np.zeros(ESPEAK_RATE, np.int16)
    click[7_350] = 30_000

    shaped = shape(click)

    assert len(shaped) == SAMPLE_RATE
    assert to_output_rate(7_350) == 16_000
    assert int(np.argmax(np.abs(shaped))) == pytest.approx(16_000, abs=24)


@pytest.mark.parametrize("size", [960, 1_060, 1_200, 1_250])
def test_a_smaller_throat_sounds_higher_and_its_words_stay_in_time(size: int) -> None:
    click = np.zeros(ESPEAK_RATE, np.int16)
    click[7_350] = 30_000
    tone = (sine(500, ESPEAK_RATE) * 10_000).astype(np.int16)

    clicked, sung = shape(click, Timbre(size)), shape(tone, Timbre(size))

    spectrum = np.abs(np.fft.rfft(sung * np.hanning(len(sung)), 1 << 20))
    assert int(np.argmax(np.abs(clicked))) == pytest.approx(to_output_rate(7_350, Timbre(size)), abs=24)
    assert np.argmax(spectrum) * SAMPLE_RATE / (1 << 20) == pytest.approx(size / 2, rel=0.01)


def test_a_room_moves_no_word_and_stays_far_below_the_voice() -> None:
    click = np.zeros(SAMPLE_RATE, np.float32)
    click[10_000] = 1

    heard = in_a_room(click)

    assert np.argmax(np.abs(heard)) == 10_000
    assert not heard[:10_000].any() or np.abs(heard[:9_990]).max() < 1e-4
    assert 10 * np.log10(np.sum((heard - click) ** 2)) == pytest.approx(-17, abs=0.2)


def test_the_harsh_band_steps_back_and_rumble_goes() -> None:
    def gain(hertz: float) -> float:
        samples = (sine(hertz, ESPEAK_RATE) * 10_000).astype(np.int16)
        return float(20 * np.log10(np.std(shape(samples)[SAMPLE_RATE // 2 : SAMPLE_RATE]) / (np.std(samples) / 32_768)))

    assert gain(3_200) == pytest.approx(-4.2, abs=0.5)
    assert gain(1_000) == pytest.approx(0, abs=0.6)
    assert gain(25) < -20
    assert gain(10_500) < -9


def test_a_quiet_and_a_loud_voice_come_out_the_same() -> None:
    quiet = sine(500, SAMPLE_RATE) * np.float32(0.01)

    assert integrated(level(quiet).astype(np.float32) / 32_768) == pytest.approx(-20, abs=0.1)
    assert integrated(level(quiet * 90).astype(np.float32) / 32_768) == pytest.approx(-20, abs=0.1)
