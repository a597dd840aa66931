"""The hosted looker, where one is configured; its vendor's SDK loads only then."""

from mutoscope.engines.understanding import Looker
from mutoscope.settings import Settings


def offer(settings: Settings) -> Looker | None:
    """The looker, or None where no server is configured."""
    if not settings.openai_base_url:
        return None
    from mutoscope.engines.look.hosted.openai_compatible import OpenAiCompatibleLooker

    return OpenAiCompatibleLooker(settings.openai_base_url, settings.openai_api_key, settings.openai_model)
