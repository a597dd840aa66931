"""Choosing a voice, a style or a mood by name: left out means the first, unknown is refused with the list."""

from mutoscope.engines.speak.openai_names import own_name
from mutoscope.engines.tasks import Composer, Drawer, Speaker
from mutoscope.errors import InvalidInput


class UnknownVoice(InvalidInput):
    """There is no voice {voice}."""

    code = "unknown_voice"
    hint = "Choose one of these for {language}: {known}."


class VoiceOfAnotherLanguage(InvalidInput):
    """The voice {voice} speaks {spoken}, and the text is in {language}."""

    code = "voice_of_another_language"
    hint = "Choose one of these for {language}: {known}."


class UnknownStyle(InvalidInput):
    """There is no style {style}."""

    code = "unknown_style"
    hint = "Choose one of: {known}."


class UnknownMood(InvalidInput):
    """There is no mood {mood}."""

    code = "unknown_mood"
    hint = "Choose one of: {known}."


def choose_voice(speaker: Speaker, language: str, name: str | None) -> str:
    """A voice of the speaker's by its own name, or by the OpenAI name that stands for it."""
    voices = speaker.voices()
    known = [voice.name for voice in voices if voice.language == language]
    name = own_name(name, known) or name if name is not None else None
    if name is None or name in known:
        return name or known[0]
    spoken = next((voice.language for voice in voices if voice.name == name), None)
    if spoken is not None:
        raise VoiceOfAnotherLanguage(
            param="voice", voice=name, spoken=spoken, language=language, known=", ".join(known)
        )
    raise UnknownVoice(param="voice", voice=name, language=language, known=", ".join(known))


def choose_style(drawer: Drawer, name: str | None) -> str:
    known = tuple(drawer.styles())
    if name is not None and name not in known:
        raise UnknownStyle(param="style", style=name, known=", ".join(known))
    return name or known[0]


def choose_mood(composer: Composer, name: str | None, *, param: str = "mood") -> str:
    known = tuple(composer.moods())
    if name is not None and name not in known:
        raise UnknownMood(param=param, mood=name, known=", ".join(known))
    return name or known[0]
