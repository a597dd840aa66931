"""Recognising a key or a session without the database: for at most a minute, and not after it was revoked.

Whoever revokes, deactivates or changes a role calls `forget_...` after the change is committed, and it holds at once.
"""

import threading
import time
from contextlib import suppress

from mutoscope.accounts.caller import Caller, from_text, to_text
from mutoscope.errors import Unavailable
from mutoscope.studio import Studio

LONGEST_SECONDS = 60.0
_TURNS = tuple(threading.Lock() for _ in range(64))


def forget_session(studio: Studio, session_id: str) -> None:
    studio.credentials.forget(session_credential(session_id))


def forget_key(studio: Studio, key_id: str) -> None:
    studio.credentials.forget(key_credential(key_id))


def forget_user(studio: Studio, user_id: str) -> None:
    """All keys and sessions of the user: for deactivation, a change of role, and deletion."""
    studio.credentials.forget_owner(user_id)


def session_credential(session_id: str) -> str:
    return f"session#{session_id}"


def key_credential(key_id: str) -> str:
    return f"key#{key_id}"


def turn_of(credential: str) -> threading.Lock:
    """Held while a credential is looked up: who comes meanwhile waits, and finds it at hand."""
    return _TURNS[hash(credential) % len(_TURNS)]


def recall(studio: Studio, credential: str) -> str | None:
    try:
        return studio.credentials.recall(credential)
    except Unavailable:
        # The database knows as well; it is only asked more often while the cache is away.
        return None


def cache(studio: Studio, credential: str, caller: Caller, *, secret_digest: str = "", expires_at: float | None) -> str:
    """Keeps the caller with the digest that the secret must have, never beyond the end of the key or session."""
    text = f"{secret_digest} {to_text(caller)}"
    seconds = LONGEST_SECONDS if expires_at is None else min(LONGEST_SECONDS, expires_at - time.time())
    if seconds > 0:
        with suppress(Unavailable):
            studio.credentials.remember(credential, caller.user_id, text, seconds)
    return text


def read_cached(text: str) -> tuple[str, Caller]:
    """The digest that the secret must have (empty for sessions), and the caller."""
    secret_digest, _, rest = text.partition(" ")
    return secret_digest, from_text(rest)
