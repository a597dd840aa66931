"""Routes before they are made: a process answers few of those it has, and what it never answers need not be there.

To make a route takes milliseconds, and to load a part of a function what it stands on.
"""

import functools
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from importlib import import_module

from fastapi import APIRouter
from starlette.routing import BaseRoute

_PARTS = 2


@dataclass
class Declared:
    """A route as it was declared, made when it is first asked for."""

    path: str
    methods: frozenset[str]
    make: Callable[[], BaseRoute]

    @functools.cached_property
    def route(self) -> BaseRoute:
        return self.make()


class Part:
    """The module whose `router` has all paths that begin so, loaded when one of them is first asked for."""

    def __init__(self, module: str, *beginnings: str) -> None:
        self.module = module
        self.keys = frozenset(beginnings)

    @functools.cached_property
    def declared(self) -> "list[Declared | Part]":
        declared: list[Declared | Part] = import_module(self.module).router.declared
        return declared


def declared_of(router: APIRouter) -> "list[Declared | Part]":
    """What a router has, whether its routes are made already or not."""
    declared: list[Declared | Part] | None = getattr(router, "declared", None)
    return [_made(route) for route in router.routes] if declared is None else declared


def every_route(declared: "Iterable[Declared | Part]") -> Iterator[Declared]:
    """In the order in which they were declared; loads the parts."""
    for each in declared:
        if isinstance(each, Part):
            yield from every_route(each.declared)
        else:
            yield each


def key_of(path: str) -> str:
    """The first two parts of a path, by which it is looked up."""
    return "/".join(path.split("/", _PARTS + 1)[: _PARTS + 1])


def _made(route: BaseRoute) -> Declared:
    methods = frozenset(getattr(route, "methods", None) or ())
    return Declared(getattr(route, "path", ""), methods, lambda: route)
