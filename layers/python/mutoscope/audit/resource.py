"""An entry of the audit log, as its readers see it."""

from typing import Any, Literal

from pydantic import BaseModel

from mutoscope.ports import Row


class AuditEntry(BaseModel):
    """Who (`user_id`, by which key or session, from where, with what) did what to which resource, and what changed."""

    id: str
    object: Literal["audit_entry"] = "audit_entry"
    created_at: int
    user_id: str | None
    role: str | None
    key_id: str | None
    session_id: str | None
    action: str
    resource_type: str
    resource_id: str
    old: dict[str, Any] | None
    new: dict[str, Any] | None
    address: str | None
    agent: str | None
    request_id: str | None


def show_own_entry(row: Row) -> AuditEntry:
    """As the account's owner sees it: from where and with what others changed something is the others' business."""
    entry = show_entry(row)
    if row["user_id"] in (None, row["about"]):
        return entry
    return entry.model_copy(update={"address": None, "agent": None, "session_id": None, "key_id": None})


def show_entry(row: Row) -> AuditEntry:
    return AuditEntry(
        id=row["entry_id"],
        created_at=int(row["at"].timestamp()),
        user_id=row["user_id"],
        role=row["role"],
        key_id=row["key_id"],
        session_id=row["session_id"],
        action=row["action"],
        resource_type=row["resource_type"],
        resource_id=row["resource_id"],
        old=row["old_values"],
        new=row["new_values"],
        address=row["address"],
        agent=row["agent"],
        request_id=row["request_id"],
    )
