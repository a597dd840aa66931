"""The routes of the studio: `Router` instead of FastAPI's own counts each request, and hands it to a thread once.

FastAPI would go to a thread for a plain function and again to check what it returned, each time by a way that takes
three times as long as the executor here, and would solve a dependency per request to see whether a route is open.
"""

import asyncio
import functools
import inspect
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from typing import Any

from fastapi import APIRouter, Depends
from fastapi.routing import APIRoute

from mutoscope.adapters.http.caller import count_open, recognises
from mutoscope.adapters.http.errors import ERROR_ANSWERS

THREADS = 10
"""A little more than the database has connections. Of more, the others would only wait for one, at the expense of the
event loop."""
_threads = ThreadPoolExecutor(THREADS, thread_name_prefix="route")


class Route(APIRoute):
    def __init__(self, path: str, endpoint: Callable[..., Any], **options: Any) -> None:
        plain = inspect.isfunction(endpoint) and not inspect.iscoroutinefunction(endpoint)
        answering = _in_a_thread(endpoint) if plain else endpoint
        dependencies = list(options.pop("dependencies", None) or ())
        if not recognises(endpoint, dependencies):
            dependencies.insert(0, Depends(count_open))
        super().__init__(path, answering, dependencies=dependencies, **options)


class Router(APIRouter):
    def __init__(self, *parts: APIRouter, **options: Any) -> None:
        """With the routes of its `parts` as they are: FastAPI's way of including them makes each once more."""
        super().__init__(**{"route_class": Route, "responses": ERROR_ANSWERS} | options)
        for part in parts:
            self.routes.extend(part.routes)


def _in_a_thread(endpoint: Callable[..., Any]) -> Callable[..., Any]:
    @functools.wraps(endpoint)
    async def answered(**values: Any) -> Any:
        work = functools.partial(copy_context().run, endpoint, **values)
        return await asyncio.get_running_loop().run_in_executor(_threads, work)

    return answered
