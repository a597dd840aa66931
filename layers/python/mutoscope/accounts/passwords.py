"""Passwords: argon2id digests through pwdlib, checked in the same time whether or not there is an account.

The parameters are tuned to a quarter of a second at most on the smallest function that runs them; whoever logs in with
a digest of older parameters gets a new one.
"""

from __future__ import annotations

import base64
import os
import threading
import unicodedata
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Annotated

from pydantic import BeforeValidator, Field

from mutoscope.accounts.guessing import LEAST_TO_GUESS, characters_to_guess
from mutoscope.errors import InvalidInput

if TYPE_CHECKING:
    from pwdlib import PasswordHash

SHORTEST, LONGEST = 10, 256
PASSES, MEMORY_KIB, LANES = 3, 19_456, 1
_TURNS = threading.BoundedSemaphore(os.cpu_count() or 2)
"""A digest takes a whole core and 19 MiB: more at once than there are cores only cost memory."""


def _random(size: int) -> str:
    return base64.b64encode(os.urandom(size)).decode().rstrip("=")


_NOBODYS = f"$argon2id$v=19$m={MEMORY_KIB},t={PASSES},p={LANES}${_random(16)}${_random(32)}"
"""The digest that is checked when there is none. It is of no password, and takes no digesting to make: the first log-in
of a process is as slow for an unknown address as for a known one."""


class PasswordWeak(InvalidInput):
    """The password is too easy to guess: {reason}."""

    code = "password_weak"
    hint = "Take a longer one; a few words that do not belong together are good."


def _plain(value: object) -> object:
    """The same password from every keyboard (NFKC); what cannot be encoded is no password."""
    if isinstance(value, str) and any("\ud800" <= character <= "\udfff" for character in value):
        raise ValueError("it holds half a surrogate pair; send plain Unicode text")
    return unicodedata.normalize("NFKC", value) if isinstance(value, str) else value


Password = Annotated[str, BeforeValidator(_plain), Field(min_length=1, max_length=LONGEST)]
"""As it is typed at a log-in; a new one has to be a `NewPassword`."""
NewPassword = Annotated[str, BeforeValidator(_plain), Field(min_length=SHORTEST, max_length=LONGEST)]


@dataclass(frozen=True)
class Verdict:
    right: bool
    fresh_hash: str | None = None
    """A digest by today's parameters, when the stored one is older."""


def require_strong(password: str, *known: str, param: str = "password") -> None:
    """Refuses what everybody would try first; `known` is what is public about the account. Raises PasswordWeak."""
    if len(set(password.casefold())) < 4:
        raise PasswordWeak(param=param, reason="it has fewer than four different characters")
    own = [part for each in known for part in (each, each.partition("@")[0])]
    if password.casefold() in {each.casefold() for each in own}:
        raise PasswordWeak(param=param, reason="it is your name or address")
    if characters_to_guess(password, own) < LEAST_TO_GUESS:
        raise PasswordWeak(param=param, reason="it is made of common words, repetitions, runs of keys or your own name")


@cache
def _hasher() -> PasswordHash:
    # Only a log-in digests a password, here and below.
    from pwdlib import PasswordHash
    from pwdlib.hashers.argon2 import Argon2Hasher

    return PasswordHash((Argon2Hasher(time_cost=PASSES, memory_cost=MEMORY_KIB, parallelism=LANES),))


def hash_password(password: str) -> str:
    with _TURNS:
        return _hasher().hash(password)


def check_password(password: str, stored: str | None) -> Verdict:
    """Takes as long without a stored digest as with one."""
    from pwdlib.exceptions import UnknownHashError

    with _TURNS:
        try:
            right, fresh = _hasher().verify_and_update(password, stored or _NOBODYS)
        except UnknownHashError:
            return Verdict(right=False)
    return Verdict(right=right and stored is not None, fresh_hash=fresh)
