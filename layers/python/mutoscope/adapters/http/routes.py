"""The routes of the studio: `Router` instead of FastAPI's own counts each request, and answers a look at once.

A GET that is written as a plain function runs on the event loop, and again with each thing it wanted to read, because a
thread for it costs as much as all the rest of a request. What would wait otherwise, is slow, or reads too much in turn
is carried out in a thread, like everything that changes something.
"""

import functools
import inspect
import time
from collections.abc import Callable, Hashable
from typing import Any

from fastapi import APIRouter, Depends
from fastapi.routing import APIRoute
from starlette.concurrency import run_in_threadpool

from mutoscope.adapters.http.caller import count_open, recognises
from mutoscope.at_once import Wanted, WouldWait, at_once

QUICK_SECONDS = 0.02
"""Of processor time, which does not count what other programs of the machine do meanwhile."""
MOST_READS = 4
SLOW_SECONDS = 10.0
"""For so long a route that was slow goes to a thread without being tried at once."""
_LOOKS = {"GET", "HEAD"}


class Route(APIRoute):
    def __init__(self, path: str, endpoint: Callable[..., Any], **options: Any) -> None:
        looks = set(options.get("methods") or {"GET"}) <= _LOOKS
        plain = inspect.isfunction(endpoint) and not inspect.iscoroutinefunction(endpoint)
        answering = answering_at_once(endpoint) if looks and plain else endpoint
        super().__init__(path, answering, **options)
        if not recognises(self.dependant):
            counted = [Depends(count_open), *(options.pop("dependencies", None) or ())]
            super().__init__(path, answering, dependencies=counted, **options)


class Router(APIRouter):
    def __init__(self, **options: Any) -> None:
        super().__init__(route_class=Route, **options)


def answering_at_once(endpoint: Callable[..., Any]) -> Callable[..., Any]:
    slow_until = 0.0

    @functools.wraps(endpoint)
    async def answered(**values: Any) -> Any:
        nonlocal slow_until
        work, known = functools.partial(endpoint, **values), dict[Hashable, Any]()
        try:
            while len(known) < MOST_READS and time.monotonic() >= slow_until:
                began = time.thread_time()
                try:
                    return at_once(work, known)
                except Wanted as wanted:
                    wish = wanted
                finally:
                    if time.thread_time() - began > QUICK_SECONDS:
                        slow_until = time.monotonic() + SLOW_SECONDS
                known[wish.key] = await wish.read()
        except WouldWait:
            pass
        return await run_in_threadpool(work)

    return answered
