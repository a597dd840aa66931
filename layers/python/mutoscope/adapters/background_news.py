"""The `News` port: one thread tells of what changed, so that nobody who works waits for it.

Of one job only the latest change is told, which bounds what waits: what is told is always the job as it is by then.
"""

import threading
from collections.abc import Callable

from mutoscope.observability import logger

MOST_WAITING = 1_000


class BackgroundNews:
    """`at_once` tells in the caller's own thread instead."""

    def __init__(self, *, at_once: bool = False) -> None:
        self._at_once = at_once
        self._tell: Callable[[str, str], None] | None = None
        self._waiting: dict[str, str] = {}
        self._lock = threading.Lock()
        self._is_telling = False

    def open(self, tell: Callable[[str, str], None]) -> None:
        """From now on `tell(user_id, job_id)` is called, which must not raise; before, nobody listens."""
        self._tell = tell

    def changed(self, user_id: str, job_id: str) -> None:
        if self._tell is None:
            return
        if self._at_once:
            self._tell(user_id, job_id)
            return
        with self._lock:
            if len(self._waiting) >= MOST_WAITING and job_id not in self._waiting:
                logger.warning("news dropped", job_id=job_id)
                return
            self._waiting[job_id] = user_id
            if self._is_telling:
                return
            self._is_telling = True
        threading.Thread(target=self._tell_all, args=(self._tell,), name="news", daemon=True).start()

    def _tell_all(self, tell: Callable[[str, str], None]) -> None:
        """Until nothing is left to tell; the thread is then over, and the next change begins another."""
        while True:
            with self._lock:
                job_id = next(iter(self._waiting), None)
                if job_id is None:
                    self._is_telling = False
                    return
                user_id = self._waiting.pop(job_id)
            tell(user_id, job_id)
