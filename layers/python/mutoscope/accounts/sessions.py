"""Sessions: one log-in each, thirty days at most; listed and ended by their owner.

Whoever ends one forgets it in the cache after the change, so that it holds at once.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from mutoscope.accounts.access_tokens import issue_access_token
from mutoscope.accounts.credential_cache import forget_session, forget_user
from mutoscope.accounts.roles import permissions_of
from mutoscope.accounts.secret_tokens import new_token, token_digest
from mutoscope.audit.actor import Actor
from mutoscope.errors import NotFound
from mutoscope.identifiers import new_id
from mutoscope.studio import Studio

REFRESH_PREFIX = "mutr"
LONGEST_AGENT = 300


@dataclass(frozen=True)
class OpenSession:
    """A session with the tokens that let its owner in; neither token is stored."""

    session_id: str
    user_id: str
    access_token: str
    refresh_token: str
    expires_at: datetime


def open_session(
    studio: Studio, user_id: str, actor: Actor, *, by: str, password_hash: str | None = None
) -> OpenSession | None:
    """None when the user was deactivated, deleted, or given another password since it was checked."""
    session_id, refresh_token = new_id("session"), new_token(REFRESH_PREFIX)
    row = studio.database.row(
        "open_session",
        session_id=session_id,
        user_id=user_id,
        digest=token_digest(studio.settings, refresh_token),
        password_hash=password_hash,
        user_agent=agent_of(actor),
        address=actor.address or "",
        by=by,
        actor=actor.values(),
    )
    if row is None:
        return None
    return with_access(studio, session_id, user_id, row["role"], refresh_token, row["expires_at"])


def with_access(
    studio: Studio, session_id: str, user_id: str, role: str, refresh_token: str, expires_at: datetime
) -> OpenSession:
    permissions = sorted(permissions_of(studio.database, role))
    access_token = issue_access_token(
        studio.settings, user_id=user_id, session_id=session_id, role=role, permissions=permissions
    )
    return OpenSession(session_id, user_id, access_token, refresh_token, expires_at)


def end_session(studio: Studio, user_id: str, session_id: str, actor: Actor, *, reason: str) -> None:
    """Raises NotFound for a session that is over, or somebody else's."""
    values = {"session_id": session_id, "user_id": user_id, "reason": reason, "actor": actor.values()}
    row = studio.database.row("end_session", **values)
    if row is None:
        raise NotFound(what="session", id=session_id)
    forget_session(studio, session_id)


def end_other_sessions(studio: Studio, user_id: str, but: str | None, actor: Actor) -> Sequence[str]:
    """Ends all sessions of the user but one, and answers their ids."""
    rows = studio.database.rows("end_other_sessions", user_id=user_id, but=but, actor=actor.values())
    if rows:
        forget_user(studio, user_id)
    return [str(row["session_id"]) for row in rows]


def agent_of(actor: Actor) -> str:
    return actor.values().get("agent", "")[:LONGEST_AGENT]
