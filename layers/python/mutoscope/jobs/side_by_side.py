"""A worker for messages that mostly wait for others: many at once, so that a slow one holds up nobody behind it."""

import os
import threading
from concurrent.futures import ThreadPoolExecutor

from mutoscope.errors import Unavailable
from mutoscope.jobs.worker import PAUSE_SECONDS, WAIT_SECONDS, take
from mutoscope.ports import Queue, Received
from mutoscope.studio import Studio

AT_ONCE = 16


def serve_side_by_side(studio: Studio, wanted: threading.Event, queue: Queue, *, at_once: int = AT_ONCE) -> None:
    """Works until `wanted` is cleared, or until the process that started this one is gone; a message that is not dealt
    with by then comes again.
    """
    parent, free = os.getppid(), threading.Semaphore(at_once)

    def work(received: Received) -> None:
        try:
            take(studio, received, queue)
        finally:
            free.release()

    with ThreadPoolExecutor(at_once, thread_name_prefix="side-by-side") as threads:
        while wanted.is_set() and os.getppid() == parent:
            if not free.acquire(timeout=PAUSE_SECONDS):
                continue
            received = _receive(queue)
            if received is None:
                free.release()
            else:
                threads.submit(work, received)


def _receive(queue: Queue) -> Received | None:
    try:
        return queue.receive(wait=WAIT_SECONDS)
    except Unavailable:
        threading.Event().wait(PAUSE_SECONDS)
        return None
