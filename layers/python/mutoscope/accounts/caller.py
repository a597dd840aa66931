"""The caller of a request: whose it is, in which role, by which key or session, and what that allows."""

import json
from dataclasses import dataclass
from functools import lru_cache

from mutoscope.errors import PermissionDenied
from mutoscope.ports import Row

USUAL_REQUESTS = 1000


@dataclass(frozen=True)
class Caller:
    user_id: str
    role: str
    level: int
    permissions: frozenset[str]
    """The role's; those of the scopes among them when a key calls that has scopes."""
    session_id: str | None = None
    key_id: str | None = None
    requests: int = USUAL_REQUESTS
    """How many requests the role has in fifteen minutes."""

    def require(self, permission: str) -> None:
        if permission not in self.permissions:
            raise PermissionDenied(permission=permission)


def caller_from(row: Row, *, session_id: str | None = None) -> Caller:
    """The caller of a row of `caller_of_key` or `caller_of_session`."""
    permissions, scopes = frozenset(row["permissions"]), row.get("scopes")
    return Caller(
        user_id=row["user_id"],
        role=row["role"],
        level=row["level"],
        permissions=permissions if scopes is None else permissions & frozenset(scopes),
        session_id=session_id,
        key_id=row.get("key_id"),
        requests=row["requests"],
    )


def to_text(caller: Caller) -> str:
    return json.dumps({**vars(caller), "permissions": sorted(caller.permissions)})


@lru_cache(maxsize=1024)
def from_text(text: str) -> Caller:
    """The same for each request of the same caller, until something of them changes."""
    values = json.loads(text)
    return Caller(**{**values, "permissions": frozenset(values["permissions"])})
