"""Links to files through CloudFront: whoever has one may fetch that file, under that name, until it ends.

CloudFront takes links of every key that it knows; the first key that the settings name signs. The signature is over the
link as it is asked for, so nothing in it may be spelled in two ways.
"""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from threading import Lock
from typing import TYPE_CHECKING
from urllib.parse import quote

from mutoscope.adapters.aws.link_keys import signing_key
from mutoscope.settings import Settings

if TYPE_CHECKING:
    from botocore.signers import CloudFrontSigner


class CloudFrontLinks:
    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._signer: CloudFrontSigner | None = None
        self._making = Lock()

    def sign(self, key: str, disposition: str, seconds: int) -> str:
        asked = f"{self._settings.media_url}/{quote(key)}?response-content-disposition={quote(disposition, safe='')}"
        until = datetime.now(UTC) + timedelta(seconds=seconds)
        link = self._made_signer().generate_presigned_url(asked, date_less_than=until)
        return f"{link}&Hash-Algorithm=SHA256"

    def _made_signer(self) -> "CloudFrontSigner":
        """Made with the first link: most processes never sign one, and the key is a secret that is asked for."""
        with self._making:
            if self._signer is None:
                from botocore.signers import CloudFrontSigner

                self._signer = CloudFrontSigner(self._settings.link_key_id, _signature(self._settings))
            return self._signer


def _signature(settings: Settings) -> Callable[[bytes], bytes]:
    from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
    from cryptography.hazmat.primitives.hashes import SHA256

    key = signing_key(settings)
    return lambda policy: key.sign(policy, PKCS1v15(), SHA256())
