"""The `Mailer` port of the laptop: letters are kept as files under `mailbox/`, and nobody outside gets any."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass

from ulid import ULID

from mutoscope.adapters.aws.failures import translated
from mutoscope.adapters.aws.session import client
from mutoscope.ports import Mail
from mutoscope.settings import Settings

_WHAT = "The mailbox"
_PREFIX = "mailbox/"


@dataclass(frozen=True)
class KeptMail:
    letter_id: str
    sent_at: float
    mail: Mail


class S3Mailbox:
    def __init__(self, settings: Settings) -> None:
        self._s3 = client("s3", settings)
        self._bucket = settings.bucket

    def send(self, mail: Mail) -> None:
        letter = json.dumps(asdict(mail)).encode()
        with translated(_WHAT):
            self._s3.put_object(
                Bucket=self._bucket, Key=f"{_PREFIX}{ULID()}.json", Body=letter, ContentType="application/json"
            )

    def letters(self, most: int = 100) -> Sequence[KeptMail]:
        """The newest first."""
        with translated(_WHAT):
            return [self._read(key) for key in sorted(self._keys(), reverse=True)[:most]]

    def forget(self, addresses: Sequence[str]) -> None:
        wanted = {address.casefold() for address in addresses}
        with translated(_WHAT):
            for key in self._keys() if wanted else ():
                if self._read(key).mail.to.casefold() in wanted:
                    self._s3.delete_object(Bucket=self._bucket, Key=key)

    def _keys(self) -> list[str]:
        pages = self._s3.get_paginator("list_objects_v2").paginate(Bucket=self._bucket, Prefix=_PREFIX)
        return [found["Key"] for page in pages for found in page.get("Contents", [])]

    def _read(self, key: str) -> KeptMail:
        body = self._s3.get_object(Bucket=self._bucket, Key=key)["Body"].read()
        letter_id = key.removeprefix(_PREFIX).removesuffix(".json")
        return KeptMail(letter_id, ULID.from_str(letter_id).timestamp, Mail(**json.loads(body)))
