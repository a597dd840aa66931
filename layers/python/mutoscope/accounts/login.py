"""Logging in by address and password: one answer for every failure, in the same time, and slower after each.

An unknown address, a wrong password and an address that was never confirmed are told apart by nothing. Failures are
counted by account, known or not, on the database's clock; a link from the mail lets the owner in whatever others do.
"""

from dataclasses import dataclass

from mutoscope.accounts.email_address import EmailAddress
from mutoscope.accounts.passwords import check_password
from mutoscope.accounts.secret_tokens import token_digest
from mutoscope.accounts.sessions import OpenSession, open_session
from mutoscope.accounts.users import User, find_user_by_email
from mutoscope.audit.actor import Actor
from mutoscope.errors import Forbidden, TooManyRequests, Unauthenticated
from mutoscope.studio import Studio


class WrongCredentials(Unauthenticated):
    """The e-mail address and the password do not open an account."""

    code = "wrong_credentials"
    hint = "Check both. A new account first needs the link from its letter; a forgotten password can be reset."


class AccountDeactivated(Forbidden):
    """The account is deactivated."""

    code = "account_deactivated"
    hint = "Ask an administrator of the studio."


class TooManyAttempts(TooManyRequests):
    """There were too many wrong passwords for this account."""

    code = "too_many_attempts"
    hint = "Wait {seconds} seconds, or set a new password by mail, which lets you in at once."


@dataclass(frozen=True)
class Attempt:
    """An attempt that was counted as a failure; `succeeded` takes the count back."""

    account: str
    address: str


def log_in(studio: Studio, email: EmailAddress, password: str, actor: Actor) -> OpenSession:
    attempt = begin_attempt(studio, email, actor)
    user = find_user_by_email(studio.database, email.key)
    stored = user.password_hash if user else None
    verdict = check_password(password, stored)
    # The right password of an address that was never confirmed is refused, and counted, like a wrong one: whoever
    # registered with somebody else's address would learn by it that there was no account.
    if user is None or stored is None or not verdict.right or not user.email_verified:
        raise WrongCredentials
    succeeded(studio, attempt)
    if not user.is_active:
        raise AccountDeactivated
    if verdict.fresh_hash is not None:
        stored = renew_hash(studio, user, verdict.fresh_hash)
    session = open_session(studio, user.user_id, actor, by="password", password_hash=stored)
    if session is None:
        raise WrongCredentials
    return session


def begin_attempt(studio: Studio, email: EmailAddress, actor: Actor) -> Attempt:
    """Counts an attempt for the account, or raises `TooManyAttempts` with the seconds to wait."""
    attempt = attempt_of(studio, email, actor)
    row = studio.database.row(
        "begin_login_attempt", account=attempt.account, address=attempt.address, email_key=email.key
    )
    assert row is not None, "the function answers one row"
    if row["wait"] > 0:
        raise TooManyAttempts(seconds=row["wait"])
    return attempt


def attempt_of(studio: Studio, email: EmailAddress, actor: Actor) -> Attempt:
    """Addresses of people who have no account are nobody's business: the count is kept under a digest."""
    return Attempt(token_digest(studio.settings, f"account:{email.key}"), actor.address or "unknown")


def succeeded(studio: Studio, attempt: Attempt) -> None:
    studio.database.row("forget_login_attempts", account=attempt.account, address=attempt.address)


def renew_hash(studio: Studio, user: User, fresh_hash: str) -> str:
    """A digest by today's parameters takes the old one's place, unless the password was changed at this moment."""
    values = {"user_id": user.user_id, "old_hash": user.password_hash, "new_hash": fresh_hash}
    studio.database.row("renew_password_hash", **values)
    return fresh_hash
