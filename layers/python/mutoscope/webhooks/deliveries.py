"""What was sent to a webhook and what came back; a test of it, and sending an event once more."""

from mutoscope.audit.actor import Actor
from mutoscope.errors import NotFound, WrongState
from mutoscope.ports import Row
from mutoscope.studio import Studio
from mutoscope.webhooks.endpoints import require_webhook
from mutoscope.webhooks.telling import LOOK_AFTER_SECONDS, look, look_after


def send_test(studio: Studio, user_id: str, actor: Actor, webhook_id: str, delivery_id: str) -> Row:
    """The delivery of an event that only tells that the webhook can be reached; it is tried once."""
    _require_active(require_webhook(studio, user_id, webhook_id), "tested")
    look(studio, user_id, delay=LOOK_AFTER_SECONDS)
    values = {"webhook_id": webhook_id, "delivery_id": delivery_id, "actor": actor.values()}
    row = studio.database.row("owe_test", **values)
    if row is None:
        raise NotFound(what="webhook", id=webhook_id)
    look_after(studio, user_id)
    return row


def replay_delivery(
    studio: Studio, user_id: str, actor: Actor, webhook_id: str, replayed: str, delivery_id: str
) -> Row:
    """The same event once more, as a delivery of its own; one that is still pending is tried at once instead."""
    hook = require_webhook(studio, user_id, webhook_id)
    require_delivery(studio, user_id, webhook_id, replayed)
    _require_active(hook, "sent to")
    look(studio, user_id, delay=LOOK_AFTER_SECONDS)
    values = {"webhook_id": webhook_id, "delivery_id": delivery_id, "actor": actor.values()}
    row = studio.database.row("replay_delivery", replayed=replayed, **values)
    if row is None:
        raise NotFound(what="delivery", id=replayed)
    look_after(studio, user_id)
    return row


def require_delivery(studio: Studio, user_id: str, webhook_id: str, delivery_id: str) -> Row:
    values = {"webhook_id": webhook_id, "user_id": user_id}
    row = studio.database.row("get_delivery", delivery_id=delivery_id, **values)
    if row is None:
        raise NotFound(what="delivery", id=delivery_id)
    return row


def _require_active(hook: Row, action: str) -> None:
    if not hook["is_active"]:
        raise WrongState(what="webhook", state="switched off", action=action)
