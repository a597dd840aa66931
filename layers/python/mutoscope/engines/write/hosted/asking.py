"""Asking a server that speaks OpenAI's protocol: how long it is waited for, and its failures as ours.

Invariant: the key is in no error and no log.
"""

from dataclasses import dataclass

from openai import APIConnectionError, APIStatusError, APITimeoutError, OpenAIError, RateLimitError
from pydantic import SecretStr

from mutoscope.errors import EngineBusy, EngineFailed

_NAME = "openai"
_REASONS = {
    401: "invalid API key",
    402: "the account has no credit left",
    403: "the API key may not use this model",
    404: "the server does not know this model or address",
    413: "what was sent is too long for the model",
}
_NO_KEY = "none"
"""Servers of one's own need no key, but the client insists on one."""


@dataclass(frozen=True)
class Patience:
    """How long one request may take, and the pauses before it is sent again; both in seconds."""

    timeout: float = 60.0
    pauses: tuple[float, ...] = (1.0, 4.0)


def plain_key(key: SecretStr | None) -> str:
    return (key.get_secret_value() if key else "") or _NO_KEY


def translate(error: OpenAIError, patience: Patience) -> EngineFailed:
    """Our error for the provider's. Its own words are left out, because some providers repeat the key in them."""
    if isinstance(error, RateLimitError):
        return EngineBusy(engine=_NAME, reason="rate limit exceeded")
    if isinstance(error, APITimeoutError):
        return EngineBusy(engine=_NAME, reason=f"no answer within {patience.timeout:g} seconds")
    if isinstance(error, APIConnectionError):
        return EngineBusy(engine=_NAME, reason="the server cannot be reached")
    if isinstance(error, APIStatusError) and error.status_code >= 500:
        return EngineBusy(engine=_NAME, reason=f"the server failed with status {error.status_code}")
    if isinstance(error, APIStatusError):
        reason = _REASONS.get(error.status_code, f"the server refused the request with status {error.status_code}")
        return EngineFailed(engine=_NAME, reason=reason)
    return EngineFailed(engine=_NAME, reason="the server's answer does not follow the protocol")
