"""Share links: whoever has one fetches one file of somebody's library, until it expires or is revoked.

Invariant: the token is in the answer that makes it and in the link; the record keeps its digest under the pepper.
"""

from mutoscope.accounts.secret_tokens import new_token, token_digest
from mutoscope.audit.actor import Actor
from mutoscope.audit.change import Change
from mutoscope.errors import InvalidInput, NotFound
from mutoscope.media.complete import require_ready
from mutoscope.media.item import MediaItem, item_from
from mutoscope.ports import Row
from mutoscope.studio import Studio

MOST_SHARES = 50


class TooManyShares(InvalidInput):
    """The media has {most} share links already, which is as many as it can have."""

    code = "too_many_shares"
    hint = "Revoke one: DELETE /v1/media/{{media_id}}/shares/{{share_id}}."


def share(studio: Studio, item: MediaItem, actor: Actor, share_id: str, seconds: int) -> tuple[Row, str]:
    """The share's row and its token. Raises WrongState until the item is ready, and TooManyShares."""
    require_ready(item)
    token = new_token("share")
    row = studio.database.row(
        "add_share",
        share_id=share_id,
        media_id=item.media_id,
        digest=token_digest(studio.settings, token),
        seconds=seconds,
        most=MOST_SHARES,
        actor=actor.values(),
        change=Change("media.shared", "media", item.media_id, new={"share": share_id, "seconds": seconds}).values(),
    )
    if row is None:
        raise TooManyShares(most=MOST_SHARES)
    return row, token


def revoke_share(studio: Studio, item: MediaItem, actor: Actor, share_id: str) -> Row:
    """At once; a second time changes nothing. Raises NotFound."""
    row = studio.database.row(
        "revoke_share",
        share_id=share_id,
        media_id=item.media_id,
        actor=actor.values(),
        change=Change("media.unshared", "media", item.media_id, old={"share": share_id}).values(),
    )
    if row is None:
        raise NotFound(what="share", id=share_id)
    return row


def open_share(studio: Studio, token: str) -> MediaItem:
    """What the link leads to. An expired, a revoked and an invented one are all not found."""
    row = studio.database.row("open_share", digest=token_digest(studio.settings, token))
    if row is None:
        raise NotFound(what="share", id="of this link")
    return item_from(row)


def count_view(studio: Studio, token: str) -> None:
    studio.database.row("count_view", digest=token_digest(studio.settings, token))
