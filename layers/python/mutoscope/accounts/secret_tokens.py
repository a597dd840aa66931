"""Opaque tokens of 256 bits, kept only as digests under the pepper: refresh tokens, and those that travel by mail.

A token that follows from another (a successor, the token of a letter) is derived, not stored: whoever repeats the step
gets the same one, and nobody can read it from the record.
"""

import base64
import hashlib
import hmac
import secrets

from mutoscope.settings import Settings

_LONGEST = 200


def new_token(prefix: str) -> str:
    return f"{prefix}_{secrets.token_urlsafe(32)}"


def derived_token(settings: Settings, prefix: str, purpose: str, source: str) -> str:
    return f"{prefix}_{base64.urlsafe_b64encode(_mac(settings, purpose, source)).rstrip(b'=').decode()}"


def token_digest(settings: Settings, token: str) -> str:
    """Tokens are random, so that a keyed hash protects them as well as a slow one would."""
    return _mac(settings, "digest", token[:_LONGEST]).hex()


def _mac(settings: Settings, purpose: str, text: str) -> bytes:
    pepper = settings.pepper
    return hmac.new(pepper.encode(), f"{purpose}:{text}".encode(errors="replace"), hashlib.sha256).digest()
