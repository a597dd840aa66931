"""The studio's first super admin: somebody who registered like anybody else, appointed by whoever runs the studio.

It works once. Later ones are made by administrators, and the audit log says by whom.
"""

from mutoscope.accounts.credential_cache import forget_user
from mutoscope.accounts.email_address import read_email
from mutoscope.accounts.users import find_user_by_email
from mutoscope.audit.actor import Actor
from mutoscope.errors import InvalidInput, NotFound
from mutoscope.studio import Studio

OPERATOR = Actor(user_id=None, agent="operator")


class AddressNotConfirmed(InvalidInput):
    """Nobody has confirmed the address {email} yet."""

    code = "address_not_confirmed"
    hint = "Open the link of the letter that was sent there, then appoint again."


class AdminIsThere(InvalidInput):
    """The studio has a super admin already."""

    code = "admin_is_there"
    hint = "Ask them: an administrator gives roles at PUT /v1/admin/users/{{id}}/role."


def appoint_first_admin(studio: Studio, email: str) -> str:
    """Answers the user's id. Raises NotFound, AddressNotConfirmed, AdminIsThere."""
    address = read_email(email)
    user = find_user_by_email(studio.database, address.key)
    if user is None:
        raise NotFound(what="account", id=address.shown)
    if not user.may_log_in:
        raise AddressNotConfirmed(email=address.shown)
    if studio.database.row("appoint_first_admin", user_id=user.user_id, actor=OPERATOR.values()) is None:
        raise AdminIsThere
    forget_user(studio, user.user_id)
    return user.user_id
