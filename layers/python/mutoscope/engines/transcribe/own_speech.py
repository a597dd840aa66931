"""The embedded transcriber: it knows the studio's own speech again, and says so when it hears any other.

It listens to nothing: it compares. What it answers is the text that was spoken, with the times it was spoken at.
"""

from mutoscope.engines.understanding import SpokenBefore, TranscribeRequest, Transcript
from mutoscope.errors import InvalidInput
from mutoscope.settings import Settings


class SpeechNotRecognised(InvalidInput):
    """This is no speech that the studio made for you, and it has no model here that understands any other."""

    code = "speech_not_recognised"
    hint = (
        "Keep your OpenAI key with POST /v1/provider_keys, or set OPENAI_BASE_URL and OPENAI_API_KEY for the studio,"
        " and send it again; nothing was charged."
    )


class OwnSpeech:
    name = "own-speech"
    version = "1"

    def transcribe(self, request: TranscribeRequest) -> Transcript:
        """Raises SpeechNotRecognised."""
        found = recognised(request)
        if found is None:
            raise SpeechNotRecognised(param="sound")
        return Transcript(text=found.text, language=found.language, words=found.words)


def recognised(request: TranscribeRequest) -> SpokenBefore | None:
    """The speech that this is, if the studio made it for the same owner. Silence is nobody's speech."""
    # Who orders a transcription compares no sounds.
    from mutoscope.engines.transcribe.fingerprint import LIKE_ENOUGH, fingerprint, likeness

    heard = fingerprint(request.sound)
    if not heard.any():
        return None
    return next((each for each in request.spoken() if likeness(heard, each.fingerprint) > LIKE_ENOUGH), None)


def offer(settings: Settings) -> OwnSpeech:  # noqa: ARG001 - every engine is offered the settings.
    return OwnSpeech()
