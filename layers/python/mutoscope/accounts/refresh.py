"""Refreshing a session: each refresh token is used once and names its one successor.

Two tabs that use the same token within ten seconds get the same successor, which is derived from the token and so needs
to be kept nowhere. Used later, a spent token is in the wrong hands: the session ends, and the audit log says so.
"""

from contextlib import suppress
from dataclasses import replace

from mutoscope.accounts.credential_cache import forget_session
from mutoscope.accounts.secret_tokens import derived_token, token_digest
from mutoscope.accounts.sessions import REFRESH_PREFIX, OpenSession, agent_of, end_session, with_access
from mutoscope.audit.actor import Actor
from mutoscope.errors import NotFound, Unauthenticated
from mutoscope.observability import logger
from mutoscope.ports import Row
from mutoscope.studio import Studio

MOST_STEPS = 5
"""How far a slow tab is led along successors that faster tabs have used since."""


class RefreshTokenInvalid(Unauthenticated):
    """The refresh token is not valid, or its session is over."""

    code = "invalid_refresh_token"
    hint = "Log in again."


def refresh(studio: Studio, token: str, actor: Actor) -> OpenSession:
    """The session with fresh tokens; `RefreshTokenInvalid` for anything that does not let it go on."""
    for _ in range(MOST_STEPS):
        successor = derived_token(studio.settings, REFRESH_PREFIX, "successor", token)
        row = _rotate(studio, token, successor, actor)
        if row["outcome"] == "repeated" and row["successor_used"]:
            token = successor
            continue
        if row["outcome"] in ("rotated", "repeated"):
            return with_access(studio, row["session_id"], row["user_id"], row["role"], successor, row["expires_at"])
        if row["outcome"] == "reused":
            forget_session(studio, row["session_id"])
            logger.warning("refresh token reused", session_id=row["session_id"], user_id=row["user_id"])
        raise RefreshTokenInvalid
    raise RefreshTokenInvalid


def log_out(studio: Studio, token: str, actor: Actor) -> None:
    """Ends the session of the token; one that is over, or never was, stays as it is."""
    row = studio.database.row("session_of_refresh_token", digest=token_digest(studio.settings, token))
    if row is not None:
        with suppress(NotFound):
            own = replace(actor, user_id=row["user_id"], session_id=row["session_id"])
            end_session(studio, row["user_id"], row["session_id"], own, reason="logout")


def _rotate(studio: Studio, token: str, successor: str, actor: Actor) -> Row:
    row = studio.database.row(
        "rotate_refresh_token",
        digest=token_digest(studio.settings, token),
        successor=token_digest(studio.settings, successor),
        user_agent=agent_of(actor),
        address=actor.address or "",
        actor=actor.values(),
    )
    assert row is not None, "the function answers one row, whatever the token is"
    return row
