"""Usernames: public handles of ASCII letters, digits, dots, dashes and underscores, compared without case.

Other alphabets have their place in `name`; a handle in which two letters look alike would let one pass for another.
"""

import re
import secrets
from typing import Annotated

from pydantic import Field

from mutoscope.errors import InvalidInput

PATTERN = r"^[A-Za-z0-9][A-Za-z0-9._-]{1,28}[A-Za-z0-9]$"
Username = Annotated[
    str, Field(pattern=PATTERN, description="3 to 30 ASCII letters, digits, dots, dashes, underscores.")
]


class UsernameTaken(InvalidInput):
    """The username {username} is taken."""

    code = "username_taken"
    hint = "Choose another one."


def username_key(username: str) -> str:
    return username.lower()


def username_like(text: str) -> str:
    """A username near to the text, almost certainly free: for people who come by way of another provider."""
    near = re.sub(r"[^a-z0-9]", "", text.lower())[:20] or "user"
    return f"{near}-{secrets.token_hex(4)}"
