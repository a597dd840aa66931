"""Users: whose studio it is. An address is unique in all its spellings, and a deleted user is nobody at once."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from mutoscope.errors import NotFound
from mutoscope.ports import Database, Row


@dataclass(frozen=True)
class User:
    user_id: str
    name: str
    email: str | None
    email_key: str | None
    email_verified: bool
    username: str | None
    password_hash: str | None
    is_active: bool
    role: str
    picture_url: str | None
    locale: str | None
    preferences: dict[str, Any]
    created_at: datetime
    updated_at: datetime

    @property
    def may_log_in(self) -> bool:
        return self.is_active and self.email_verified


def find_user(database: Database, user_id: str) -> User | None:
    row = database.row("get_user", user_id=user_id)
    return user_from(row) if row else None


def find_user_by_email(database: Database, email_key: str) -> User | None:
    row = database.row("user_by_email", email_key=email_key)
    return user_from(row) if row else None


def require_user(database: Database, user_id: str) -> User:
    user = find_user(database, user_id)
    if user is None:
        raise NotFound(what="user", id=user_id)
    return user


def user_from(row: Row) -> User:
    return User(
        user_id=row["user_id"],
        name=row["name"],
        email=row["email"],
        email_key=row["email_key"],
        email_verified=row["email_verified_at"] is not None,
        username=row["username"],
        password_hash=row["password_hash"],
        is_active=row["is_active"],
        role=row["role"],
        picture_url=row["picture_url"],
        locale=row["locale"],
        preferences=row["preferences"],
        created_at=row["created_at"],
        updated_at=row["updated_at"],
    )
