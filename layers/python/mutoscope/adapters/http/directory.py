"""The routes by the first two parts of their paths, so that a request tries those of its own resource and no others.

Tried one after another, more than a hundred routes were most of what a short request costs, and to make them all is a
tenth of what a function takes to start: here a route is made when it is first asked for. Whatever is not found (another
method, a slash too many, no route at all) goes to the router, with all of them, which answers as it always does.
"""

from collections import defaultdict
from collections.abc import Sequence
from threading import Lock

from fastapi import APIRouter
from starlette.routing import Match, Route
from starlette.types import ASGIApp, Receive, Scope, Send

from mutoscope.adapters.http.declared import Declared, Part, every_route, key_of


class Directory:
    def __init__(self, declared: Sequence[Declared | Part], router: APIRouter) -> None:
        self._declared = declared
        self._router = router
        self._unfound: ASGIApp = router.app
        self._is_complete = False
        self._completing = Lock()
        self._found: defaultdict[str, list[Declared | Part]] = defaultdict(list)
        for each in declared:
            for key in each.keys if isinstance(each, Part) else (key_of(each.path),):
                if _is_found_by(key):
                    self._found[key].append(each)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        route = self.find(scope) if scope["type"] == "http" else None
        if route is None:
            self.complete()
        await (route.handle if route else self._unfound)(scope, receive, send)

    def find(self, scope: Scope) -> Route | None:
        for declared in every_route(self._found.get(key_of(scope["path"]), ())):
            if scope["method"] not in declared.methods or not _may_match(declared.path, scope["path"]):
                continue
            route = declared.route
            assert isinstance(route, Route)
            match, matched = route.matches(scope)
            if match == Match.FULL:
                scope.update(matched)
                return route
        return None

    def complete(self) -> None:
        """Gives the router all routes, in the order in which they were declared."""
        with self._completing:
            if not self._is_complete:
                # One that cannot be made leaves the router none, so that the next who asks finds all or none as well.
                self._router.routes.extend([each.route for each in every_route(self._declared)])
                self._is_complete = True


def _is_found_by(key: str) -> bool:
    """A path with a parameter that early is left to the router."""
    return "{" not in key


def _may_match(declared: str, path: str) -> bool:
    """Whether this path may have this form, which spares most routes their making; the route itself says more."""
    forms, parts = declared.split("/"), path.split("/")
    if ":path}" not in declared and len(forms) != len(parts):
        return False
    return all(form == part or "{" in form for form, part in zip(forms, parts, strict=False))
