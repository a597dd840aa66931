"""How much may be said in a film of a given length."""

from mutoscope.engines.speak.voices import VOICES
from mutoscope.films.pace import narration_seconds, told_seconds
from mutoscope.films.script import Scene, Script


def test_a_slow_voice_is_given_less_to_say() -> None:
    paces = {voice.voice.name: voice.voice.pace for voice in VOICES}

    assert paces["hi-wise-woman"] < paces["hi-warm-woman"]
    assert narration_seconds(60, paces["hi-wise-woman"]) < narration_seconds(60, paces["hi-warm-woman"])


def test_what_is_said_leaves_time_for_the_pauses_and_the_close() -> None:
    assert 45 < narration_seconds(60) < 55


def test_a_script_takes_its_words_its_pauses_and_its_close() -> None:
    scenes = tuple(Scene(scene_id=f"s0{number}", narration="Rice grows slowly in water.") for number in (1, 2, 3, 4))

    seconds = told_seconds(Script(title="Rice", language="en", scenes=scenes))

    assert seconds == round(4 * (23 / 12.2 + 0.35 + 0.8) + 2.8)
