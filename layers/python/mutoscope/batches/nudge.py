"""Sending a look after somebody's batches: when one is made, and whenever a job of one is over."""

from mutoscope.batches.messages import BatchesMessage
from mutoscope.errors import Unavailable
from mutoscope.observability import logger
from mutoscope.studio import Studio

CHECK_AFTER_SECONDS = 60
CHECK_AGAIN_SECONDS = 900
"""The longest that SQS delays a message."""


def nudge(studio: Studio, user_id: str) -> None:
    """What cannot be sent now is left to the check that every batch has."""
    try:
        studio.errands.send(BatchesMessage(user_id=user_id).model_dump_json())
    except Unavailable:
        logger.warning("batches left to their check")


def send_check(studio: Studio, user_id: str, batch_id: str, *, delay: int = CHECK_AFTER_SECONDS) -> None:
    """Travels before the batch is recorded: whatever becomes of this process, somebody looks after it."""
    message = BatchesMessage(user_id=user_id, check=batch_id)
    studio.errands.send(message.model_dump_json(), delay=delay)
