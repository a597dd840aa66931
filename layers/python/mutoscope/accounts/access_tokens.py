"""Access tokens: short-lived JWTs (RFC 7519) signed by ES256, that say who calls, in which session, and as what.

One algorithm, one type, one issuer and one audience; the key is chosen by `kid` among ours and by nothing else in the
token. Whatever is wrong with a token, the answer is the same.
"""

from __future__ import annotations

import hashlib
import secrets
import time
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from ulid import ULID

from mutoscope.errors import MutoscopeError, Unauthenticated
from mutoscope.settings import Settings

if TYPE_CHECKING:
    from joserfc.jwk import ECKey, KeySet

LIFE_SECONDS = 15 * 60
LEEWAY_SECONDS = 30
ALGORITHM = "ES256"
TYPE = "at+jwt"
"""RFC 9068: no other token of ours, and no ID token, can be taken for one of these."""
ISSUER = "mutoscope"
AUDIENCE = "mutoscope-api"
_LONGEST = 8192
_P256_ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
_HEADER = {"alg", "kid", "typ"}
_CLAIMS: Any = {
    **{name: {"essential": True} for name in ("sub", "userId", "sid", "role", "jti", "iat", "exp")},
    "permissions": {"essential": True, "allow_blank": True},
    "iss": {"essential": True, "value": ISSUER},
    "aud": {"essential": True, "value": AUDIENCE},
}


class NoTokenKeys(MutoscopeError):
    """The studio has no keys to sign access tokens with."""

    code = "no_token_keys"
    hint = "Set MUTOSCOPE_TOKEN_KEYS to a long random text; the supervisor of the laptop makes one."


@dataclass(frozen=True)
class AccessClaims:
    user_id: str
    session_id: str
    role: str
    permissions: frozenset[str]
    expires_at: int


def issue_access_token(
    settings: Settings, *, user_id: str, session_id: str, role: str, permissions: Sequence[str]
) -> str:
    """A token of a quarter of an hour, signed by the first of the studio's keys."""
    # A caller with an API key has no token, so what it takes is loaded when one comes, here and below.
    from joserfc import jwt

    now = int(time.time())
    claims = {
        "iss": ISSUER,
        "aud": AUDIENCE,
        "sub": user_id,
        "userId": user_id,
        "sid": session_id,
        "role": role,
        "permissions": sorted(permissions),
        "jti": str(ULID()),
        "iat": now,
        "exp": now + LIFE_SECONDS,
    }
    key = _keys(settings).keys[0]
    return jwt.encode({"alg": ALGORITHM, "typ": TYPE, "kid": key.kid}, claims, key, [ALGORITHM])


def read_access_token(settings: Settings, token: str) -> AccessClaims:
    """What the token says; `Unauthenticated` for anything that is not a living token of ours, without saying why."""
    from joserfc import jwt
    from joserfc.errors import JoseError

    if len(token) > _LONGEST:
        raise Unauthenticated
    try:
        read = jwt.decode(token.encode(errors="replace"), _keys(settings), [ALGORITHM])
        if set(read.header) != _HEADER or read.header["typ"] != TYPE:
            raise Unauthenticated
        jwt.JWTClaimsRegistry(leeway=LEEWAY_SECONDS, **_CLAIMS).validate(read.claims)
        return AccessClaims(
            user_id=_text(read.claims["sub"]),
            session_id=_text(read.claims["sid"]),
            role=_text(read.claims["role"]),
            permissions=frozenset(_text(name) for name in read.claims["permissions"]),
            expires_at=int(read.claims["exp"]),
        )
    except (JoseError, ValueError, TypeError, RecursionError) as error:
        raise Unauthenticated from error


def new_token_keys() -> str:
    """A fresh secret to sign by. To rotate, put a fresh one before the others, and drop the old after a while."""
    return secrets.token_urlsafe(48)


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError(value)
    return value


def _keys(settings: Settings) -> KeySet:
    serialised = settings.token_keys.get_secret_value()
    if not serialised:
        raise NoTokenKeys
    return _read_keys(serialised)


@cache
def _read_keys(serialised: str) -> KeySet:
    from joserfc.jwk import KeySet

    return KeySet([_derive_key(secret) for secret in serialised.split()])


def _derive_key(secret: str) -> ECKey:
    """The key of a secret and its `kid`, by HKDF (RFC 5869) with 128 bits more than needed (FIPS 186-5, A.2.1)."""
    from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, derive_private_key
    from cryptography.hazmat.primitives.hashes import SHA256
    from cryptography.hazmat.primitives.kdf.hkdf import HKDF
    from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
    from joserfc.jwk import ECKey

    material = HKDF(algorithm=SHA256(), length=48, salt=None, info=b"mutoscope access tokens").derive(secret.encode())
    scalar = int.from_bytes(material) % (_P256_ORDER - 1) + 1
    pem = derive_private_key(scalar, SECP256R1()).private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    kid = hashlib.sha256(b"kid:" + material).hexdigest()[:16]
    return ECKey.import_key(pem, {"kid": kid, "use": "sig", "alg": ALGORITHM})
