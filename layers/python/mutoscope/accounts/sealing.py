"""Sealing a secret: AES-256-GCM under a data key of its own, bound to tenant, secret and version.

A sealed secret that is moved to another tenant, another row or another version does not open.
"""

import base64
import secrets
from dataclasses import dataclass

from mutoscope.errors import MutoscopeError
from mutoscope.ports import DataKeys

_NONCE = 12


class SealBroken(MutoscopeError):
    """A sealed secret does not open."""

    code = "seal_broken"
    hint = "Enter the key again; the one that is stored was sealed under another master key, or changed."


@dataclass(frozen=True)
class Place:
    """Where a secret belongs."""

    tenant: str
    secret: str
    version: int

    def __str__(self) -> str:
        return f"{self.tenant}|{self.secret}|{self.version}"


def seal(data_keys: DataKeys, place: Place, plain: str) -> dict[str, str]:
    # Only a secret is sealed, so what it takes is loaded when one comes, here and below.
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    key, nonce = data_keys.new(str(place)), secrets.token_bytes(_NONCE)
    text = AESGCM(key.plain).encrypt(nonce, plain.encode(), str(place).encode())
    return {"wrapped_key": _to_text(key.wrapped), "nonce": _to_text(nonce), "text": _to_text(text)}


def unseal(data_keys: DataKeys, place: Place, sealed: dict[str, str]) -> str:
    """Raises SealBroken."""
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    try:
        key = data_keys.unwrap(base64.b64decode(sealed["wrapped_key"]), str(place))
        nonce, text = base64.b64decode(sealed["nonce"]), base64.b64decode(sealed["text"])
        return AESGCM(key).decrypt(nonce, text, str(place).encode()).decode()
    except InvalidTag as error:
        raise SealBroken from error


def _to_text(value: bytes) -> str:
    return base64.b64encode(value).decode()
