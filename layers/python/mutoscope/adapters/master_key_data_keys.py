"""The `DataKeys` port of the laptop: data keys wrapped by AES-256-GCM under one master key, a 0600 file of the home."""

from __future__ import annotations

import base64
import secrets
from typing import TYPE_CHECKING

from mutoscope.errors import MutoscopeError
from mutoscope.ports import DataKey
from mutoscope.settings import Settings

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

_NONCE = 12


class NoMasterKey(MutoscopeError):
    """The studio has no key to seal secrets with."""

    code = "no_master_key"
    hint = "Set MUTOSCOPE_KMS_KEY in the cloud; on the laptop the supervisor makes master.key in the studio's home."


class MasterKeyDataKeys:
    def __init__(self, settings: Settings) -> None:
        self._settings = settings

    def new(self, context: str) -> DataKey:
        plain, nonce = secrets.token_bytes(32), secrets.token_bytes(_NONCE)
        return DataKey(plain=plain, wrapped=nonce + self._cipher().encrypt(nonce, plain, context.encode()))

    def unwrap(self, wrapped: bytes, context: str) -> bytes:
        return self._cipher().decrypt(wrapped[:_NONCE], wrapped[_NONCE:], context.encode())

    def _cipher(self) -> AESGCM:
        # Only a secret is sealed.
        from cryptography.hazmat.primitives.ciphers.aead import AESGCM

        key = self._settings.master_key.get_secret_value()
        if not key:
            raise NoMasterKey
        return AESGCM(base64.b64decode(key))
