"""The routes of the studio: `Router` instead of FastAPI's own counts each request, and hands it to a thread once.

FastAPI would go to a thread for a plain function and again to check what it returned.
"""

import functools
import inspect
from collections.abc import Awaitable, Callable, Coroutine
from dataclasses import replace
from typing import Any

from fastapi import APIRouter, Request, Response
from fastapi.routing import APIRoute
from starlette.routing import BaseRoute
from starlette.types import ASGIApp, Receive, Scope, Send

from mutoscope.adapters.http.at_once import ReadAtOnce, is_at_once
from mutoscope.adapters.http.caller import Guard, count_open, current_caller, recognises
from mutoscope.adapters.http.declared import Declared, Part, every_route
from mutoscope.adapters.http.errors import ERROR_ANSWERS
from mutoscope.adapters.http.supply import supplied
from mutoscope.adapters.http.threads import answer_in_a_thread


class Route(APIRoute):
    """Who may pass is asked before anything of the request is read."""

    def __init__(self, path: str, endpoint: Callable[..., Any], **options: Any) -> None:
        dependencies = list(options.pop("dependencies", None) or ())
        self._is_open = not recognises(endpoint, dependencies)
        plain = inspect.isfunction(endpoint) and not inspect.iscoroutinefunction(endpoint)
        answering = supplied(_in_a_thread(endpoint) if plain else endpoint)
        self._is_at_once = is_at_once(endpoint)
        super().__init__(path, answering, dependencies=dependencies, **options)
        if self._is_at_once:
            self.app = self._at_once_or(self.app, ReadAtOnce(endpoint, self.dependant))

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        described, first = self.dependant, self._asked_first()
        # The guards stay in the description of the API, and FastAPI has not to solve them: that takes as long as to
        # recognise the caller does.
        others = [each for each in described.dependencies if not isinstance(each.call, Guard)]
        self.dependant = replace(described, dependencies=others)
        handle = super().get_route_handler()
        self.dependant = described

        async def pass_and_handle(request: Request) -> Response:
            for ask in () if self._is_at_once else first:
                await ask(request)
            return await handle(request)

        return pass_and_handle

    def _at_once_or(self, framework: ASGIApp, read: ReadAtOnce) -> ASGIApp:
        first = self._asked_first()

        async def answered(scope: Scope, receive: Receive, send: Send) -> None:
            request = Request(scope, receive)
            for ask in first:
                await ask(request)
            await (await read(request) or framework)(scope, receive, send)

        return answered

    def _asked_first(self) -> list[Callable[[Request], Awaitable[Any]]]:
        if self._is_open:
            return [count_open]
        guards = [each.call for each in self.dependant.dependencies if isinstance(each.call, Guard)]
        return [*guards] if guards else [current_caller]


class Router(APIRouter):
    def __init__(self, *parts: "Router | Part", **options: Any) -> None:
        """With the routes of its `parts` as they are: FastAPI's way of including them makes each once more."""
        chosen: dict[str, Any] = {"route_class": Route, "responses": ERROR_ANSWERS} | options
        self._options = chosen
        self.declared: list[Declared | Part] = []
        for part in parts:
            self.declared += [part] if isinstance(part, Part) else part.declared
        super().__init__(**chosen)

    def add_api_route(self, path: str, endpoint: Callable[..., Any], **options: Any) -> None:
        def make() -> BaseRoute:
            alone = APIRouter(**self._options)
            alone.add_api_route(path, endpoint, **options)
            return alone.routes[0]

        methods = frozenset(options.get("methods") or ("GET",))
        self.declared.append(Declared(self.prefix + path, methods, make))

    @property
    def routes(self) -> list[BaseRoute]:
        """All of them, made; what is added to this list is not kept."""
        return [each.route for each in every_route(self.declared)]

    @routes.setter
    def routes(self, none_yet: list[BaseRoute]) -> None:
        assert not none_yet


def _in_a_thread(endpoint: Callable[..., Any]) -> Callable[..., Any]:
    @functools.wraps(endpoint)
    async def answered(**values: Any) -> Any:
        return await answer_in_a_thread(endpoint, **values)

    return answered
