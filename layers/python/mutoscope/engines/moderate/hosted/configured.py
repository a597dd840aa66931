"""The hosted moderator, where the studio has OpenAI's own key; its SDK loads only then.

A compatible server of one's own has no moderations as a rule, so an address alone does not choose it.
"""

from mutoscope.engines.understanding import Moderator
from mutoscope.settings import Settings

_OPENAI = "https://api.openai.com/"


def offer(settings: Settings) -> Moderator | None:
    """The moderator, or None where the studio has no key of OpenAI's."""
    if settings.openai_api_key is None or not (settings.openai_base_url or "").startswith(_OPENAI):
        return None
    from mutoscope.engines.moderate.hosted.openai import OpenAiModerator

    return OpenAiModerator(str(settings.openai_base_url), settings.openai_api_key)
