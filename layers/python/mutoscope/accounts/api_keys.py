"""API keys `mut_live_<8 id>_<32 random><8 CRC-32>`: shown once, kept only as HMAC-SHA-256 digests under a pepper."""

import hashlib
import hmac
import secrets
import string
import zlib
from dataclasses import dataclass

from mutoscope.errors import Unauthenticated
from mutoscope.studio import Studio

_ALPHABET = string.ascii_letters + string.digits
LOCAL_OWNER = "user_owner"


@dataclass(frozen=True)
class ApiKey:
    key_id: str
    secret: str


def issue() -> ApiKey:
    key_id = _random(8)
    body = f"mut_live_{key_id}_{_random(32)}"
    return ApiKey(key_id=key_id, secret=body + checksum(body))


def checksum(body: str) -> str:
    """CRC-32 as eight hexadecimal digits: a mistyped key is told from a wrong one without asking the database."""
    return f"{zlib.crc32(body.encode(errors='replace')):08x}"


def digest(secret: str, pepper: str) -> str:
    return hmac.new(pepper.encode(), secret.encode(errors="replace"), hashlib.sha256).hexdigest()


def owner_of(studio: Studio, secret: str) -> str:
    """The user whose key this is; `Unauthenticated` for anything else, without saying why."""
    well_formed = secret.startswith("mut_") and checksum(secret[:-8]) == secret[-8:]
    if not well_formed:
        raise Unauthenticated
    pepper = studio.settings.key_pepper.get_secret_value()
    row = studio.database.row("owner_of_key", digest=digest(secret, pepper))
    if row is None:
        raise Unauthenticated
    return str(row["user_id"])


def register_owner(studio: Studio, key: ApiKey) -> None:
    """The one local owner and the digest of their key; doing it again changes nothing."""
    studio.database.row("add_user", user_id=LOCAL_OWNER, name="Owner")
    pepper = studio.settings.key_pepper.get_secret_value()
    studio.database.row("add_api_key", key_id=key.key_id, user_id=LOCAL_OWNER, digest=digest(key.secret, pepper))


def _random(length: int) -> str:
    return "".join(secrets.choice(_ALPHABET) for _ in range(length))
