"""What travels on the errand queue: a letter to write, or a deletion to see to its end.

A request for a letter is sent whether or not the address has an account; only who takes it from the queue looks. So the
answer to the request is the same, and takes as long, either way.
"""

from enum import StrEnum
from typing import Literal

from pydantic import BaseModel, ConfigDict


class LetterKind(StrEnum):
    WELCOME = "welcome"  # after a registration: verify the address, or be told of the account that is there
    VERIFY = "verify"  # the same link again, to whoever has not used it
    RESET = "reset"  # a link to set a new password
    CHANGE_EMAIL = "change_email"  # to the new address: confirm it
    EMAIL_CHANGED = "email_changed"  # to the old address: it is no longer used
    PASSWORD_CHANGED = "password_changed"  # noqa: S105 - a notice
    FAREWELL = "farewell"  # the account is deleted
    FILM_COMPLETED = "film_completed"  # to whoever asked for it in their preferences
    KEY_USED_ELSEWHERE = "key_used_elsewhere"  # an API key turned up in a network it was never used from
    WEBHOOK_GONE = "webhook_gone"  # a webhook was switched off: its server answered that it is gone
    WEBHOOK_FAILING = "webhook_failing"  # the same, because nothing had arrived for days


class LetterErrand(BaseModel):
    """`nonce` makes the link of this letter, so that a letter which is sent twice holds the same link."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    type: Literal["letter"] = "letter"
    kind: LetterKind
    email: str
    email_key: str
    nonce: str
    user_id: str | None = None
    """Whose letter it is; without it, of whoever has the address."""
    name: str = ""
    locale: str | None = None
    about: str = ""
    """What it tells of: a film's title, a host."""


class FarewellErrand(BaseModel):
    """Sent, delayed, before a deletion begins: whoever takes it deletes what a crash or a late stage left."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    type: Literal["farewell"] = "farewell"
    user_id: str
    emails: list[str] = []
    """Addresses that were theirs, whose letters go as well."""


Errand = LetterErrand | FarewellErrand
