"""The sound of a voice: espeak's raw speech filtered, resampled to 48,000 Hz and brought to one loudness.

Filters act on the spectrum with zero phase, so no word moves by a sample.
"""

import numpy as np
from numpy.typing import NDArray

from mutoscope.engines.loudness import integrated
from mutoscope.engines.speak.timbre import PLAIN, Timbre
from mutoscope.engines.speak.tone import ESPEAK_RATE
from mutoscope.engines.tasks import SAMPLE_RATE

Sound = NDArray[np.float32]

LOUDNESS = -20.0
"""LUFS of every utterance that is louder than silence."""
_CEILING = 10 ** (-3 / 20)


def to_output_rate(sample: int, timbre: Timbre = PLAIN) -> int:
    return (2 * sample * timbre.ratio.numerator + timbre.ratio.denominator) // (2 * timbre.ratio.denominator)


def shape(samples: NDArray[np.int16], timbre: Timbre = PLAIN) -> Sound:
    """int16 mono at 22,050 Hz to float32 mono in -1 to 1 at 48,000 Hz, filtered."""
    up, down = timbre.ratio.numerator, timbre.ratio.denominator
    padded = -(-(len(samples) + ESPEAK_RATE // 10) // down) * down
    spectrum = np.fft.rfft(samples.astype(np.float64) / 32_768, padded)
    spectrum *= _voice_curve(np.fft.rfftfreq(padded, 1 / ESPEAK_RATE).astype(np.float64) * (timbre.size / 1_000))
    length = padded // down * up
    sound = np.fft.irfft(spectrum, length) * (length / padded)
    return _swaying(sound[: to_output_rate(len(samples), timbre)], timbre)


def _swaying(sound: NDArray[np.float64], timbre: Timbre) -> Sound:
    """A pitch that is never quite still, as no throat is. The sound is moved by half a millisecond at most."""
    clock = np.arange(len(sound)) / SAMPLE_RATE
    moved = np.zeros(len(sound))
    for hertz, share, phase in ((2.3, 0.004, 0.4), (3.7, 0.003, 2.1), (5.6, timbre.tremor / 1_000, 1.2)):
        moved += share / (2 * np.pi * hertz) * np.sin(2 * np.pi * hertz * clock + phase)
    places = np.clip((clock + moved) * SAMPLE_RATE, 0, max(0, len(sound) - 1))
    return (
        np.interp(places, np.arange(len(sound)), sound).astype(np.float32) if len(sound) else sound.astype(np.float32)
    )


def in_a_room(sound: Sound) -> Sound:
    """The voice in a small, furnished room, 17 dB under it: the buzz of bare synthesis melts, and no word moves."""
    wet = np.zeros(len(sound) + len(_ROOM), np.float32)
    size = 1 << 18
    spectrum, step = np.fft.rfft(_ROOM, size), size - len(_ROOM)
    for begin in range(0, len(sound), step):
        heard = np.fft.irfft(np.fft.rfft(sound[begin : begin + step], size) * spectrum, size)[: len(wet) - begin]
        wet[begin : begin + len(heard)] += heard.astype(np.float32)
    return sound + wet[: len(sound)]


def _room() -> Sound:
    """Six early reflections and a tail that falls by 60 dB in a third of a second, its highs soft."""
    clock = np.arange(SAMPLE_RATE * 3 // 10) / SAMPLE_RATE
    tail = np.random.default_rng(1_891).standard_normal(len(clock)) * np.exp(-clock / 0.048) * (clock > 0.012) * 0.06
    for milliseconds, gain in ((5.3, 0.5), (8.9, -0.4), (13.1, 0.35), (17.7, -0.25), (23.9, 0.2), (31.3, 0.12)):
        tail[int(milliseconds * SAMPLE_RATE / 1_000)] += gain
    hertz = np.fft.rfftfreq(len(clock), 1 / SAMPLE_RATE)
    curve = 1 / np.sqrt(1 + (hertz / 3_400) ** 2) / np.sqrt(1 + (220 / np.maximum(hertz, 1)) ** 4)
    soft = np.fft.irfft(np.fft.rfft(tail) * curve, len(clock))
    return np.asarray(soft / np.sqrt(np.sum(soft**2)) * 10 ** (-17 / 20), dtype=np.float32)


_ROOM = _room()


def _voice_curve(hertz: NDArray[np.float64]) -> NDArray[np.float64]:
    """Rumble and the buzz above 9 kHz go, the chest comes forward, the harsh band around 3.2 kHz steps back, and a
    shelf takes 3 dB from 5 kHz on.
    """
    octaves = np.log2(np.maximum(hertz, 1.0))

    def bell(centre: float, width: float, decibels: float) -> NDArray[np.float64]:
        return np.asarray(decibels * np.exp(-(((octaves - np.log2(centre)) / width) ** 2)))

    decibels = bell(210, 0.7, 2.0) + bell(450, 0.5, -1.0) + bell(3_200, 0.55, -3.5) + bell(6_500, 0.6, -2.5)
    decibels -= 3 / (1 + (5_000 / np.maximum(hertz, 1.0)) ** 4)
    high_pass = 1 / np.sqrt(1 + (75 / np.maximum(hertz, 1e-3)) ** 6)
    low_pass = 1 / np.sqrt(1 + (hertz / 9_300) ** 16)
    curve = 10 ** (decibels / 20) * high_pass * low_pass
    return np.asarray(np.where(hertz > 0, curve, 0.0))


def level(sound: Sound) -> NDArray[np.int16]:
    """Brings the sound to LOUDNESS and keeps its peaks under -3 dBFS."""
    loudness = integrated(sound)
    gain = 10 ** ((LOUDNESS - loudness) / 20) if loudness > -60 else 1.0
    limited = _soft_limit(sound * np.float32(gain))
    # What the limiter took is given back once; a second time changes less than a tenth of a decibel.
    lost = 10 ** ((LOUDNESS - integrated(limited)) / 20) if loudness > -60 else 1.0
    return np.rint(_soft_limit(limited * np.float32(lost)) * 32_767).astype(np.int16)


def _soft_limit(sound: Sound) -> Sound:
    """Straight up to half of the ceiling, then bent so that the ceiling is never passed."""
    knee = _CEILING / 2
    over = np.maximum(np.abs(sound) - knee, 0)
    bent = knee + (_CEILING - knee) * np.tanh(over / (_CEILING - knee))
    return np.where(over > 0, np.sign(sound) * bent, sound).astype(np.float32)
