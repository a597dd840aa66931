"""Asking for a letter: the same work for every address, so that asking tells nobody whether it has an account."""

import secrets

from mutoscope.accounts.email_address import EmailAddress
from mutoscope.accounts.errand_messages import LetterErrand, LetterKind
from mutoscope.accounts.users import User
from mutoscope.studio import Studio


def request_letter(
    studio: Studio, kind: LetterKind, email: EmailAddress, *, user: User | None = None, about: str = ""
) -> None:
    """Asks for a letter to the address, whoever has it; `user` when it is known whose letter it is."""
    errand = LetterErrand(
        kind=kind,
        email=email.shown,
        email_key=email.key,
        nonce=secrets.token_urlsafe(24),
        user_id=user.user_id if user else None,
        name=user.name if user else "",
        locale=user.locale if user else None,
        about=about,
    )
    studio.errands.send(errand.model_dump_json())
