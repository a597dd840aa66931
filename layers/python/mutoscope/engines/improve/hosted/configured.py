"""The hosted improver, where one is configured; its vendor's SDK loads only then."""

from mutoscope.engines.understanding import Improver
from mutoscope.settings import Settings


def offer(settings: Settings) -> Improver | None:
    """The improver, or None where no server is configured."""
    if not settings.openai_base_url:
        return None
    from mutoscope.engines.improve.hosted.openai_compatible import OpenAiCompatibleImprover

    return OpenAiCompatibleImprover(settings.openai_base_url, settings.openai_api_key, settings.openai_model)
