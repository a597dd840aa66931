"""Talking to an OpenID provider (OpenID Connect Core 1.0, the code flow): its discovery document, its keys, its tokens.

Nothing it says is believed before it is checked: the issuer it claims, where its endpoints are, and every claim of an
ID token, whose signature must be by one of its published keys and an asymmetric algorithm.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from mutoscope.errors import Unauthenticated, Unavailable
from mutoscope.settings import Settings

if TYPE_CHECKING:
    import httpx
    from joserfc import jwt

ALGORITHMS = ["RS256", "ES256"]
LEEWAY_SECONDS = 60
LARGEST_ANSWER = 256_000
_TIMEOUT = 5.0
_DISCOVERY = "/.well-known/openid-configuration"
_LOOPBACK = {"127.0.0.1", "::1", "localhost"}


class OpenIdRefused(Unauthenticated):
    """The log-in at the other provider could not be confirmed."""

    code = "openid_refused"
    hint = "Start the log-in again."


@dataclass(frozen=True)
class Provider:
    issuer: str
    authorization_endpoint: str
    token_endpoint: str
    jwks_uri: str


@dataclass(frozen=True)
class Identity:
    """Who the provider says it is: `subject` is stable, everything else may change."""

    issuer: str
    subject: str
    email: str
    email_verified: bool
    name: str
    picture: str | None
    locale: str | None


def discover(settings: Settings) -> Provider:
    """The provider that the settings name; `OpenIdRefused` when it claims to be another, or names unsafe endpoints."""
    issuer = settings.google_issuer
    with _client() as client:
        said = _object(client, "GET", _checked(issuer.rstrip("/") + _DISCOVERY))
    if said.get("issuer") != issuer:
        raise OpenIdRefused
    return Provider(
        issuer=issuer,
        authorization_endpoint=_checked(said.get("authorization_endpoint")),
        token_endpoint=_checked(said.get("token_endpoint")),
        jwks_uri=_checked(said.get("jwks_uri")),
    )


def redeem(settings: Settings, provider: Provider, *, code: str, verifier: str, nonce: str, redirect: str) -> Identity:
    """Exchanges the code for an ID token, and answers who it is about."""
    form = {
        "grant_type": "authorization_code",
        "code": code,
        "redirect_uri": redirect,
        "client_id": settings.google_client_id,
        "client_secret": settings.google_client_secret.get_secret_value(),
        "code_verifier": verifier,
    }
    with _client() as client:
        answer = _object(client, "POST", provider.token_endpoint, form)
        keys = _object(client, "GET", provider.jwks_uri)
    return _identity(_claims(settings, provider, str(answer.get("id_token", "")), keys, nonce))


def _claims(settings: Settings, provider: Provider, token: str, keys: dict[str, Any], nonce: str) -> dict[str, Any]:
    # Few log in by another provider, so what it takes is loaded when one comes, here and below.
    from joserfc import jwt
    from joserfc.errors import JoseError
    from joserfc.jwk import KeySet

    try:
        read = jwt.decode(token, KeySet.import_key_set(keys), ALGORITHMS)  # type: ignore[arg-type]
        _registry(settings, provider, nonce).validate(read.claims)
    except (JoseError, ValueError, TypeError, KeyError, RecursionError) as error:
        raise OpenIdRefused from error
    audience = read.claims["aud"]
    several = isinstance(audience, list) and len(audience) > 1
    if (several or "azp" in read.claims) and read.claims.get("azp") != settings.google_client_id:
        raise OpenIdRefused
    return read.claims


def _registry(settings: Settings, provider: Provider, nonce: str) -> jwt.JWTClaimsRegistry:
    from joserfc import jwt

    return jwt.JWTClaimsRegistry(
        leeway=LEEWAY_SECONDS,
        iss={"essential": True, "value": provider.issuer},
        aud={"essential": True, "value": settings.google_client_id},
        nonce={"essential": True, "value": nonce},
        sub={"essential": True},
        exp={"essential": True},
        iat={"essential": True},
    )


def _identity(claims: dict[str, Any]) -> Identity:
    email, name = claims.get("email"), claims.get("name")
    picture, locale = claims.get("picture"), claims.get("locale")
    return Identity(
        issuer=claims["iss"],
        subject=str(claims["sub"])[:255],
        email=email if isinstance(email, str) else "",
        # The specification has a boolean; a provider that says "true" as text is not believed.
        email_verified=claims.get("email_verified") is True,
        name=name if isinstance(name, str) else "",
        picture=picture if isinstance(picture, str) else None,
        locale=locale if isinstance(locale, str) else None,
    )


def _client() -> httpx.Client:
    import httpx

    return httpx.Client(timeout=_TIMEOUT, follow_redirects=False, trust_env=False)


def _checked(url: object) -> str:
    """https, or plain http to this machine itself, where a provider for trying things out may run."""
    parts = urlsplit(url) if isinstance(url, str) else urlsplit("")
    if parts.scheme != "https" and not (parts.scheme == "http" and parts.hostname in _LOOPBACK):
        raise OpenIdRefused
    return str(url)


def _object(client: httpx.Client, method: str, url: str, form: dict[str, str] | None = None) -> dict[str, Any]:
    """The JSON object that is answered; a provider that is away is `Unavailable`, one that refuses is believed."""
    import httpx

    try:
        with client.stream(method, url, data=form) as answer:
            if answer.status_code >= 500:
                raise Unavailable(what="The log-in provider")
            body = _bounded(answer)
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        raise Unavailable(what="The log-in provider") from error
    try:
        said = json.loads(body) if answer.status_code == 200 else None
    except (ValueError, RecursionError) as error:
        raise OpenIdRefused from error
    if not isinstance(said, dict):
        raise OpenIdRefused
    return said


def _bounded(answer: httpx.Response) -> bytes:
    body = b""
    for chunk in answer.iter_bytes():
        body += chunk
        if len(body) > LARGEST_ANSWER:
            raise OpenIdRefused
    return body
