"""Opening an account, and confirming its address: one account for an address, whatever its spelling and however often.

A registration with an address that has an account is answered as any other, and its owner is told by mail. The address
is confirmed with the password, so that neither a stranger's password nor a stranger's letter opens anything alone.
"""

from dataclasses import dataclass

from mutoscope.accounts.credential_cache import forget_user
from mutoscope.accounts.email_address import EmailAddress
from mutoscope.accounts.errand_messages import LetterKind
from mutoscope.accounts.letter_requests import request_letter
from mutoscope.accounts.login import AccountDeactivated, WrongCredentials, begin_attempt, succeeded
from mutoscope.accounts.one_time_tokens import Purpose, TokenSpent, owner_of_token
from mutoscope.accounts.passwords import check_password, hash_password, require_strong
from mutoscope.accounts.secret_tokens import token_digest
from mutoscope.accounts.sessions import OpenSession, open_session
from mutoscope.accounts.usernames import UsernameTaken, username_key
from mutoscope.accounts.users import require_user
from mutoscope.audit.actor import Actor
from mutoscope.identifiers import new_id
from mutoscope.measures import Measure, count
from mutoscope.studio import Studio


@dataclass(frozen=True)
class NewUser:
    name: str
    email: EmailAddress
    username: str
    password: str | None = None
    """None for somebody who comes by way of another provider, which has proved the address."""
    picture_url: str | None = None
    locale: str | None = None


def register(studio: Studio, new: NewUser, actor: Actor) -> None:
    """Returns alike for a new address and a known one; `UsernameTaken` says nothing about the address either."""
    assert new.password is not None
    require_strong(new.password, new.email.shown, new.username, new.name)
    password_hash = hash_password(new.password)
    # The letter is asked for before the commit: a process that dies between leaves a letter that finds nobody.
    request_letter(studio, LetterKind.WELCOME, new.email)
    outcome = add_user(studio, new, actor, password_hash=password_hash)
    if outcome == "username_taken":
        raise UsernameTaken(param="username", username=new.username)
    if outcome == "registered":
        count(studio.settings, Measure.REGISTRATIONS)


def add_user(
    studio: Studio, new: NewUser, actor: Actor, *, password_hash: str | None, user_id: str | None = None
) -> str:
    """'registered', 'known' or 'username_taken', decided by the database in one step."""
    row = studio.database.row(
        "register_user",
        user={
            "user_id": user_id or new_id("user"),
            "name": new.name,
            "email": new.email.shown,
            "email_key": new.email.key,
            "email_verified": password_hash is None,
            "username": new.username,
            "username_key": username_key(new.username),
            "password_hash": password_hash,
            "picture_url": new.picture_url,
            "locale": new.locale,
            "asked_by": token_digest(studio.settings, f"account:{new.email.key}"),
        },
        actor=actor.values(),
    )
    assert row is not None, "the function answers one row"
    return str(row["outcome"])


def confirm_email(studio: Studio, token: str, password: str, actor: Actor) -> OpenSession:
    """Opens the account with the link from the letter and the password of whoever registered."""
    user = require_user(studio.database, owner_of_token(studio, token, Purpose.VERIFY_EMAIL))
    assert user.email is not None
    assert user.email_key is not None
    attempt = begin_attempt(studio, EmailAddress(user.email, user.email_key), actor)
    if not check_password(password, user.password_hash).right:
        raise WrongCredentials
    succeeded(studio, attempt)
    if not user.is_active:
        raise AccountDeactivated
    digest = token_digest(studio.settings, token)
    if studio.database.row("verify_email", digest=digest, actor=actor.values()) is None:
        raise TokenSpent(param="token")
    forget_user(studio, user.user_id)
    session = open_session(studio, user.user_id, actor, by="verify_email", password_hash=user.password_hash)
    if session is None:
        raise WrongCredentials
    return session
