"""A recording becomes a narrator's voice: as loud as one, its words laid over what is heard."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from mutoscope.media.own_voice import SPEECH_LOUDNESS, VoiceSilent, at_loudness, estimate_words
from mutoscope.media.sound_file import SoundTooLong, read_own_sound
from mutoscope.render.loudness import measure
from mutoscope.render.sound import stereo

Make = Callable[..., Path]
RATE = 48_000
TEXTS = [
    ("en", "Rice grows in water. It takes 120 days.", 8),
    ("de", "Reis wächst im Wasser.", 4),
    ("zh", "水稻生长在水里，需要120天。", 11),
    ("ja", "米は水の中で育ちます。", 10),
    ("ar", "ينمو الأرز في الماء.", 4),
]


def heard(path: Path) -> np.ndarray:
    return read_own_sound(path, path.name, channels=1, most=600)


@pytest.mark.parametrize("name", ["a.wav", "a.mp3", "a.flac", "a.ogg", "a.m4a"])
def test_a_recording_comes_out_at_48_kilohertz_as_long_as_it_is(recording: Make, name: str) -> None:
    sound = heard(recording(name, seconds=3, rate=44_100))

    assert (sound.dtype, sound.shape[1]) == (np.int16, 1)
    assert len(sound) / RATE == pytest.approx(3.0, abs=0.06)


@pytest.mark.parametrize("level", [0.01, 0.1, 0.9])
def test_quiet_and_loud_recordings_come_out_equally_loud(recording: Make, level: float) -> None:
    levelled = at_loudness(heard(recording(level=level)), SPEECH_LOUDNESS)

    loudness = measure(stereo(levelled).astype(np.float32) / np.float32(32_768))
    assert loudness.integrated == pytest.approx(SPEECH_LOUDNESS, abs=0.5)
    assert loudness.peak < -2.5


@pytest.mark.parametrize(("language", "text", "count"), TEXTS)
def test_the_words_lie_in_order_between_where_speech_begins_and_ends(
    recording: Make, language: str, text: str, count: int
) -> None:
    words = estimate_words(heard(recording(seconds=3)), text, language, "a.wav")

    times = [time for word in words for time in (word.start, word.end)]
    assert len(words) == count
    assert "".join(word.text for word in words) == text.replace(" ", "")
    assert times == sorted(times)
    assert words[0].start / RATE == pytest.approx(0.5, abs=0.05)
    assert words[-1].end / RATE == pytest.approx(2.5, abs=0.05)


def test_a_long_word_takes_longer_than_a_short_one(recording: Make) -> None:
    short, long = estimate_words(heard(recording()), "a responsibility", "en", "a.wav")

    assert long.end - long.start > 5 * (short.end - short.start)


def test_a_recording_of_silence_is_refused(recording: Make) -> None:
    with pytest.raises(VoiceSilent):
        estimate_words(heard(recording(level=0.0001)), "Hello.", "en", "a.wav")


def test_a_recording_that_is_too_long_for_a_scene_is_refused(recording: Make) -> None:
    path = recording(seconds=3)

    with pytest.raises(SoundTooLong):
        read_own_sound(path, path.name, channels=1, most=2)
