"""E-mail addresses: as people write them, and as they are compared, so that all spellings of one are one account."""

import unicodedata
from dataclasses import dataclass

from mutoscope.errors import InvalidInput

LONGEST_EMAIL = 254


class EmailInvalid(InvalidInput):
    """The e-mail address is not valid."""

    code = "email_invalid"
    hint = "Send one address like someone@example.com."


@dataclass(frozen=True)
class EmailAddress:
    shown: str
    key: str
    """Compatibility forms folded, case folded, the domain in ASCII: equal for the same mailbox however it is typed."""


def read_email(text: str, *, param: str = "email") -> EmailAddress:
    """Checked by its form alone: no server is asked, so the answer says nothing about who has an account."""
    # Its regular expressions take 20 ms, and most processes read no address.
    from email_validator import EmailNotValidError, validate_email

    if len(text) > LONGEST_EMAIL:
        raise EmailInvalid(param=param)
    try:
        # Typed on another keyboard, full-width letters and a full-width @ are the same address.
        read = validate_email(unicodedata.normalize("NFKC", text).strip(), check_deliverability=False)
    except (EmailNotValidError, UnicodeError) as error:
        raise EmailInvalid(param=param) from error
    local = unicodedata.normalize("NFKC", read.local_part.casefold())
    return EmailAddress(shown=read.normalized, key=f"{local}@{read.ascii_domain.lower()}")
