"""Directions in words: what a synthesiser can follow it follows and names, and nothing else changes a thing."""

import pytest

from mutoscope.engines import registry
from mutoscope.engines.speak.instructions import PLAIN, directed
from mutoscope.engines.tasks import SpeakRequest
from mutoscope.settings import Settings

ESPEAK = registry.speaker(Settings())
TEXT = "The fields lie under water for a good part of the summer. Nobody minds."


@pytest.mark.parametrize(
    ("instructions", "followed"),
    [
        ("Speak slowly and calmly.", ("slow", "calm")),
        ("Be lively, please!", ("lively",)),
        ("Not too fast, and don't sound sad.", ()),
        ("Deep voice, with long pauses", ("deep", "pauses")),
        ("Whisper like a pirate with a lisp.", ()),
        ("", ()),
    ],
)
def test_what_is_followed_is_named(instructions: str, followed: tuple[str, ...]) -> None:
    assert directed(instructions).followed == followed


@pytest.mark.parametrize("instructions", ["", "In the accent of Cornwall", "not slow", "without pauses between"])
def test_what_is_not_understood_or_denied_changes_nothing(instructions: str) -> None:
    assert directed(instructions).manner == PLAIN


def test_a_little_is_less_than_very() -> None:
    little, plain, very = (directed(f"{word} slow").manner.pace for word in ("a little", "", "very"))

    assert PLAIN.pace > little > plain > very


def test_however_much_is_asked_a_voice_stays_a_voice() -> None:
    manner = directed("extremely slow, extremely sad, extremely calm, extremely dramatic, with long pauses").manner

    assert manner.pace >= 600
    assert manner.pause <= 2_500


def test_a_slow_voice_takes_longer_and_says_that_it_is_slow() -> None:
    plain = ESPEAK.speak(SpeakRequest(TEXT, "en", None))
    slow = ESPEAK.speak(SpeakRequest(TEXT, "en", None, "Slowly."))

    assert len(slow.samples) > 1.1 * len(plain.samples)
    assert (plain.followed, slow.followed) == ((), ("slow",))


def test_instructions_that_cannot_be_followed_change_no_sample() -> None:
    plain = ESPEAK.speak(SpeakRequest(TEXT, "en", None))
    asked = ESPEAK.speak(SpeakRequest(TEXT, "en", None, "Sound like rain on a tin roof."))

    assert plain.samples.tobytes() == asked.samples.tobytes()
