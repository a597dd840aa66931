"""The keys that links through CloudFront are signed with: pairs in one secret, by the names the settings list.

CloudFront is told the public halves at deployment, so a deployment has them made first. None is ever replaced.
"""

import json
from typing import TYPE_CHECKING, Any

from mutoscope.adapters.aws.failures import translated
from mutoscope.adapters.aws.session import client
from mutoscope.settings import Settings

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey

_WHAT = "The store of secrets"
_BITS = 2048
"""CloudFront takes no other size."""


def make_link_keys(settings: Settings) -> list[str]:
    """Makes the named keys that are not in the secret yet, and answers their names."""
    if not settings.link_key_names:
        return []
    secrets = client("secretsmanager", settings)
    kept = _kept(secrets, settings)
    missing = [name for name in settings.link_key_names if private_half(name) not in kept]
    for name in missing:
        kept |= _made(name)
    if missing:
        with translated(_WHAT):
            secrets.put_secret_value(SecretId=settings.link_secret_arn, SecretString=json.dumps(kept))
    return missing


def signing_key(settings: Settings) -> "RSAPrivateKey":
    """The private half of the first key that is named."""
    from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
    from cryptography.hazmat.primitives.serialization import load_pem_private_key

    kept = _kept(client("secretsmanager", settings), settings)
    key = load_pem_private_key(kept[private_half(settings.link_key_names[0])].encode(), password=None)
    assert isinstance(key, RSAPrivateKey)
    return key


def private_half(name: str) -> str:
    return f"{name}-private"


def public_half(name: str) -> str:
    return f"{name}-public"


def _kept(secrets: Any, settings: Settings) -> dict[str, str]:
    with translated(_WHAT):
        kept: dict[str, str] = json.loads(secrets.get_secret_value(SecretId=settings.link_secret_arn)["SecretString"])
    return kept


def _made(name: str) -> dict[str, str]:
    from cryptography.hazmat.primitives.asymmetric.rsa import generate_private_key
    from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat

    made = generate_private_key(public_exponent=65537, key_size=_BITS)
    private = made.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    public = made.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    return {private_half(name): private.decode(), public_half(name): public.decode()}
