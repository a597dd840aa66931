"""Somebody who follows their jobs over the WebSocket API, with the ticket that the HTTP API gave them."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from websockets.sync.client import ClientConnection, connect

from rehearsal.failure import RehearsalFailed
from rehearsal.people import Person

WORD_SECONDS = 30.0
_OVER = ("completed", "failed", "cancelled")


class Listener:
    def __init__(self, connection: ClientConnection) -> None:
        self._connection = connection

    def follow_all(self) -> None:
        self._connection.send(json.dumps({"action": "subscribe", "jobs": "all"}))
        self._hear("subscribed")

    def told_of(self, job_id: str) -> list[str]:
        """The statuses that the job was told to have, up to the one in which it ended."""
        told: list[str] = []
        while not told or told[-1] not in _OVER:
            job = self._hear("job")["job"]
            if job["id"] == job_id and told[-1:] != [job["status"]]:
                told.append(job["status"])
        return told

    def _hear(self, kind: str) -> dict[str, Any]:
        try:
            message: dict[str, Any] = json.loads(self._connection.recv(timeout=WORD_SECONDS))
        except TimeoutError as error:
            raise RehearsalFailed(f"Nothing is told over the WebSocket for {WORD_SECONDS:.0f} s.") from error
        if message["type"] != kind:
            raise RehearsalFailed(f"The WebSocket tells {message}, where it was to tell of a {kind}.")
        return message


@contextmanager
def listening(person: Person) -> Iterator[Listener]:
    with connect(person.call("POST", "/v1/progress/tickets")["url"]) as connection:
        listener = Listener(connection)
        listener.follow_all()
        yield listener
