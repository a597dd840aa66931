"""The hosted writer, where one is configured. Its vendor's SDK loads only then: it is a tenth of a worker's memory."""

from mutoscope.engines.tasks import Writer
from mutoscope.settings import Settings


def offer(settings: Settings) -> Writer | None:
    """The writer, or None where no server is configured."""
    if not settings.openai_base_url:
        return None
    from mutoscope.engines.write.hosted.openai_compatible import OpenAiCompatibleWriter

    return OpenAiCompatibleWriter(settings.openai_base_url, settings.openai_api_key, settings.openai_model)
