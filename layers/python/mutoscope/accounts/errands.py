"""Doing errands: writing a letter to whoever it is for, if it is for anybody, and finishing a deletion.

An errand may come twice at any time: a letter is then sent again with the same link, a deletion goes on.
"""

from urllib.parse import quote

from mutoscope.accounts.deletion import finish_deletion, forget_letters
from mutoscope.accounts.errand_messages import Errand, FarewellErrand, LetterErrand, LetterKind
from mutoscope.accounts.letters import write_letter
from mutoscope.accounts.one_time_tokens import Purpose, keep_token
from mutoscope.accounts.users import User, find_user, find_user_by_email
from mutoscope.studio import Studio

MOST_WAITS = 5
"""How often a letter waits for the registration that it belongs to, before it is taken for one that failed."""


def run_errand(studio: Studio, errand: Errand, receives: int) -> bool:
    """True when it is done; False when it has to come again."""
    if isinstance(errand, FarewellErrand):
        finish_deletion(studio, errand.user_id)
        # The farewell itself has been read, or was sent in vain.
        forget_letters(studio, errand.emails)
        return True
    return _write(studio, errand, receives)


def _write(studio: Studio, errand: LetterErrand, receives: int) -> bool:
    match errand.kind:
        case LetterKind.WELCOME:
            user = find_user_by_email(studio.database, errand.email_key)
            if user is None:
                # The registration travels ahead of its commit.
                return receives >= MOST_WAITS
            _welcome(studio, errand, user)
        case LetterKind.VERIFY:
            user = find_user_by_email(studio.database, errand.email_key)
            if user is not None and user.is_active and not user.email_verified:
                _send_link(studio, errand, user, "verify", Purpose.VERIFY_EMAIL)
        case LetterKind.RESET:
            user = find_user_by_email(studio.database, errand.email_key)
            if user is not None and user.is_active:
                _send_link(studio, errand, user, "reset", Purpose.RESET_PASSWORD)
        case LetterKind.CHANGE_EMAIL:
            user = find_user(studio.database, errand.user_id or "")
            if user is not None and user.is_active:
                _send_link(studio, errand, user, "change_email", Purpose.CHANGE_EMAIL)
        case _:
            studio.mailer.send(
                write_letter(errand.kind, to=errand.email, name=errand.name, locale=errand.locale, about=errand.about)
            )
    return True


def _welcome(studio: Studio, errand: LetterErrand, user: User) -> None:
    """The owner of the address learns what the one who registered must not: that it has an account already."""
    if not user.is_active:
        return
    if user.email_verified:
        _send_link(studio, errand, user, "known", Purpose.RESET_PASSWORD)
    else:
        _send_link(studio, errand, user, "welcome", Purpose.VERIFY_EMAIL)


_PAGES = {
    Purpose.VERIFY_EMAIL: "verify-email",
    Purpose.RESET_PASSWORD: "reset-password",
    Purpose.CHANGE_EMAIL: "confirm-email",
}


def _send_link(studio: Studio, errand: LetterErrand, user: User, letter: str, purpose: Purpose) -> None:
    token = keep_token(studio, user, purpose, errand.nonce, email=errand.email, email_key=errand.email_key)
    if token is None:
        return
    # Behind the #, the token is sent to no server and stands in no log.
    link = f"{studio.settings.web_address}/{_PAGES[purpose]}#token={quote(token)}"
    # Who reads it at an address that is not proved may be anybody, and gets to read no name that a stranger chose.
    name = user.name if user.email_verified and user.email_key == errand.email_key else ""
    studio.mailer.send(write_letter(letter, to=errand.email, name=name, link=link, locale=user.locale))
