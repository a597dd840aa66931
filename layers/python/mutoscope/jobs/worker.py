"""The worker: takes one message at a time and does what it asks, for as long as it is wanted.

This is one of the two loops that must not die: whatever a message does to it, the traceback is logged, the job is
settled, and the next message is taken.
"""

import os
import threading
from collections.abc import Callable

from mutoscope.errors import MutoscopeError, Unavailable
from mutoscope.jobs.pulse import HOLD_SECONDS, Pulse
from mutoscope.jobs.work import DONE, HANDED_BACK, Disposition, Outcome, abandon, wait_again, work
from mutoscope.observability import logger
from mutoscope.ports import Queue, Received
from mutoscope.studio import Studio

WAIT_SECONDS = 5
PAUSE_SECONDS = 0.5


def serve(
    studio: Studio,
    wanted: threading.Event,
    queue: Queue | None = None,
    *,
    rest: Callable[[], object] | None = None,
) -> None:
    """Works until `wanted` is cleared, or until the process that started this one is gone.

    The work comes from `queue`, or from the studio's work queue when none is named; so it is with `take`.
    `rest` is called after each message.
    """
    queue = queue or studio.work
    parent = os.getppid()
    while wanted.is_set() and os.getppid() == parent:
        try:
            received = queue.receive(wait=WAIT_SECONDS)
        except Unavailable:
            threading.Event().wait(PAUSE_SECONDS)
            continue
        if received is None:
            continue
        if wanted.is_set():
            take(studio, received, queue)
            if rest:
                rest()
        else:
            _return(queue, received)


def take(studio: Studio, received: Received, queue: Queue | None = None) -> Disposition:
    """Deals with one message; it goes when it is dealt with, and comes back later when it is not."""
    queue = queue or studio.work
    with Pulse() as pulse, pulse.beating(lambda: queue.extend(received.handle, HOLD_SECONDS)):
        outcome = _attempt(studio, received, pulse)
    try:
        _answer(queue, received, outcome)
    except Unavailable:
        logger.warning("message left to come again", handle=received.handle[:16])
    return outcome.disposition


def _answer(queue: Queue, received: Received, outcome: Outcome) -> None:
    match outcome.disposition:
        case Disposition.DONE:
            queue.delete(received.handle)
        case Disposition.AGAIN:
            queue.extend(received.handle, outcome.delay)
        case Disposition.HANDED_BACK:
            queue.give_back(received)


def _return(queue: Queue, received: Received) -> None:
    """It came while the worker was told to stop: another one takes it at once."""
    try:
        _answer(queue, received, HANDED_BACK)
    except Unavailable:
        logger.warning("message left to come again", handle=received.handle[:16])


def _attempt(studio: Studio, received: Received, pulse: Pulse) -> Outcome:
    try:
        return work(studio, received, pulse)
    except Unavailable as error:
        logger.warning("message put off", code=error.code, reason=error.message)
        return wait_again(received.receives)
    except Exception:  # noqa: BLE001 - the loop must not die; the traceback is logged, the job settled
        logger.exception("message failed")
        return _abandoned(studio, received)


def _abandoned(studio: Studio, received: Received) -> Outcome:
    try:
        settled = abandon(studio, received.body, MutoscopeError())
    except Unavailable:
        return wait_again(received.receives)
    except ValueError:
        # Not a message of ours: it stays, and the queue's redrive policy moves it to the dead letters.
        return Outcome(Disposition.AGAIN, delay=0)
    return DONE if settled else wait_again(received.receives)
