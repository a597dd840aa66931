"""Seeing to it that what the record owes to webhooks is sent, whatever becomes of the process that made the change.

A delayed look travels before the commit and another one after it; both find in the record what is owed. Accounts that
have no webhooks cost one small query.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from mutoscope.errors import Unavailable
from mutoscope.observability import logger
from mutoscope.studio import Studio
from mutoscope.webhooks.messages import LookMessage, TurnMessage

LOOK_AFTER_SECONDS = 60


@contextmanager
def telling(studio: Studio, user_id: str) -> Iterator[None]:
    """Around a change that the account's webhooks may want to hear of."""
    if studio.database.row("has_webhooks", user_id=user_id) is None:
        yield
        return
    look(studio, user_id, delay=LOOK_AFTER_SECONDS)
    yield
    look_after(studio, user_id)


def tell_late(studio: Studio, user_id: str) -> None:
    """After a change that may have been made by a process that did not live to tell."""
    if studio.database.row("has_webhooks", user_id=user_id) is not None:
        look_after(studio, user_id)


def look(studio: Studio, user_id: str, *, delay: int = 0) -> None:
    studio.webhooks.send(LookMessage(user_id=user_id).model_dump_json(), delay=delay)


def look_after(studio: Studio, user_id: str) -> None:
    """After the commit: it stands, so that nobody may be told that it failed."""
    try:
        look(studio, user_id)
    except Unavailable:
        logger.warning("webhooks left to their look")


def give_turns(studio: Studio, user_id: str) -> None:
    """One turn to each of the account's webhooks that something is due for."""
    for row in studio.database.rows("due_webhooks", user_id=user_id):
        studio.webhooks.send(TurnMessage(webhook_id=row["webhook_id"]).model_dump_json())


def resume_webhooks(studio: Studio) -> None:
    """For a studio whose queues are gone: a turn to each webhook with something pending."""
    for row in studio.database.rows("forget_wakes"):
        studio.webhooks.send(TurnMessage(webhook_id=row["webhook_id"]).model_dump_json())
