"""An OpenID provider over HTTP: believed when everything fits together, and in nothing else that it can say."""

import base64
import hashlib
from collections.abc import Iterator
from dataclasses import replace
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
from pydantic import SecretStr

from mutoscope.accounts.openid_provider import Identity, OpenIdRefused, discover, redeem
from mutoscope.errors import Unavailable
from mutoscope.settings import Settings
from tests.functions.users.openid_server import CLIENT_ID, CLIENT_SECRET, Lie, OpenIdServer, serving

PROVIDER = OpenIdServer()
REDIRECT = "http://127.0.0.1/back"
VERIFIER, NONCE = "v" * 43, "n" * 43
PERSON = {"sub": "42", "email": "mira@example.com", "email_verified": True, "name": "Mira"}


@pytest.fixture
def server() -> Iterator[OpenIdServer]:
    with serving(replace(PROVIDER, person=PERSON)) as opened:
        yield opened


def settings(server: OpenIdServer) -> Settings:
    return Settings(
        google_issuer=server.issuer, google_client_id=CLIENT_ID, google_client_secret=SecretStr(CLIENT_SECRET)
    )


def identify(server: OpenIdServer, *, verifier: str = VERIFIER) -> Identity:
    """The whole exchange: discovery, consent, code, token, keys."""
    provider = discover(settings(server))
    challenge = base64.urlsafe_b64encode(hashlib.sha256(VERIFIER.encode()).digest()).rstrip(b"=").decode()
    question = {
        "response_type": "code",
        "client_id": CLIENT_ID,
        "redirect_uri": REDIRECT,
        "scope": "openid email",
        "state": "s",
        "nonce": NONCE,
        "code_challenge": challenge,
        "code_challenge_method": "S256",
    }
    back = httpx.get(provider.authorization_endpoint, params=question, follow_redirects=False).headers["location"]
    code = parse_qs(urlsplit(back).query)["code"][0]
    return redeem(settings(server), provider, code=code, verifier=verifier, nonce=NONCE, redirect=REDIRECT)


def test_who_it_is_comes_out_of_the_exchange(server: OpenIdServer) -> None:
    identity = identify(server)

    assert (identity.issuer, identity.subject) == (server.issuer, "42")
    assert (identity.email, identity.email_verified, identity.name) == ("mira@example.com", True, "Mira")


def test_a_code_is_worth_nothing_without_the_verifier_that_began_it(server: OpenIdServer) -> None:
    with pytest.raises(OpenIdRefused):
        identify(server, verifier="w" * 43)


def test_a_provider_that_is_not_there_is_unavailable() -> None:
    with pytest.raises(Unavailable):
        discover(Settings(google_issuer="http://127.0.0.1:1"))


def test_a_provider_elsewhere_is_asked_by_https_only() -> None:
    with pytest.raises(OpenIdRefused):
        discover(Settings(google_issuer="http://accounts.example.com"))


def _set(**claims: Any) -> Lie:
    return lambda said: said.update(claims)


def _without(name: str) -> Lie:
    return lambda said: said.pop(name)


LIES: dict[str, Lie] = {
    "another issuer": _set(iss="https://accounts.google.com"),
    "no issuer": _without("iss"),
    "another audience": _set(aud="another-studio"),
    "several audiences": _set(aud=[CLIENT_ID, "another-studio"]),
    "for another party": _set(azp="another-studio"),
    "no audience": _without("aud"),
    "another nonce": _set(nonce="of yesterday"),
    "no nonce": _without("nonce"),
    "over": _set(exp=1_000_000_000),
    "no end": _without("exp"),
    "from the future": _set(iat=4_000_000_000),
    "nobody": _without("sub"),
    "an empty subject": _set(sub=""),
    "a subject that is a number": _set(sub=7),
}


@pytest.mark.parametrize("lie", LIES)
def test_a_lying_issuer_is_not_believed(server: OpenIdServer, lie: str) -> None:
    server.lie = LIES[lie]

    with pytest.raises(OpenIdRefused):
        identify(server)


@pytest.mark.parametrize("signed", ["by another key", "by the client secret", "not at all"])
def test_a_token_that_the_provider_did_not_sign_is_not_believed(server: OpenIdServer, signed: str) -> None:
    server.signed = signed

    with pytest.raises(OpenIdRefused):
        identify(server)


@pytest.mark.parametrize(
    "lie",
    [
        _set(issuer="https://accounts.google.com"),
        _set(token_endpoint="http://192.0.2.1/token"),
        _set(jwks_uri="file:///etc/passwd"),
        _set(authorization_endpoint="javascript:alert(1)"),
        _without("jwks_uri"),
    ],
)
def test_a_provider_that_claims_to_be_another_or_names_unsafe_endpoints_is_not_followed(
    server: OpenIdServer, lie: Lie
) -> None:
    server.discovery_lie = lie

    with pytest.raises(OpenIdRefused):
        discover(settings(server))
