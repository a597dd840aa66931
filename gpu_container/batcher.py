"""Which orders run together: the oldest first, and with it those of the same batch key that come within the window.

A batch runs at a fixed size of 1, 2, 4 or 8, filled up with copies, so that what an order gives does not depend on
which others share its batch.
"""

import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from mutoscope.engines.models import Model
from mutoscope.engines.tasks import GenerateRequest

BUCKETS = (1, 2, 4, 8)
WINDOW_SECONDS = 0.02
"""How long an order waits for others; 20 ms is below one step of any model."""


@dataclass
class Pending:
    """An order that waits in the child. `stopped` is set when nobody wants it any more."""

    number: int
    model: Model
    request: GenerateRequest
    came: float = field(default_factory=time.monotonic)
    stopped: threading.Event = field(default_factory=threading.Event)


Batch = list["Pending"]
Room = Callable[[Sequence[Batch], Pending], int]
"""How many orders like this one may start beside the batches that run, by memory and work; 0 means that it waits."""


def bucket_for(count: int) -> int:
    """The smallest size of batch that holds them."""
    return next(size for size in BUCKETS if size >= count)


def batch_key(pending: Pending) -> tuple[object, ...]:
    """Orders with one key may share a batch; whether there is guidance at all is part of it, as its value is."""
    request, model = pending.request, pending.model
    values = tuple(getattr(request, name) for name in model.batch_key)
    shapes = tuple(sorted((role, pixels.shape) for role, pixels in request.pictures.items()))
    return (model.name, model.version, values, request.guidance > 1, bool(request.negative_prompt), shapes)


class Batcher:
    def __init__(self, room: Room, *, window: float = WINDOW_SECONDS) -> None:
        self._room = room
        self._window = window
        self._waiting: Batch = []
        self._running: list[Batch] = []
        self._choosing = False
        """One lane at a time puts a batch together."""
        self._changed = threading.Condition()
        self._closed = False

    def put(self, pending: Pending) -> None:
        with self._changed:
            self._waiting.append(pending)
            self._changed.notify_all()

    def stop(self, number: int) -> None:
        """Nobody wants this order any more; one that waits is dropped when its turn comes."""
        with self._changed:
            for pending in self._waiting:
                if pending.number == number:
                    pending.stopped.set()

    def close(self) -> None:
        with self._changed:
            self._closed = True
            self._changed.notify_all()

    def peek(self) -> list[Model]:
        """The models that orders wait for, the next one first: what is worth fetching meanwhile."""
        with self._changed:
            return list({pending.model.name: pending.model for pending in self._waiting}.values())

    def take(self) -> Batch:
        """The next batch, as soon as it may start, or nothing when the batcher was closed; `done` must follow.

        What has come first is never overtaken by what would fit sooner.
        """
        with self._changed:
            self._changed.wait_for(lambda: self._closed or (not self._choosing and self._most() > 0))
            if self._closed:
                return []
            self._choosing = True
            try:
                batch = self._choose()
            finally:
                self._choosing = False
                self._changed.notify_all()
            self._running.append(batch)
            return batch

    def done(self, batch: Batch) -> None:
        """The batch has left the card."""
        with self._changed:
            self._running = [each for each in self._running if each is not batch]
            self._changed.notify_all()

    def _choose(self) -> Batch:
        first, most = self._waiting[0], self._most()
        deadline = first.came + self._window
        while most > 1 and len(self._mates(first)) < most and not self._closed:
            left = deadline - time.monotonic()
            if left <= 0:
                break
            self._changed.wait(left)
        batch = self._mates(first)[:most]
        self._waiting = [pending for pending in self._waiting if pending not in batch]
        return batch

    def _most(self) -> int:
        if not self._waiting:
            return 0
        first = self._waiting[0]
        return min(1 if first.request.exact else first.model.safe_batch, self._room(self._running, first))

    def _mates(self, first: Pending) -> Batch:
        key = batch_key(first)
        return [
            each
            for each in self._waiting
            if each is first or (batch_key(each) == key and not each.request.exact and not first.request.exact)
        ]
