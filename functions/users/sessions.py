"""One's own sessions: where one is logged in, and ending them."""

from collections.abc import Sequence
from typing import Annotated, Literal

from fastapi import Depends
from pydantic import BaseModel

from mutoscope.accounts.roles import Permission
from mutoscope.accounts.sessions import end_other_sessions, end_session
from mutoscope.adapters.http.at_once import at_once
from mutoscope.adapters.http.caller import CurrentActor, CurrentCaller, CurrentStudio, needs
from mutoscope.adapters.http.ids import Id
from mutoscope.adapters.http.lists import Page, Paging, paging
from mutoscope.adapters.http.routes import Router
from mutoscope.ports import Row

router = Router(prefix="/v1/me/sessions", tags=["me"], dependencies=[needs(Permission.ACCOUNT)])

SessionId = Annotated[str, Id("session")]
SessionPaging = Annotated[Paging, Depends(paging(Id("session")))]


class SessionResource(BaseModel):
    """`address` and `user_agent` are those of the log-in or the last refresh; `current` is the one that asks."""

    id: str
    object: Literal["session"] = "session"
    created_at: int
    last_used_at: int
    expires_at: int
    user_agent: str
    address: str
    current: bool


class SessionDeleted(BaseModel):
    id: str
    object: Literal["session.deleted"] = "session.deleted"
    deleted: bool = True


class SessionsDeleted(BaseModel):
    object: Literal["sessions.deleted"] = "sessions.deleted"
    ids: list[str]


@router.get("")
@at_once
def list_sessions(studio: CurrentStudio, caller: CurrentCaller, asked: SessionPaging) -> Page[SessionResource]:
    def show(rows: Sequence[Row]) -> list[SessionResource]:
        return [_show(row, caller.session_id) for row in rows]

    return asked.answer(studio.database, "sessions", show, user_id=caller.user_id)


@router.delete("/{session_id}")
def delete_session(
    session_id: SessionId, studio: CurrentStudio, caller: CurrentCaller, actor: CurrentActor
) -> SessionDeleted:
    """Ends the session; its tokens are worth nothing from now on."""
    end_session(studio, caller.user_id, session_id, actor, reason="revoked")
    return SessionDeleted(id=session_id)


@router.delete("")
def delete_other_sessions(studio: CurrentStudio, caller: CurrentCaller, actor: CurrentActor) -> SessionsDeleted:
    """Ends all sessions but the one that asks."""
    return SessionsDeleted(ids=list(end_other_sessions(studio, caller.user_id, caller.session_id, actor)))


def _show(row: Row, current: str | None) -> SessionResource:
    return SessionResource(
        id=row["session_id"],
        created_at=int(row["created_at"].timestamp()),
        last_used_at=int(row["last_used_at"].timestamp()),
        expires_at=int(row["expires_at"].timestamp()),
        user_agent=row["user_agent"],
        address=row["address"],
        current=row["session_id"] == current,
    )
