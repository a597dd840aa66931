"""The caller of a session: live, of an account that is let in, and in the role that the account has now.

What an access token says of role and permissions is for its reader's information; the record decides.
"""

from mutoscope.accounts.caller import Caller, caller_from
from mutoscope.accounts.credential_cache import cache, read_cached, recall, session_credential, turn_of
from mutoscope.errors import Unauthenticated
from mutoscope.studio import Studio


def session_at_hand(studio: Studio, session_id: str, user_id: str) -> Caller | None:
    """The caller, if this process recognised the session a moment ago; asks nobody, and never refuses."""
    text = studio.credentials.at_hand(session_credential(session_id))
    return _recognised(text, user_id) if text else None


def caller_of_session(studio: Studio, session_id: str, user_id: str) -> Caller:
    """Raises Unauthenticated for a session that is revoked, over, unknown or somebody else's."""
    credential = session_credential(session_id)
    with turn_of(credential):
        text = studio.credentials.at_hand(credential) or recall(studio, credential)
        if text is None:
            row = studio.database.row("caller_of_session", session_id=session_id, user_id=user_id)
            if row is None:
                raise Unauthenticated
            text = cache(studio, credential, caller_from(row, session_id=session_id), expires_at=row["expires_at"])
    caller = _recognised(text, user_id)
    if caller is None:
        raise Unauthenticated
    return caller


def _recognised(text: str, user_id: str) -> Caller | None:
    _, caller = read_cached(text)
    return caller if caller.user_id == user_id else None
