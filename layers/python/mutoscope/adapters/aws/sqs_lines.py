"""The `WorkQueue` port over one SQS queue for each line: the first that has something is served first.

One message in eight is taken from the back, so that no line starves however long the ones before it are. Nobody can
wait at several queues, so whoever sends into another line than the usual one rings there; a ring is no message.
"""

import itertools
import time
from dataclasses import replace

from mutoscope.adapters.aws.sqs_queue import SqsQueue
from mutoscope.ports import Line, Received
from mutoscope.settings import Settings

FROM_THE_BACK = 8
LONGEST_NAP = 2
"""Seconds. What comes back into its line by itself is not rung for, and is found after so long at the latest."""
_RING = "ring"


class SqsLines:
    def __init__(self, settings: Settings) -> None:
        self._rings = settings.rings_workers
        self._queues = {line: SqsQueue(settings, settings.line_queue(line)) for line in Line}
        self._names = {settings.line_queue(line): line for line in Line}
        self._turns = itertools.count(1)

    def send(self, body: str, *, delay: int = 0, line: Line = Line.FILM) -> None:
        self._queues[line].send(body, delay=delay)
        if self._rings and line is not Line.FILM:
            self._queues[Line.FILM].send(_RING)

    def receive(self, *, wait: int) -> Received | None:
        until = time.monotonic() + wait
        lines = sorted(Line, reverse=next(self._turns) % FROM_THE_BACK == 0)
        while True:
            for line in lines:
                received = self._take(line, 0)
                if received is not None:
                    return received
            left = until - time.monotonic()
            if left <= 0:
                return None
            received = self._take(Line.FILM, min(LONGEST_NAP, max(1, round(left))))
            if received is not None:
                return received

    def extend(self, handle: str, seconds: int) -> None:
        line, own = _parted(handle)
        self._queues[line].extend(own, seconds)

    def delete(self, handle: str) -> None:
        line, own = _parted(handle)
        self._queues[line].delete(own)

    def give_back(self, received: Received) -> None:
        line, own = _parted(received.handle)
        self.send(received.body, line=line)
        self._queues[line].delete(own)

    def handle(self, queue: str, own: str) -> str:
        """The handle of a message that Lambda took from the queue of this name."""
        return _tagged(self._names.get(queue, Line.FILM), own)

    def _take(self, line: Line, wait: int) -> Received | None:
        """The next message, past the rings: whoever hears one looks into the lines anyhow."""
        received = self._queues[line].receive(wait=wait)
        while received is not None and received.body == _RING:
            self._queues[line].delete(received.handle)
            if wait:
                return None
            received = self._queues[line].receive(wait=0)
        return replace(received, handle=_tagged(line, received.handle)) if received else None


def _tagged(line: Line, own: str) -> str:
    return f"{line.value}:{own}"


def _parted(handle: str) -> tuple[Line, str]:
    """SQS's own handles hold no colon at this place; one without a tag is of the usual line."""
    tag, colon, own = handle.partition(":")
    known = colon and tag.isdigit() and int(tag) in list(Line)
    return (Line(int(tag)), own) if known else (Line.FILM, handle)
