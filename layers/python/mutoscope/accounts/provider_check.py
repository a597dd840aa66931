"""Whether a provider takes a key: one small call that reads nothing but the account, made only when its owner asks."""

from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum

from pydantic import SecretStr

from mutoscope.errors import InvalidInput, Unavailable
from mutoscope.settings import Settings

TIMEOUT_SECONDS = 10.0


class Provider(StrEnum):
    OPENAI = "openai"
    ELEVENLABS = "elevenlabs"
    STABILITY = "stability"
    REPLICATE = "replicate"
    ANTHROPIC = "anthropic"
    GOOGLE = "google"
    RUNWAY = "runway"
    FAL = "fal"


class ProviderKeyRefused(InvalidInput):
    """{provider} does not take this key."""

    code = "provider_key_refused"
    hint = "Copy the key again from the provider's own pages; it may be revoked, or of another account."


class ProviderNotChecked(InvalidInput):
    """The studio cannot ask {provider} about a key."""

    code = "provider_not_checked"
    hint = "Leave out `verify`; the key is tried when it is first used."


@dataclass(frozen=True)
class _Question:
    address: str
    header: str
    scheme: str = ""


_QUESTIONS = {
    Provider.OPENAI: _Question("https://api.openai.com/v1/models", "Authorization", "Bearer "),
    Provider.ELEVENLABS: _Question("https://api.elevenlabs.io/v1/user", "xi-api-key"),
    Provider.STABILITY: _Question("https://api.stability.ai/v1/user/account", "Authorization", "Bearer "),
    Provider.REPLICATE: _Question("https://api.replicate.com/v1/account", "Authorization", "Bearer "),
}
"""As the providers document them; each is a GET that costs nothing."""


def check_key(settings: Settings, provider: str, secret: SecretStr) -> datetime:
    """When the provider took the key: now. Raises ProviderKeyRefused, ProviderNotChecked, Unavailable."""
    # Only who has a key tried needs a client.
    import httpx

    question = _QUESTIONS.get(Provider(provider))
    if question is None:
        raise ProviderNotChecked(param="verify", provider=provider)
    address = question.address
    if provider == Provider.OPENAI and settings.openai_base_url:
        address = settings.openai_base_url.rstrip("/") + "/models"
    headers = {question.header: question.scheme + secret.get_secret_value()}
    try:
        status = httpx.get(address, headers=headers, timeout=TIMEOUT_SECONDS).status_code
    except httpx.HTTPError as error:
        # The error's own words may repeat the header.
        raise Unavailable(what=provider) from type(error)("no answer")
    if status in (401, 403):
        raise ProviderKeyRefused(param="secret", provider=provider)
    if status >= 400:
        raise Unavailable(what=provider)
    return datetime.now(UTC)
