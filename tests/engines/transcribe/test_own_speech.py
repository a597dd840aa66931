"""The embedded transcriber: it knows what was spoken before, and refuses everything else."""

from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from mutoscope.engines import registry
from mutoscope.engines.tasks import SpeakRequest, Speech
from mutoscope.engines.transcribe.fingerprint import fingerprint
from mutoscope.engines.transcribe.own_speech import OwnSpeech, SpeechNotRecognised
from mutoscope.engines.understanding import SpokenBefore, TranscribeRequest
from mutoscope.settings import Settings

SPEAKER = registry.speaker(Settings())


def say(text: str) -> Speech:
    return SPEAKER.speak(SpeakRequest(text, "en", None))


def before(text: str) -> SpokenBefore:
    speech = say(text)
    return SpokenBefore(text, "en", speech.words, fingerprint(speech.samples))


def asked(sound: NDArray[np.int16], *spoken: SpokenBefore) -> TranscribeRequest:
    return TranscribeRequest(Path("recording"), sound, None, "", lambda: spoken)


def test_the_one_of_several_speeches_that_it_is_comes_back_with_its_words() -> None:
    spoken = [before(text) for text in ("It costs 50 euros.", "It costs 60 euros.", "It costs 40 euros.")]

    heard = OwnSpeech().transcribe(asked(say("It costs 60 euros.").samples, *spoken))

    assert heard.text == "It costs 60 euros."
    assert [word.text for word in heard.words] == ["It", "costs", "60", "euros."]


def test_what_was_never_spoken_is_refused() -> None:
    with pytest.raises(SpeechNotRecognised) as refused:
        OwnSpeech().transcribe(asked(say("It costs 60 euros.").samples, before("It costs 50 euros.")))

    assert refused.value.param == "sound"
    assert "OPENAI_API_KEY" in refused.value.advice


@pytest.mark.parametrize("noise", [0, 2])
def test_silence_is_nobodys_speech_even_if_somebody_was_silent(noise: int) -> None:
    sound = np.random.default_rng(1).integers(-noise, noise + 1, 48_000).astype(np.int16)
    silent = SpokenBefore("...", "en", (), fingerprint(sound))

    with pytest.raises(SpeechNotRecognised):
        OwnSpeech().transcribe(asked(sound, silent))
