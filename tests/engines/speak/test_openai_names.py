"""OpenAI's voice names stand beside our own: each leads to a voice of the text's language."""

import pytest

from mutoscope.engines import registry
from mutoscope.engines.choices import choose_voice
from mutoscope.engines.languages import LANGUAGES
from mutoscope.engines.speak.openai_names import OPENAI_NAMES, openai_names
from mutoscope.settings import Settings

SPEAKER = registry.speaker(Settings())


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", OPENAI_NAMES)
def test_every_openai_name_is_a_voice_of_every_language(name: str, language: str) -> None:
    chosen = choose_voice(SPEAKER, language, name)

    assert next(voice for voice in SPEAKER.voices() if voice.name == chosen).language == language


def test_a_name_means_the_nearest_of_our_voices() -> None:
    chosen = {name: choose_voice(SPEAKER, "en", name) for name in ("onyx", "ballad", "nova", "Alloy")}

    assert chosen == {
        "onyx": "en-deep-man",
        "ballad": "en-gb-calm-man",
        "nova": "en-bright-woman",
        "Alloy": "en-clear-man",
    }


def test_a_voice_says_which_openai_names_it_answers_to() -> None:
    known = [voice.name for voice in SPEAKER.voices() if voice.language == "en"]

    assert openai_names("en-bright-woman", known) == ["coral", "nova"]
    assert {name for voice in known for name in openai_names(voice, known)} == set(OPENAI_NAMES)
