"""API keys `mut_live_<8 id>_<32 random><8 CRC-32>`: shown once, kept only as HMAC-SHA-256 digests under a pepper."""

import hmac
import re
import secrets
import string
import zlib
from dataclasses import dataclass

from mutoscope.accounts.caller import Caller, caller_from
from mutoscope.accounts.credential_cache import cache, key_credential, read_cached, recall, turn_of
from mutoscope.audit.actor import NOBODY, Actor
from mutoscope.errors import Unauthenticated
from mutoscope.studio import Studio

_ALPHABET = string.ascii_letters + string.digits
_FORM = re.compile(r"mut_live_[A-Za-z0-9]{8}_[A-Za-z0-9]{32}[0-9a-f]{8}")
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
    return hmac.digest(pepper.encode(), secret.encode(errors="replace"), "sha256").hex()


def caller_at_hand(studio: Studio, secret: str) -> Caller | None:
    """The caller, if this process recognised the key a moment ago; asks nobody, and never refuses."""
    credential = _credential(secret)
    text = studio.credentials.at_hand(credential) if credential else None
    return _recognised(studio, secret, text) if text else None


def caller_of_key(studio: Studio, secret: str, actor: Actor = NOBODY) -> Caller:
    """The caller whose key this is; `Unauthenticated` for anything else, without saying why.

    Whoever tries a key that has ended is on record as `actor`.
    """
    credential = _credential(secret)
    if credential is None:
        raise Unauthenticated
    with turn_of(credential):
        text = studio.credentials.at_hand(credential) or recall(studio, credential)
        caller = _recognised(studio, secret, text) if text else _look_up(studio, credential, secret, actor)
    if caller is None:
        raise Unauthenticated
    return caller


def _look_up(studio: Studio, credential: str, secret: str, actor: Actor) -> Caller | None:
    row = studio.database.row("caller_of_key", key_id=_key_id(secret))
    if row is None:
        pepper = studio.settings.pepper
        tried = {"key_id": _key_id(secret), "digest": digest(secret, pepper), "actor": actor.values()}
        studio.database.row("note_tried_key", **tried)
        return None
    text = cache(studio, credential, caller_from(row), secret_digest=row["digest"], expires_at=row["expires_at"])
    caller = _recognised(studio, secret, text)
    if caller is not None:
        # Only here, so at most once a minute, however often the key is used.
        studio.database.row("note_key_use", key_id=row["handle"])
    return caller


def register_owner(studio: Studio, key: ApiKey) -> None:
    """The one local owner and the digest of their key; doing it again changes nothing."""
    studio.database.row("add_owner", user_id=LOCAL_OWNER, name="Owner")
    pepper = studio.settings.pepper
    studio.database.row("add_api_key", key_id=key.key_id, user_id=LOCAL_OWNER, digest=digest(key.secret, pepper))


def _credential(secret: str) -> str | None:
    """Under what the key is remembered; None when it has not the form of a key."""
    well_formed = _FORM.fullmatch(secret) is not None and checksum(secret[:-8]) == secret[-8:]
    return key_credential(_key_id(secret)) if well_formed else None


def _key_id(secret: str) -> str:
    return secret.split("_")[2]


def _recognised(studio: Studio, secret: str, text: str) -> Caller | None:
    """The id in a key is no secret: what counts is that its digest is the one on record."""
    recorded, caller = read_cached(text)
    pepper = studio.settings.pepper
    return caller if hmac.compare_digest(recorded, digest(secret, pepper)) else None


def _random(length: int) -> str:
    return "".join(secrets.choice(_ALPHABET) for _ in range(length))
