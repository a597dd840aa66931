"""Work in a thread, by the way that costs a third of the usual one, and loads nothing before it is used.

Who calls is found out beside the routes, so that slow ones keep nobody waiting at the door.
"""

import asyncio
import functools
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from typing import ParamSpec, TypeVar

THREADS = 10
"""A little more than the database has connections. Of more, the others would only wait for one, at the expense of the
event loop."""
_routes = ThreadPoolExecutor(THREADS, thread_name_prefix="route")
_door = ThreadPoolExecutor(THREADS, thread_name_prefix="door")

P = ParamSpec("P")
T = TypeVar("T")


async def answer_in_a_thread(call: Callable[P, T], *arguments: P.args, **named: P.kwargs) -> T:
    """What a route does."""
    return await _run(_routes, functools.partial(call, *arguments, **named))


async def ask_in_a_thread(call: Callable[P, T], *arguments: P.args, **named: P.kwargs) -> T:
    """What is asked before a route begins."""
    return await _run(_door, functools.partial(call, *arguments, **named))


async def _run(threads: ThreadPoolExecutor, work: Callable[[], T]) -> T:
    return await asyncio.get_running_loop().run_in_executor(threads, copy_context().run, work)
