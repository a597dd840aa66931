"""Access tokens: what they say, and that whatever is wrong with one, the answer is the same."""

import base64
import hashlib
import hmac
import json
from collections.abc import Mapping
from typing import Any

import pytest
from joserfc import jwt
from joserfc.jwk import ECKey
from pydantic import SecretStr

from mutoscope.accounts import access_tokens
from mutoscope.accounts.access_tokens import issue_access_token, new_token_keys, read_access_token
from mutoscope.errors import Unauthenticated
from mutoscope.settings import Settings

KEYS = new_token_keys()
SETTINGS = Settings(token_keys=SecretStr(KEYS))
(KEY,) = access_tokens._read_keys(KEYS).keys
PUBLIC_PEM = KEY.as_pem(private=False)  # type: ignore[union-attr]


def issued() -> str:
    return issue_access_token(SETTINGS, user_id="user_1", session_id="session_1", role="user", permissions=["b", "a"])


def claims_of(token: str) -> dict[str, Any]:
    payload = token.split(".")[1]
    claims: dict[str, Any] = json.loads(base64.urlsafe_b64decode(payload + "=" * (-len(payload) % 4)))
    return claims


def signed(header: Mapping[str, Any] | None = None, **changed: Any) -> str:
    """A token of ours in which these claims are otherwise; None leaves one out."""
    claims = {**claims_of(issued()), **changed}
    whole = {"alg": "ES256", "typ": "at+jwt", "kid": KEY.kid, **(header or {})}
    return jwt.encode(whole, {name: value for name, value in claims.items() if value is not None}, KEY, ["ES256"])


def part(value: object) -> str:
    return base64.urlsafe_b64encode(json.dumps(value).encode()).rstrip(b"=").decode()


def with_header(header: object, signature: str | None = None) -> str:
    _, payload, kept = issued().split(".")
    return f"{part(header)}.{payload}.{kept if signature is None else signature}"


def confused() -> str:
    """Signed by HMAC with our public key, which everybody may know, as the secret."""
    signed_part = f"{part({'alg': 'HS256', 'typ': 'at+jwt', 'kid': KEY.kid})}.{issued().split('.')[1]}"
    mac = hmac.new(PUBLIC_PEM, signed_part.encode(), hashlib.sha256).digest()
    return f"{signed_part}.{base64.urlsafe_b64encode(mac).rstrip(b'=').decode()}"


def by_another_key() -> str:
    key = ECKey.generate_key("P-256", private=True)
    return jwt.encode({"alg": "ES256", "typ": "at+jwt", "kid": KEY.kid}, claims_of(issued()), key, ["ES256"])


def by_its_own_key() -> str:
    """Brings the key to verify it with, in the header."""
    key = ECKey.generate_key("P-256", private=True)
    header = {"alg": "ES256", "typ": "at+jwt", "kid": KEY.kid, "jwk": key.as_dict(private=False)}
    return jwt.encode(header, claims_of(issued()), key, ["ES256"])


FORGED = {
    "none": with_header({"alg": "none", "typ": "at+jwt", "kid": KEY.kid}, ""),
    "none with a signature": with_header({"alg": "none", "typ": "at+jwt", "kid": KEY.kid}),
    "confusion": confused(),
    "another key": by_another_key(),
    "its own key": by_its_own_key(),
    "no kid": with_header({"alg": "ES256", "typ": "at+jwt"}),
    "unknown kid": with_header({"alg": "ES256", "typ": "at+jwt", "kid": "other"}),
    "kid is a path": with_header({"alg": "ES256", "typ": "at+jwt", "kid": "../../../dev/null"}),
    "kid is SQL": with_header({"alg": "ES256", "typ": "at+jwt", "kid": "' OR 1=1 --"}),
    "kid is a list": with_header({"alg": "ES256", "typ": "at+jwt", "kid": [KEY.kid]}),
    "jku": signed({"jku": "https://evil.example/keys"}),
    "x5u": signed({"x5u": "https://evil.example/chain"}),
    "crit": signed({"crit": ["jku"], "jku": "https://evil.example/keys"}),
    "wrong aud": signed(aud="other-api"),
    "no aud": signed(aud=None),
    "wrong iss": signed(iss="other"),
    "no iss": signed(iss=None),
    "wrong typ": signed({"typ": "JWT"}),
    "no exp": signed(exp=None),
    "exp is text": signed(exp="never"),
    "no jti": signed(jti=None),
    "no sid": signed(sid=None),
    "sub is a number": signed(sub=1),
    "permissions is text": signed(permissions=[1]),
    "changed after signing": ".".join(
        [issued().split(".")[0], part({**claims_of(issued()), "role": "super_admin"}), "x"]
    ),
    "1 MB": "a" * 1_000_000,
    "1 MB with a form": ".".join(["a" * 300_000] * 3),
    "nested": base64.urlsafe_b64encode(b"[" * 5000).decode() + ".e30.x",
    "encrypted": part({"alg": "dir", "enc": "A128GCM"}) + ".a.b.c.d",
    "nothing": "",
    "dots": "..",
    "surrogate": "\ud800.\ud800.\ud800",
    "NUL": "\x00.\x00.\x00",
}


def test_a_token_says_who_calls_as_what_and_until_when() -> None:
    token = issued()

    claims = read_access_token(SETTINGS, token)

    assert (claims.user_id, claims.session_id, claims.role) == ("user_1", "session_1", "user")
    assert claims.permissions == {"a", "b"}
    said = claims_of(token)
    assert {"sub", "userId", "role", "permissions", "iat", "exp", "jti", "iss", "aud", "sid"} == set(said)
    assert said["exp"] - said["iat"] == 15 * 60
    assert said["userId"] == said["sub"] == "user_1"


@pytest.mark.parametrize("trick", FORGED)
def test_jwt_none_confusion_kid_and_jku_tricks_wrong_aud_or_typ_no_exp_1_mb_are_one_and_the_same_refusal(
    trick: str,
) -> None:
    with pytest.raises(Unauthenticated) as refused:
        read_access_token(SETTINGS, FORGED[trick])

    assert type(refused.value) is Unauthenticated
    assert refused.value.message == Unauthenticated().message


@pytest.mark.parametrize(("ahead", "accepted"), [(-600, True), (0, True), (25, True), (61, False), (600, False)])
def test_a_clock_that_is_ten_minutes_wrong_is_forgiven_a_minute_at_most(
    monkeypatch: pytest.MonkeyPatch, ahead: int, accepted: bool
) -> None:
    """`ahead` is how far the issuer's clock runs before ours."""
    real = access_tokens.time.time
    with monkeypatch.context() as elsewhere:
        elsewhere.setattr(access_tokens.time, "time", lambda: real() + ahead)
        token = issued()

    assert accepts(token) is accepted


@pytest.mark.parametrize(("seconds_ago", "accepted"), [(0, True), (25, True), (61, False), (600, False)])
def test_a_token_that_is_over_is_forgiven_a_minute_at_most(seconds_ago: int, accepted: bool) -> None:
    now = int(access_tokens.time.time())

    assert accepts(signed(iat=now - 1800, exp=now - seconds_ago)) is accepted


def test_a_key_that_verifies_but_no_longer_signs_keeps_its_tokens_alive() -> None:
    rotated = Settings(token_keys=SecretStr(f"{new_token_keys()} {KEYS}"))
    before = issued()

    after = issue_access_token(rotated, user_id="user_1", session_id="session_1", role="user", permissions=[])

    assert read_access_token(rotated, before).user_id == "user_1"
    assert read_access_token(rotated, after).user_id == "user_1"
    with pytest.raises(Unauthenticated):
        read_access_token(SETTINGS, after)


def accepts(token: str) -> bool:
    try:
        read_access_token(SETTINGS, token)
    except Unauthenticated:
        return False
    return True
