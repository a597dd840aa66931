"""Reads that the event loop answers by itself: from their path, their query, and a record that answers at once.

To hand one to a thread costs more than the read. Whatever is not as usual (a value that is not valid, an answer that
takes its time, another port than the record) goes the way of all other requests, and ends the same.
"""

import inspect
from collections.abc import Callable
from functools import partial
from typing import Any, TypeVar

from fastapi import Request, Response
from fastapi.dependencies.models import Dependant

from mutoscope.adapters.http.answers import answer
from mutoscope.adapters.http.arguments import Arguments, NotAsDeclared
from mutoscope.adapters.http.caller import Guard, current_studio, studio_of
from mutoscope.adapters.http.supply import sources_of
from mutoscope.errors import NotAtOnce
from mutoscope.replay import replayed, run
from mutoscope.studio import Studio

F = TypeVar("F", bound=Callable[..., Any])
_MARK = "is_answered_at_once"


def at_once(endpoint: F) -> F:
    """Marks a function that reads a few rows by their indexes and has little to make of them."""
    setattr(endpoint, _MARK, True)
    return endpoint


def is_at_once(endpoint: Callable[..., Any]) -> bool:
    return getattr(endpoint, _MARK, False)


class ReadAtOnce:
    def __init__(self, endpoint: Callable[..., Any], dependant: Dependant) -> None:
        self._endpoint = endpoint
        self._arguments = Arguments(dependant)
        self._dependencies = [
            (each.name, each.call, inspect.iscoroutinefunction(each.call), Arguments(each))
            for each in dependant.dependencies
            if each.name and each.call and not isinstance(each.call, Guard)
        ]
        self._sources = sources_of(endpoint)
        parameters = inspect.signature(endpoint).parameters.values()
        self._asks = next((each.name for each in parameters if each.annotation is Request), None)

    async def __call__(self, request: Request) -> Response | None:
        """The answer; None when there is none at once. Raises what the function raises."""
        studio = studio_of(request)
        record = studio.database.at_once
        if record is None:
            return None
        try:
            values = await self._values(request, studio)
            shown = await run(partial(self._endpoint, **values), record)
        except (NotAtOnce, NotAsDeclared):
            return None
        return shown if isinstance(shown, Response) else answer(shown)

    async def _values(self, request: Request, studio: Studio) -> dict[str, Any]:
        """In FastAPI's order: what a dependency refuses is said before what is wrong with the path."""
        path = request.scope["path_params"]
        query = dict(request.query_params) if request.scope["query_string"] else {}
        values = {}
        for name, call, is_awaited, arguments in self._dependencies:
            made = call(**arguments.read(path, query))
            values[name] = await made if is_awaited else made
        values.update(self._arguments.read(path, query))
        if self._asks:
            values[self._asks] = request
        for name, source in self._sources.items():
            values[name] = _replayed(studio) if source is current_studio else await source(request)
        return values


def _replayed(studio: Studio) -> Studio:
    """Made once for a studio, which a process has one of."""
    if not _made or _made[0] is not studio:
        _made[:] = studio, replayed(studio)
    return _made[1]


_made: list[Studio] = []
