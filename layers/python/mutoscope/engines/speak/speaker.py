"""The embedded speaker: its voices by name, and speech when it is asked for (`espeak.py`)."""

from importlib.util import find_spec

from mutoscope.engines.speak.voices import VOICES
from mutoscope.engines.tasks import SpeakRequest, Speech, Voice
from mutoscope.settings import Settings


class EspeakSpeaker:
    name = "espeak-ng"
    version = "6"

    def voices(self) -> tuple[Voice, ...]:
        return tuple(voice.voice for voice in VOICES)

    def speak(self, request: SpeakRequest) -> Speech:
        """Raises UnknownLanguage, UnknownVoice, VoiceOfAnotherLanguage, NarrationTooLong, EngineFailed."""
        # Who orders speech asks for voices and hears none.
        from mutoscope.engines.speak.espeak import speak

        return speak(request)


def offer(settings: Settings) -> EspeakSpeaker | None:  # noqa: ARG001 - every engine is offered the settings.
    """The speaker, or None where the wheel with the library is not installed."""
    return EspeakSpeaker() if find_spec("espeakng_loader") else None
