"""Fingerprints of speech: the same in every format, another for every other sentence."""

from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from mutoscope.engines import registry
from mutoscope.engines.tasks import SpeakRequest
from mutoscope.engines.transcribe.fingerprint import LIKE_ENOUGH, fingerprint, likeness
from mutoscope.render.sound import read_sound
from mutoscope.render.sound_format import SoundFormat
from mutoscope.render.speech_file import write_speech
from mutoscope.settings import Settings

SPEAKER = registry.speaker(Settings())
STORY = "The rice is planted in spring and cut in autumn. " * 3


def say(text: str, voice: str | None = None) -> NDArray[np.int16]:
    return SPEAKER.speak(SpeakRequest(text, "en", voice)).samples


@pytest.mark.parametrize("format", [format for format in SoundFormat if format is not SoundFormat.PCM])
@pytest.mark.parametrize("text", ["Yes.", "The field is wet in the morning."])
def test_the_same_speech_is_known_in_every_format_and_at_another_loudness(
    tmp_path: Path, format: SoundFormat, text: str
) -> None:
    samples = say(text)
    write_speech(samples // 2, tmp_path / format.file, format)

    again = read_sound(tmp_path / format.file)[:, 0]

    assert likeness(fingerprint(samples), fingerprint(again)) > LIKE_ENOUGH


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("The field is wet in the morning.", "The field is wide in the morning."),
        ("It costs 50 euros.", "It costs 60 euros."),
        ("Yes.", "No."),
        (f"{STORY}The field is wet. {STORY}", f"{STORY}The field is wide. {STORY}"),
    ],
)
def test_one_changed_word_makes_it_another_speech(one: str, other: str) -> None:
    assert likeness(fingerprint(say(one)), fingerprint(say(other))) < LIKE_ENOUGH


def test_another_voice_is_another_speech() -> None:
    assert likeness(fingerprint(say(STORY)), fingerprint(say(STORY, "en-calm-man"))) < LIKE_ENOUGH


def test_silence_is_no_speech() -> None:
    assert likeness(fingerprint(say("Yes.")), fingerprint(np.zeros(48_000, np.int16))) < LIKE_ENOUGH
