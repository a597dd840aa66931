"""Administration over HTTP: find and look at accounts, change roles, shut out and let in, read the audit log."""

from collections.abc import Sequence
from typing import Annotated, Literal

from fastapi import Depends, Query
from pydantic import BaseModel, ConfigDict, StrictBool

from mutoscope.accounts.administration import change_activity, change_role, require_account
from mutoscope.accounts.roles import Role
from mutoscope.adapters.http.caller import CurrentActor, CurrentStudio, needs
from mutoscope.adapters.http.ids import Id
from mutoscope.adapters.http.lists import Page, Paging, paging
from mutoscope.adapters.http.routes import Router
from mutoscope.audit.resource import AuditEntry, show_entry
from mutoscope.errors import InvalidInput
from mutoscope.ports import Row

router = Router(prefix="/v1/admin", tags=["admin"])

UserId = Annotated[str, Id("user", also="owner")]
UserPaging = Annotated[Paging, Depends(paging(Id("user", also="owner")))]
AuditPaging = Annotated[Paging, Depends(paging(Id("audit")))]
Named = Annotated[str | None, Query(min_length=1, max_length=255, pattern=r"^[^\x00-\x1f]+$")]


class AccountResource(BaseModel):
    id: str
    object: Literal["user"] = "user"
    created_at: int
    email: str | None
    email_verified: bool
    username: str | None
    name: str
    role: str
    is_active: bool


class RoleChange(BaseModel):
    model_config = ConfigDict(extra="forbid")

    role: Role


class ActivityChange(BaseModel):
    model_config = ConfigDict(extra="forbid")

    is_active: StrictBool


class OneQuestion(InvalidInput):
    """The log is searched by user_id, or by resource_type and resource_id together."""

    code = "one_question"
    hint = "Leave the others out."


@router.get("/users", dependencies=[needs("users:read")])
def list_users(
    studio: CurrentStudio,
    asked: UserPaging,
    q: Annotated[
        str | None, Query(min_length=1, max_length=254, pattern=r"^[^\x00-\x1f]+$", description="How it begins.")
    ] = None,
) -> Page[AccountResource]:
    """`q` finds accounts whose address or username begins with it."""

    def show(rows: Sequence[Row]) -> list[AccountResource]:
        return [_account(row) for row in rows]

    if q is not None:
        return asked.answer(studio.database, "users_found", show, begun=q.casefold())
    return asked.answer(studio.database, "users", show)


@router.get("/users/{user_id}", dependencies=[needs("users:read")])
def get_user(user_id: UserId, studio: CurrentStudio) -> AccountResource:
    return _account(require_account(studio, user_id))


@router.put("/users/{user_id}/role", dependencies=[needs("roles:write")])
def put_role(user_id: UserId, body: RoleChange, studio: CurrentStudio, actor: CurrentActor) -> AccountResource:
    """Nobody changes a role above their own, or takes it from the last super admin."""
    change_role(studio, actor, user_id, body.role)
    return _account(require_account(studio, user_id))


@router.put("/users/{user_id}/activity", dependencies=[needs("users:write")])
def put_activity(user_id: UserId, body: ActivityChange, studio: CurrentStudio, actor: CurrentActor) -> AccountResource:
    """An account that is shut out keeps what is its own, and its sessions and keys end at once."""
    change_activity(studio, actor, user_id, is_active=body.is_active)
    return _account(require_account(studio, user_id))


@router.get("/audit_log", dependencies=[needs("audit:read_all")])
def list_entries(
    studio: CurrentStudio,
    asked: AuditPaging,
    user_id: Named = None,
    resource_type: Named = None,
    resource_id: Named = None,
) -> Page[AuditEntry]:
    def show(rows: Sequence[Row]) -> list[AuditEntry]:
        return [show_entry(row) for row in rows]

    match user_id, resource_type, resource_id:
        case None, None, None:
            return asked.answer(studio.database, "audit", show)
        case str(), None, None:
            return asked.answer(studio.database, "audit_of_user", show, user_id=user_id)
        case None, str(), str():
            about = {"resource_type": resource_type, "resource_id": resource_id}
            return asked.answer(studio.database, "audit_of_resource", show, **about)
    raise OneQuestion(param="user_id")


def _account(row: Row) -> AccountResource:
    return AccountResource(
        id=row["user_id"],
        created_at=int(row["created_at"].timestamp()),
        email=row["email"],
        email_verified=row["email_verified_at"] is not None,
        username=row["username"],
        name=row["name"],
        role=row["role"],
        is_active=row["is_active"],
    )
