"""Logging in by way of an OpenID provider such as Google: out with a state, back with a code, in with a session.

State, nonce and PKCE verifier are kept here for ten minutes and taken once; the browser that comes back must be the one
that went. An account is found by the provider's subject; by its address only if the provider has verified that.
"""

import base64
import hashlib
import json
import secrets
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from pydantic import TypeAdapter, ValidationError

from mutoscope.accounts.credential_cache import forget_user
from mutoscope.accounts.email_address import EmailAddress, EmailInvalid, read_email
from mutoscope.accounts.login import AccountDeactivated
from mutoscope.accounts.openid_provider import Identity, OpenIdRefused, discover, redeem
from mutoscope.accounts.plain_text import LONGEST_NAME, Name
from mutoscope.accounts.profile import Locale, PictureUrl
from mutoscope.accounts.registration import NewUser, add_user
from mutoscope.accounts.secret_tokens import token_digest
from mutoscope.accounts.sessions import OpenSession, open_session
from mutoscope.accounts.usernames import username_like
from mutoscope.accounts.users import User, find_user, find_user_by_email, require_user, user_from
from mutoscope.audit.actor import Actor
from mutoscope.errors import Forbidden, NotFound
from mutoscope.identifiers import new_id
from mutoscope.studio import Studio

STATE_SECONDS = 600
CALLBACK = "/v1/auth/google/callback"
_NAME: TypeAdapter[Any] = TypeAdapter(Name)
_PICTURE: TypeAdapter[Any] = TypeAdapter(PictureUrl)
_LOCALE: TypeAdapter[Any] = TypeAdapter(Locale)


class OpenIdNotConfigured(NotFound):
    """This studio has no log-in by another provider."""

    code = "openid_not_configured"
    hint = "Log in with address and password; docs/settings.md says how a provider is set up."


class EmailNotVerified(Forbidden):
    """The other provider has not verified your e-mail address."""

    code = "email_not_verified"
    hint = "Verify it there, or open an account with a password here."


@dataclass(frozen=True)
class Departure:
    """Where to send the browser, and the secret it has to bring back in a cookie."""

    url: str
    browser: str


def depart(studio: Studio, return_to: str) -> Departure:
    if not studio.settings.google_client_id:
        raise OpenIdNotConfigured
    provider = discover(studio.settings)
    state, browser, nonce, verifier = (secrets.token_urlsafe(32) for _ in range(4))
    note = {"browser": _digest(studio, browser), "nonce": nonce, "verifier": verifier, "return_to": return_to}
    studio.tickets.keep(_key(studio, state), json.dumps(note), STATE_SECONDS)
    challenge = base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).rstrip(b"=").decode()
    question = {
        "response_type": "code",
        "client_id": studio.settings.google_client_id,
        "redirect_uri": redirect_uri(studio),
        "scope": "openid email profile",
        "state": state,
        "nonce": nonce,
        "code_challenge": challenge,
        "code_challenge_method": "S256",
    }
    joint = "&" if "?" in provider.authorization_endpoint else "?"
    return Departure(f"{provider.authorization_endpoint}{joint}{urlencode(question)}", browser)


def arrive(studio: Studio, *, state: str, code: str, browser: str, actor: Actor) -> tuple[OpenSession, str]:
    """The session, and where the browser wanted to go; `OpenIdRefused` for anything that does not fit together."""
    if not studio.settings.google_client_id:
        raise OpenIdNotConfigured
    kept = studio.tickets.take(_key(studio, state))
    note = json.loads(kept) if kept else None
    if note is None or not secrets.compare_digest(note["browser"], _digest(studio, browser)):
        raise OpenIdRefused
    identity = redeem(
        studio.settings,
        discover(studio.settings),
        code=code,
        verifier=note["verifier"],
        nonce=note["nonce"],
        redirect=redirect_uri(studio),
    )
    user = _user_of(studio, identity, actor)
    if not user.is_active:
        raise AccountDeactivated
    session = open_session(studio, user.user_id, actor, by="openid")
    if session is None:
        raise AccountDeactivated
    return session, str(note["return_to"])


def redirect_uri(studio: Studio) -> str:
    return studio.settings.web_address + CALLBACK


def _user_of(studio: Studio, identity: Identity, actor: Actor) -> User:
    known = studio.database.row("user_by_identity", issuer=identity.issuer, subject=identity.subject)
    if known is not None:
        return user_from(known)
    if not identity.email_verified:
        raise EmailNotVerified
    try:
        email = read_email(identity.email)
    except EmailInvalid as error:
        raise EmailNotVerified from error
    user = find_user_by_email(studio.database, email.key) or _new_user(studio, identity, email, actor)
    if not user.email_verified:
        # Whoever opened it never had the address; its owner comes in, and that password opens nothing.
        studio.database.row("prove_email", user_id=user.user_id)
        forget_user(studio, user.user_id)
    values = {"issuer": identity.issuer, "subject": identity.subject, "user_id": user.user_id}
    studio.database.row("link_identity", **values, actor=actor.values())
    return require_user(studio.database, user.user_id)


def _new_user(studio: Studio, identity: Identity, email: EmailAddress, actor: Actor) -> User:
    user_id, local = new_id("user"), email.key.partition("@")[0]
    new = NewUser(
        name=_fitting(_NAME, identity.name[:LONGEST_NAME]) or local[:LONGEST_NAME],
        email=email,
        username=username_like(local),
        picture_url=_fitting(_PICTURE, identity.picture),
        locale=_fitting(_LOCALE, identity.locale),
    )
    add_user(studio, new, actor, password_hash=None, user_id=user_id)
    user = find_user(studio.database, user_id) or find_user_by_email(studio.database, email.key)
    if user is None:
        # Two first log-ins at one moment drew the same username: the next try draws another.
        raise OpenIdRefused
    return user


def _fitting(form: TypeAdapter[Any], value: str | None) -> str | None:
    """What the provider says, if it is fit to be shown; nothing otherwise."""
    try:
        return str(form.validate_python(value)) if value else None
    except ValidationError:
        return None


def _key(studio: Studio, state: str) -> str:
    return f"openid#{_digest(studio, state)}"


def _digest(studio: Studio, secret: str) -> str:
    return token_digest(studio.settings, secret)
