"""The API keys of an account: made, listed, rotated, revoked. A secret is answered once, by what makes it.

No key gives another more than it has itself: not a permission, not a credit, not an hour.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from mutoscope.accounts.api_keys import digest, issue
from mutoscope.accounts.caller import Caller
from mutoscope.accounts.credential_cache import forget_key
from mutoscope.accounts.roles import Permission, permissions_of
from mutoscope.audit.actor import Actor
from mutoscope.errors import InvalidInput, NotFound, WrongState
from mutoscope.ports import Row
from mutoscope.studio import Studio

MOST_KEYS = 50


class TooManyKeys(InvalidInput):
    """You have {most} keys already, which is as many as an account can have."""

    code = "too_many_keys"
    hint = (
        "Revoke one that is not used any more; a rotation with an overlap of 0 seconds needs no room for a second one."
    )


class UnknownScope(InvalidInput):
    """There is no permission {scope}."""

    code = "unknown_scope"
    hint = "Choose from: {known}."


class ScopeNotYours(InvalidInput):
    """You do not have the permission {scope} yourself, so you cannot give it to a key."""

    code = "scope_not_yours"
    hint = "Choose from: {known}."


@dataclass(frozen=True)
class NewKey:
    api_key_id: str
    name: str
    scopes: Sequence[str] | None
    """None: everything the caller may do now."""
    monthly_credits: int | None
    expires_at: datetime | None


def create_key(studio: Studio, caller: Caller, actor: Actor, wanted: NewKey) -> tuple[Row, str]:
    """The key's row and its secret. Raises UnknownScope, ScopeNotYours, TooManyKeys."""
    scopes = sorted(caller.permissions if wanted.scopes is None else _checked(caller, wanted.scopes))
    key = issue()
    row = studio.database.row(
        "create_api_key",
        actor=actor.values(),
        by_key=caller.key_id,
        api_key_id=wanted.api_key_id,
        key_id=key.key_id,
        user_id=caller.user_id,
        digest=_digest(studio, key.secret),
        name=wanted.name,
        scopes=scopes,
        monthly_credits=wanted.monthly_credits,
        expires_at=wanted.expires_at.isoformat() if wanted.expires_at else None,
        most=MOST_KEYS,
    )
    if row is None:
        raise TooManyKeys(most=MOST_KEYS)
    return row, key.secret


def rotate_key(
    studio: Studio, caller: Caller, actor: Actor, old_id: str, *, new_id: str, overlap_seconds: int
) -> tuple[Row, str]:
    """A key like the old one, which lives on for the overlap.

    Raises NotFound, WrongState, PermissionDenied, TooManyKeys.
    """
    old = require_key(studio, caller.user_id, old_id)
    for permission in sorted(_permissions(studio, caller, old)):
        # Whoever may do less than the key must not come by its successor.
        caller.require(permission)
    key = issue()
    row = studio.database.row(
        "rotate_api_key",
        actor=actor.values(),
        by_key=caller.key_id,
        old_id=old_id,
        api_key_id=new_id,
        key_id=key.key_id,
        user_id=caller.user_id,
        digest=_digest(studio, key.secret),
        overlap=overlap_seconds,
        most=MOST_KEYS,
    )
    if row is None:
        raise WrongState(what="key", state="over", action="rotated") if _is_over(old) else TooManyKeys(most=MOST_KEYS)
    forget_key(studio, old["key_id"])
    return row, key.secret


def revoke_key(studio: Studio, caller: Caller, actor: Actor, api_key_id: str) -> None:
    """Ends the key at once; a second time changes nothing. Raises NotFound."""
    key = require_key(studio, caller.user_id, api_key_id)
    studio.database.row("revoke_api_key", actor=actor.values(), api_key_id=api_key_id, user_id=caller.user_id)
    forget_key(studio, key["key_id"])


def require_key(studio: Studio, user_id: str, api_key_id: str) -> Row:
    row = studio.database.row("get_api_key", api_key_id=api_key_id, user_id=user_id)
    if row is None:
        raise NotFound(what="API key", id=api_key_id)
    return row


def _is_over(key: Row) -> bool:
    expires_at = key["expires_at"]
    return key["revoked_at"] is not None or (expires_at is not None and expires_at <= datetime.now(UTC))


def _checked(caller: Caller, scopes: Sequence[str]) -> frozenset[str]:
    known, own = ", ".join(Permission), ", ".join(sorted(caller.permissions))
    for scope in scopes:
        if scope not in list(Permission):
            raise UnknownScope(param="scopes", scope=scope, known=known)
        if scope not in caller.permissions:
            raise ScopeNotYours(param="scopes", scope=scope, known=own)
    return frozenset(scopes)


def _permissions(studio: Studio, caller: Caller, key: Row) -> frozenset[str]:
    of_role = permissions_of(studio.database, caller.role)
    return of_role if key["scopes"] is None else of_role & frozenset(key["scopes"])


def _digest(studio: Studio, secret: str) -> str:
    return digest(secret, studio.settings.pepper)
