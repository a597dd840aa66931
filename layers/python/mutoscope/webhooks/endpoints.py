"""The webhooks of an account: made, changed, rotated, removed. A secret is answered once, by what makes it.

The studio keeps it sealed: the functions behind the API can seal and not open, only who delivers opens it.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from mutoscope.accounts.sealing import Place, seal
from mutoscope.audit.actor import Actor
from mutoscope.errors import InvalidInput, NotFound, Unavailable
from mutoscope.outbound.reach import parse_url, reach_of
from mutoscope.ports import Row
from mutoscope.studio import Studio
from mutoscope.webhooks.signing import new_secret
from mutoscope.webhooks.telling import LOOK_AFTER_SECONDS, look, look_after

MOST_WEBHOOKS = 10


class TooManyWebhooks(InvalidInput):
    """You have {most} webhooks already, which is as many as an account can have."""

    code = "too_many_webhooks"
    hint = "Delete one that is not used any more, or let one address take several event types."


class RotatedMeanwhile(Unavailable):
    """The webhook's secret was rotated by another request at the same moment."""

    code = "rotated_meanwhile"


@dataclass(frozen=True)
class NewWebhook:
    webhook_id: str
    url: str
    event_types: Sequence[str]
    description: str


@dataclass(frozen=True)
class WebhookChange:
    """What is None stays as it is."""

    url: str | None
    event_types: Sequence[str] | None
    description: str | None
    is_active: bool | None


def create_webhook(studio: Studio, user_id: str, actor: Actor, wanted: NewWebhook) -> tuple[Row, str]:
    """The webhook's row and its secret. Raises UrlRefused and its kinds, TooManyWebhooks."""
    url = parse_url(wanted.url, reach_of(studio.settings), param="url")
    secret = new_secret()
    # Whatever ends while it is being made found no webhook to tell, and is looked for once it is there.
    look(studio, user_id, delay=LOOK_AFTER_SECONDS)
    row = studio.database.row(
        "create_webhook",
        actor=actor.values(),
        webhook_id=wanted.webhook_id,
        user_id=user_id,
        url=str(url),
        host=url.host,
        event_types=list(wanted.event_types),
        description=wanted.description,
        sealed=seal(studio.data_keys, Place(user_id, wanted.webhook_id, 1), secret),
        most=MOST_WEBHOOKS,
    )
    if row is None:
        raise TooManyWebhooks(most=MOST_WEBHOOKS)
    return row, secret


def change_webhook(studio: Studio, user_id: str, actor: Actor, webhook_id: str, change: WebhookChange) -> Row:
    """The webhook after the change. Switched on again, it gets what it is owed from before. Raises as creating does."""
    require_webhook(studio, user_id, webhook_id)
    url = parse_url(change.url, reach_of(studio.settings), param="url") if change.url is not None else None
    look(studio, user_id, delay=LOOK_AFTER_SECONDS)
    row = studio.database.row(
        "change_webhook",
        actor=actor.values(),
        webhook_id=webhook_id,
        user_id=user_id,
        url=str(url) if url else None,
        host=url.host if url else None,
        event_types=list(change.event_types) if change.event_types is not None else None,
        description=change.description,
        is_active=change.is_active,
    )
    if row is None:
        raise NotFound(what="webhook", id=webhook_id)
    look_after(studio, user_id)
    return row


def rotate_webhook(
    studio: Studio, user_id: str, actor: Actor, webhook_id: str, *, rotation: str, overlap_seconds: int
) -> tuple[Row, str]:
    """The row and the new secret; until the overlap is over, the old one signs as well.

    `rotation` names the request: carried out again, it replaces the secret that nobody was shown.
    """
    before = require_webhook(studio, user_id, webhook_id)
    secret, version = new_secret(), before["version"] + 1
    row = studio.database.row(
        "rotate_webhook",
        actor=actor.values(),
        webhook_id=webhook_id,
        user_id=user_id,
        rotated_by=rotation,
        overlap=overlap_seconds,
        version=version,
        sealed=seal(studio.data_keys, Place(user_id, webhook_id, version), secret),
    )
    if row is None:
        raise RotatedMeanwhile
    return row, secret


def delete_webhook(studio: Studio, user_id: str, actor: Actor, webhook_id: str) -> None:
    """It goes with its log, and with what it is owed."""
    values = {"webhook_id": webhook_id, "user_id": user_id, "actor": actor.values()}
    if studio.database.row("delete_webhook", **values) is None:
        raise NotFound(what="webhook", id=webhook_id)


def require_webhook(studio: Studio, user_id: str, webhook_id: str) -> Row:
    row = studio.database.row("get_webhook", webhook_id=webhook_id, user_id=user_id)
    if row is None:
        raise NotFound(what="webhook", id=webhook_id)
    return row
