import pytest

from mutoscope.engines.languages import LANGUAGES
from mutoscope.engines.speak.voices import VOICES, UnknownVoice, VoiceOfAnotherLanguage, require_voice


def test_every_language_has_voices_of_both_genders() -> None:
    offered = {(voice.voice.language, voice.voice.gender) for voice in VOICES}

    assert offered == {(language, gender) for language in LANGUAGES for gender in ("female", "male")}


@pytest.mark.parametrize("language", sorted(LANGUAGES))
def test_every_language_has_voices_of_every_age(language: str) -> None:
    ages = [voice.voice.age for voice in VOICES if voice.voice.language == language]

    assert set(ages) == {"child", "young", "adult", "old"}
    assert len(ages) >= 6


def test_voice_names_are_unique() -> None:
    names = [voice.voice.name for voice in VOICES]

    assert len(set(names)) == len(names)


def test_the_first_voice_of_a_language_is_its_default() -> None:
    assert require_voice(None, "hi").voice.name == "hi-warm-woman"


def test_an_unknown_voice_is_refused_with_the_languages_own_voices() -> None:
    with pytest.raises(UnknownVoice) as caught:
        require_voice("morgan", "fr")

    assert caught.value.code == "unknown_voice"
    assert caught.value.message == "There is no voice morgan."
    assert "fr-warm-woman" in caught.value.advice
    assert "en-" not in caught.value.advice


def test_a_voice_of_another_language_is_refused() -> None:
    with pytest.raises(VoiceOfAnotherLanguage, match="en-calm-man speaks en, and the text is in de"):
        require_voice("en-calm-man", "de")
