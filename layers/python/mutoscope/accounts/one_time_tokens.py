"""Tokens that travel by mail: each proves the address it was sent to, for one purpose, once, for a while.

The link of a letter is derived from the letter's nonce, so that a letter which is sent twice holds the same link.
"""

from enum import StrEnum

from mutoscope.accounts.secret_tokens import derived_token, token_digest
from mutoscope.accounts.users import User
from mutoscope.errors import InvalidInput
from mutoscope.studio import Studio

_PREFIX = "muto"


class Purpose(StrEnum):
    VERIFY_EMAIL = "verify_email"
    RESET_PASSWORD = "reset_password"  # noqa: S105 - the name of a purpose
    CHANGE_EMAIL = "change_email"


LIFE_SECONDS = {Purpose.VERIFY_EMAIL: 48 * 3600, Purpose.RESET_PASSWORD: 3600, Purpose.CHANGE_EMAIL: 24 * 3600}


class TokenSpent(InvalidInput):
    """The link is not valid: it was used already, or its time is over."""

    code = "token_spent"
    hint = "Ask for a new letter and use the link in the newest one."


def keep_token(studio: Studio, user: User, purpose: Purpose, nonce: str, *, email: str, email_key: str) -> str | None:
    """The token to put into a letter; None when enough such letters went out of late."""
    token = derived_token(studio.settings, _PREFIX, purpose, nonce)
    row = studio.database.row(
        "keep_one_time_token",
        digest=token_digest(studio.settings, token),
        user_id=user.user_id,
        purpose=purpose.value,
        email=email,
        email_key=email_key,
        seconds=LIFE_SECONDS[purpose],
    )
    return token if row else None


def owner_of_token(studio: Studio, token: str, purpose: Purpose) -> str:
    """The user whose token this is, without using it up; `TokenSpent` when it is no living token of this purpose."""
    digest = token_digest(studio.settings, token)
    row = studio.database.row("owner_of_one_time_token", digest=digest, purpose=purpose.value)
    if row is None:
        raise TokenSpent(param="token")
    return str(row["user_id"])
