"""Choosing a voice by name: left out means the language's first, unknown or foreign is refused with the list."""

from mutoscope.engines.tasks import Speaker
from mutoscope.errors import InvalidInput


class UnknownVoice(InvalidInput):
    """There is no voice {name} for the language {language}."""

    code = "unknown_voice"
    hint = "Choose one of: {known}."


def choose_voice(speaker: Speaker, language: str, name: str | None) -> str:
    known = tuple(voice.name for voice in speaker.voices() if voice.language == language)
    if name is not None and name not in known:
        raise UnknownVoice(param="voice", name=name, language=language, known=", ".join(known))
    return name or known[0]
