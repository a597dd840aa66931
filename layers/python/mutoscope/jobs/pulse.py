"""A worker's pulse while it works on one message: keeps message, token and lease its own, and hears of the end.

Every beat calls what was added; a beat that raises ends nothing but itself, because the work decides its own fate.
"""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import TracebackType

from mutoscope.errors import MutoscopeError
from mutoscope.jobs.job import JobOver

BEAT_SECONDS = 2.5
HOLD_SECONDS = 10
"""How long a message or a lease stays ours without a beat: what a dead worker held is free after this."""


class Pulse:
    def __init__(self, *, every: float = BEAT_SECONDS) -> None:
        self._every = every
        self._beats: list[Callable[[], None]] = []
        self._stopped = threading.Event()
        self._over: JobOver | None = None
        self._thread = threading.Thread(target=self._run, name="pulse", daemon=True)

    @contextmanager
    def beating(self, beat: Callable[[], None]) -> Iterator[None]:
        """Adds a beat for as long as the block lasts."""
        self._beats.append(beat)
        try:
            yield
        finally:
            self._beats.remove(beat)

    def check(self) -> None:
        """Raises `JobOver` once a beat has found the job over; work calls it wherever it can stop."""
        if self._over is not None:
            raise self._over

    def __enter__(self) -> "Pulse":
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stopped.set()
        self._thread.join()

    def _run(self) -> None:
        while not self._stopped.wait(self._every):
            for beat in list(self._beats):
                try:
                    beat()
                except JobOver as over:
                    self._over = over
                except MutoscopeError:
                    # One missed beat is harmless: the hold outlasts three of them.
                    continue
