"""What administrators do with accounts: look, change roles, shut out and let in again.

Nobody touches an account above their own level or gives a role above it, and one super admin always stays.
"""

from mutoscope.accounts.credential_cache import forget_user
from mutoscope.accounts.roles import Role
from mutoscope.audit.actor import Actor
from mutoscope.errors import Forbidden, InvalidInput, NotFound
from mutoscope.ports import Row
from mutoscope.studio import Studio


class AboveYourLevel(Forbidden):
    """That account, or the role you want to give it, stands above your own level."""

    code = "above_your_level"
    hint = "Ask somebody whose role stands higher."


class LastSuperAdmin(InvalidInput):
    """This is the last super admin of the studio."""

    code = "last_super_admin"
    hint = "Make somebody else a super admin first."


def require_account(studio: Studio, user_id: str) -> Row:
    row = studio.database.row("look_at_user", user_id=user_id)
    if row is None:
        raise NotFound(what="user", id=user_id)
    return row


def change_role(studio: Studio, actor: Actor, user_id: str, role: Role) -> None:
    """Holds from the account's next request on. Raises NotFound, AboveYourLevel, LastSuperAdmin."""
    row = studio.database.row("change_role", actor=actor.values(), user_id=user_id, role=role.value)
    _settle(studio, row, user_id)


def change_activity(studio: Studio, actor: Actor, user_id: str, *, is_active: bool) -> None:
    """Shutting out ends every session and key at once. Raises NotFound, AboveYourLevel, LastSuperAdmin."""
    row = studio.database.row("change_activity", actor=actor.values(), user_id=user_id, is_active=is_active)
    _settle(studio, row, user_id)


def _settle(studio: Studio, row: Row | None, user_id: str) -> None:
    verdict = row["verdict"] if row else "unknown"
    if verdict == "unknown":
        raise NotFound(what="user", id=user_id)
    if verdict == "above":
        raise AboveYourLevel
    if verdict == "last":
        raise LastSuperAdmin
    forget_user(studio, user_id)
