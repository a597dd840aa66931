"""The hosted transcriber, where one is configured; its vendor's SDK loads only then."""

from mutoscope.engines.understanding import Transcriber
from mutoscope.settings import Settings


def offer(settings: Settings) -> Transcriber | None:
    """The transcriber, or None where no server is configured."""
    if not settings.openai_base_url:
        return None
    from mutoscope.engines.transcribe.hosted.openai_compatible import OpenAiCompatibleTranscriber

    key, model = settings.openai_api_key, settings.openai_transcription_model
    return OpenAiCompatibleTranscriber(settings.openai_base_url, key, model)
