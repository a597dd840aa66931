"""The directory of routes: a shorter way to the very route that the router would choose."""

from importlib import import_module

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from starlette.routing import BaseRoute, Route

from cdk.packaging import ROOT
from mutoscope.adapters.http.app import create_app
from mutoscope.adapters.http.declared import Declared, Part, every_route, key_of
from mutoscope.adapters.http.directory import Directory
from mutoscope.adapters.http.routes import Router
from mutoscope.laptop.api import app
from tests.functions.route_table import ROUTES, Entry, filled

FUNCTIONS = sorted(path.parent.name for path in (ROOT / "functions").glob("*/routes.py"))
PARTS = [
    each
    for name in FUNCTIONS
    for each in import_module(f"functions.{name}.routes").router.declared
    if isinstance(each, Part)
]


@pytest.mark.parametrize("route", ROUTES, ids=str)
def test_a_route_is_found_without_the_router(route: Entry) -> None:
    assert app.directory is not None

    found = app.directory.find({"type": "http", "method": route.method, "path": filled(route.path)})

    assert found is not None
    assert found.path == route.path


def _things() -> Router:
    router = Router(prefix="/v1/things")
    router.add_api_route("/mine", _mine)
    router.add_api_route("/{thing}", _thing)
    router.add_api_route("/{thing}/files/{file:path}", _file, methods=["DELETE"])
    router.add_api_route("", _mine, methods=["POST"])
    return router


async def _mine() -> str:
    return "mine"


async def _thing(thing: str) -> str:
    return thing


async def _file(thing: str, file: str) -> str:
    return f"{thing} {file}"


@pytest.mark.parametrize(
    ("method", "path", "found"),
    [
        ("GET", "/v1/things/mine", "/v1/things/mine"),
        ("GET", "/v1/things/yours", "/v1/things/{thing}"),
        ("DELETE", "/v1/things/yours/files/a/b.png", "/v1/things/{thing}/files/{file:path}"),
        ("POST", "/v1/things", "/v1/things"),
    ],
)
def test_of_the_routes_that_fit_the_first_is_taken_and_no_other_is_made(method: str, path: str, found: str) -> None:
    router = _things()

    route = Directory(router.declared, router).find({"type": "http", "method": method, "path": path})

    assert route is not None
    assert route.path == found
    assert [each.path for each in every_route(router.declared) if "route" in vars(each)] == [found]


def test_whoever_looks_at_all_routes_finds_them_made_in_their_order() -> None:
    application = create_app([_things()])

    told = list(application.openapi()["paths"])

    assert told == ["/v1/things/mine", "/v1/things/{thing}", "/v1/things/{thing}/files/{file}", "/v1/things", "/health"]


def test_after_a_route_that_could_not_be_made_the_router_gets_all_of_them_once() -> None:
    router, tries = FastAPI().router, []

    def make() -> BaseRoute:
        tries.append("a")
        if len(tries) == 1:
            raise ImportError
        return Route("/late", _mine)

    declared = [*_things().declared, Declared("/late", frozenset({"GET"}), make)]
    before, directory = len(router.routes), Directory(declared, router)
    with pytest.raises(ImportError):
        directory.complete()
    assert len(router.routes) == before

    directory.complete()
    directory.complete()

    assert len(router.routes) == before + len(declared)


def test_a_method_that_no_route_has_is_answered_by_the_router() -> None:
    answer = TestClient(create_app([_things()])).put("/v1/things")

    assert answer.status_code == 405
    assert answer.headers["allow"] == "POST"


def test_a_route_with_a_parameter_early_on_is_left_to_the_router() -> None:
    application = create_app([])
    application.add_api_route("/v1/{anything}", lambda anything: anything)

    answer = TestClient(application).get("/v1/x")

    assert answer.json() == "x"


@pytest.mark.parametrize("part", PARTS, ids=lambda part: part.module)
def test_a_part_is_loaded_for_every_path_it_has_and_for_no_other(part: Part) -> None:
    assert {key_of(each.path) for each in every_route(part.declared)} == part.keys


@pytest.mark.parametrize("name", FUNCTIONS)
def test_every_function_can_make_all_its_routes(name: str) -> None:
    router = import_module(f"functions.{name}.routes").router

    assert router.routes
