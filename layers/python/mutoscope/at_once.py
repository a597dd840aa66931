"""Work that is done on the event loop, where everybody else waits meanwhile, and therefore must not wait itself.

What it has to read first it asks for by `Wanted`: that is read while the loop goes on, and the work is done again with
it. Whatever else would wait for somebody outside calls `may_wait` first, which ends the work: nothing has been changed
by then, so it is done again in a thread.
"""

import threading
from collections.abc import Awaitable, Callable, Hashable
from typing import Any, TypeVar

R = TypeVar("R")


class WouldWait(BaseException):
    """This work cannot be done at once. No `Exception`: whoever goes on without a table or a file must not catch it."""


class Wanted(WouldWait):
    """This work can be done as soon as something is known: what `read` finds, to be kept under `key`."""

    def __init__(self, key: Hashable, read: Callable[[], Awaitable[Any]]) -> None:
        super().__init__()
        self.key = key
        self.read = read


class _Thread(threading.local):
    known: dict[Hashable, Any] | None = None


_this = _Thread()


def at_once(work: Callable[[], R], known: dict[Hashable, Any]) -> R:
    _this.known = known
    try:
        return work()
    finally:
        _this.known = None


def known_here() -> dict[Hashable, Any] | None:
    """What was read for the work that this thread does at once; None where one may wait."""
    return _this.known


def may_wait() -> None:
    if _this.known is not None:
        raise WouldWait
