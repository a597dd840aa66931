"""Choosing by name: left out means the first, unknown is refused with the list."""

import pytest

from mutoscope.engines import registry
from mutoscope.engines.choices import (
    UnknownMood,
    UnknownStyle,
    UnknownVoice,
    VoiceOfAnotherLanguage,
    choose_mood,
    choose_style,
    choose_voice,
)
from mutoscope.engines.languages import LANGUAGES
from mutoscope.settings import Settings

SPEAKER, DRAWER, COMPOSER = registry.speaker(Settings()), registry.drawer(Settings()), registry.composer(Settings())


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_has_a_voice_to_begin_with(language: str) -> None:
    name = choose_voice(SPEAKER, language, None)

    assert choose_voice(SPEAKER, language, name) == name


def test_what_is_left_out_is_the_first() -> None:
    assert choose_style(DRAWER, None) == next(iter(DRAWER.styles()))
    assert choose_mood(COMPOSER, None) == next(iter(COMPOSER.moods()))


def test_what_is_known_is_taken() -> None:
    assert [choose_style(DRAWER, style) for style in DRAWER.styles()] == list(DRAWER.styles())
    assert [choose_mood(COMPOSER, mood) for mood in COMPOSER.moods()] == list(COMPOSER.moods())


def test_what_is_unknown_is_refused_with_what_there_is() -> None:
    with pytest.raises(UnknownVoice) as voice:
        choose_voice(SPEAKER, "en", "nobody")
    with pytest.raises(UnknownStyle) as style:
        choose_style(DRAWER, "cubist")
    with pytest.raises(UnknownMood) as mood:
        choose_mood(COMPOSER, "polka")

    assert choose_voice(SPEAKER, "en", None) in voice.value.advice
    assert choose_style(DRAWER, None) in style.value.advice
    assert choose_mood(COMPOSER, None) in mood.value.advice


def test_a_voice_of_another_language_is_told_from_an_unknown_one() -> None:
    with pytest.raises(VoiceOfAnotherLanguage, match="speaks fr"):
        choose_voice(SPEAKER, "en", choose_voice(SPEAKER, "fr", None))
