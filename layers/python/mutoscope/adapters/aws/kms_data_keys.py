"""The `DataKeys` port over AWS KMS: the wrapping key never leaves KMS, and each unwrapping is in its log."""

from mutoscope.adapters.aws.failures import translated
from mutoscope.adapters.aws.session import client
from mutoscope.ports import DataKey
from mutoscope.settings import Settings

_WHAT = "The key store"


class KmsDataKeys:
    def __init__(self, settings: Settings) -> None:
        self._kms = client("kms", settings)
        self._key = settings.kms_key

    def new(self, context: str) -> DataKey:
        with translated(_WHAT):
            made = self._kms.generate_data_key(KeyId=self._key, KeySpec="AES_256", EncryptionContext=_context(context))
        return DataKey(plain=made["Plaintext"], wrapped=made["CiphertextBlob"])

    def unwrap(self, wrapped: bytes, context: str) -> bytes:
        with translated(_WHAT):
            opened = self._kms.decrypt(CiphertextBlob=wrapped, KeyId=self._key, EncryptionContext=_context(context))
        plain: bytes = opened["Plaintext"]
        return plain


def _context(context: str) -> dict[str, str]:
    return {"secret": context}
