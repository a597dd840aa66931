"""What a rehearsal tells while it goes on: one line for each step, with the time that it took."""

import time
from collections.abc import Iterator
from contextlib import contextmanager


class Story:
    def __init__(self, *, quiet: bool = False) -> None:
        self._quiet = quiet

    @contextmanager
    def step(self, what: str) -> Iterator[list[str]]:
        """What is put into the list is told behind the step."""
        started = time.monotonic()
        details: list[str] = []
        yield details
        self.say(f"{time.monotonic() - started:6.1f} s  {what}{''.join(f'; {each}' for each in details)}")

    def say(self, line: str) -> None:
        if not self._quiet:
            print(line, flush=True)
