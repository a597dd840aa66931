"""Telling the owner of a webhook that the studio has switched it off, and why."""

from mutoscope.accounts.email_address import EmailAddress
from mutoscope.accounts.errand_messages import LetterKind
from mutoscope.accounts.letter_requests import request_letter
from mutoscope.accounts.users import find_user
from mutoscope.observability import logger
from mutoscope.ports import Row
from mutoscope.studio import Studio

_LETTERS = {"gone": LetterKind.WEBHOOK_GONE, "failing": LetterKind.WEBHOOK_FAILING}


def tell_owner(studio: Studio, webhook_id: str, turn: Row) -> None:
    """A letter to the proved address, if there is one. It is noted after it was asked for, so that none is lost."""
    user = find_user(studio.database, turn["user_id"])
    if user is not None and user.email is not None and user.may_log_in:
        address = EmailAddress(user.email, user.email_key or "")
        request_letter(studio, _LETTERS[turn["disabled_for"]], address, user=user, about=turn["host"])
    studio.database.row("note_told", webhook_id=webhook_id)
    logger.info("webhook switched off", webhook_id=webhook_id, reason=turn["disabled_for"])
