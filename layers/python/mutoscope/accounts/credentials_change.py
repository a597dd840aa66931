"""Changing a password or an address: only with the password or a fresh log-in, and told to the owner by mail.

Every other session ends with the password. A new address counts once it is confirmed, and the old one is told.
"""

from mutoscope.accounts.caller import Caller
from mutoscope.accounts.credential_cache import forget_user
from mutoscope.accounts.email_address import EmailAddress, read_email
from mutoscope.accounts.errand_messages import LetterKind
from mutoscope.accounts.letter_requests import request_letter
from mutoscope.accounts.login import WrongCredentials, attempt_of, begin_attempt, succeeded
from mutoscope.accounts.one_time_tokens import Purpose, TokenSpent, owner_of_token
from mutoscope.accounts.passwords import check_password, hash_password, require_strong
from mutoscope.accounts.secret_tokens import token_digest
from mutoscope.accounts.sessions import OpenSession, open_session
from mutoscope.accounts.users import User, require_user
from mutoscope.audit.actor import Actor
from mutoscope.errors import Forbidden, InvalidInput, Unavailable
from mutoscope.studio import Studio

FRESH_SECONDS = 600


class ProofNeeded(Forbidden):
    """This needs your password, or a log-in of the last ten minutes."""

    code = "proof_needed"
    hint = "Send the field password, or log in again and repeat the request."


class PasswordWrong(Forbidden):
    """The password is not the account's."""

    code = "password_wrong"
    hint = "Send the current password; a forgotten one can be reset by mail."


class NoEmail(InvalidInput):
    """The account has no e-mail address."""

    code = "no_email"
    hint = "The owner of a laptop's studio is known by the key in owner.key and needs neither address nor password."


class EmailTaken(InvalidInput):
    """The address has been taken by another account since the letter was sent."""

    code = "email_taken"
    hint = "Log in to that account, or choose another address."


def require_proof(studio: Studio, user: User, caller: Caller, password: str | None, actor: Actor) -> None:
    """That it is the owner and not somebody at an unlocked screen, or with a stolen token, who asks."""
    if password is None:
        if not _is_fresh(studio, caller):
            raise ProofNeeded(param="password")
        return
    if user.email is None or user.email_key is None:
        raise NoEmail(param="password")
    attempt = begin_attempt(studio, EmailAddress(user.email, user.email_key), actor)
    if not check_password(password, user.password_hash).right:
        raise PasswordWrong(param="password")
    succeeded(studio, attempt)


def change_password(
    studio: Studio, caller: Caller, current: str | None, new: str, actor: Actor, *, revoke_api_keys: bool
) -> None:
    """All other sessions end, and the API keys if that is wanted. The new password is in force when this returns."""
    user = require_user(studio.database, caller.user_id)
    email = _email_of(user)
    require_proof(studio, user, caller, current, actor)
    require_strong(new, email.shown, user.username or "", user.name, param="new_password")
    row = studio.database.row(
        "change_password",
        user_id=user.user_id,
        old_hash=user.password_hash,
        new_hash=hash_password(new),
        but=caller.session_id,
        revoke_api_keys=revoke_api_keys,
        actor=actor.values(),
    )
    forget_user(studio, user.user_id)
    if row is None or not row["changed"]:
        raise Unavailable(what="The account")
    request_letter(studio, LetterKind.PASSWORD_CHANGED, email, user=user)


def request_reset(studio: Studio, email: EmailAddress) -> None:
    """The same work for every address: whether there is an account is looked up by whoever writes the letter."""
    request_letter(studio, LetterKind.RESET, email)


def reset_password(studio: Studio, token: str, new: str, actor: Actor, *, revoke_api_keys: bool) -> OpenSession:
    """Sets the password by the link from a letter, ends all sessions and opens one: so nobody can be locked out.

    Whoever had the account may have made keys in it: they end as well, unless their owner says that they are fine.
    """
    user = require_user(studio.database, owner_of_token(studio, token, Purpose.RESET_PASSWORD))
    email = _email_of(user)
    require_strong(new, email.shown, user.username or "", user.name, param="new_password")
    password_hash = hash_password(new)
    digest = token_digest(studio.settings, token)
    row = studio.database.row(
        "reset_password",
        digest=digest,
        new_hash=password_hash,
        revoke_api_keys=revoke_api_keys,
        actor=actor.values(),
    )
    if row is None:
        raise TokenSpent(param="token")
    succeeded(studio, attempt_of(studio, email, actor))
    forget_user(studio, user.user_id)
    request_letter(studio, LetterKind.PASSWORD_CHANGED, email, user=user)
    session = open_session(studio, user.user_id, actor, by="reset_password", password_hash=password_hash)
    if session is None:
        raise WrongCredentials
    return session


def request_email_change(
    studio: Studio, caller: Caller, email: EmailAddress, password: str | None, actor: Actor
) -> None:
    """Answered alike whether or not the address has an account; the letter goes to the new address."""
    user = require_user(studio.database, caller.user_id)
    _email_of(user)
    require_proof(studio, user, caller, password, actor)
    request_letter(studio, LetterKind.CHANGE_EMAIL, email, user=user)


def confirm_email_change(studio: Studio, token: str, actor: Actor) -> User:
    digest = token_digest(studio.settings, token)
    row = studio.database.row("change_email", digest=digest, actor=actor.values())
    if row is None or row["outcome"] == "unknown":
        raise TokenSpent(param="token")
    if row["outcome"] == "taken":
        raise EmailTaken(param="token")
    user = require_user(studio.database, row["user_id"])
    request_letter(studio, LetterKind.EMAIL_CHANGED, read_email(row["old_email"]), user=user)
    return user


def _is_fresh(studio: Studio, caller: Caller) -> bool:
    if caller.session_id is None:
        return False
    row = studio.database.row("session_age", session_id=caller.session_id, user_id=caller.user_id)
    return row is not None and float(row["seconds"]) < FRESH_SECONDS


def _email_of(user: User) -> EmailAddress:
    if user.email is None or user.email_key is None:
        raise NoEmail
    return EmailAddress(user.email, user.email_key)
