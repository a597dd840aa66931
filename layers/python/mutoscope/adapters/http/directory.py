"""The routes by the first two parts of their paths, so that a request tries those of its own resource and no others.

Tried one after another, more than a hundred routes were most of what a short request costs. Whatever is not found here
(another method, a slash too many, no route at all) goes to the router, which answers as it always does.
"""

from collections import defaultdict
from collections.abc import Sequence

from starlette.routing import BaseRoute, Match, Route
from starlette.types import ASGIApp, Receive, Scope, Send

_PARTS = 2


class Directory:
    def __init__(self, routes: Sequence[BaseRoute], router: ASGIApp) -> None:
        self._router = router
        self._routes: defaultdict[str, list[Route]] = defaultdict(list)
        for route in routes:
            if isinstance(route, Route) and _is_found_by(key := _key(route.path)):
                self._routes[key].append(route)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        route = self.find(scope) if scope["type"] == "http" else None
        await (route.handle if route else self._router)(scope, receive, send)

    def find(self, scope: Scope) -> Route | None:
        for route in self._routes.get(_key(scope["path"]), ()):
            match, matched = route.matches(scope)
            if match == Match.FULL:
                scope.update(matched)
                return route
        return None


def _key(path: str) -> str:
    return "/".join(path.split("/", _PARTS + 1)[: _PARTS + 1])


def _is_found_by(key: str) -> bool:
    """A path with a parameter that early is left to the router."""
    return "{" not in key
