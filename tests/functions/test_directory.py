"""The directory of routes: a shorter way to the very route that the router would choose."""

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from starlette.routing import Route

from mutoscope.adapters.http.app import create_app
from mutoscope.adapters.http.directory import Directory
from mutoscope.laptop.api import app
from tests.functions.route_table import ROUTES, Entry, filled


@pytest.fixture(scope="module")
def without_router() -> Directory:
    async def router(*_: object) -> None:
        raise AssertionError("the directory did not know the route")

    return Directory(app.router.routes, router)


@pytest.mark.parametrize("route", ROUTES, ids=str)
def test_a_route_is_found_without_the_router(without_router: Directory, route: Entry) -> None:
    found = without_router.find({"type": "http", "method": route.method, "path": filled(route.path)})

    assert found is not None
    assert found.path == route.path


def test_of_two_routes_that_fit_the_first_is_taken() -> None:
    application = FastAPI()
    application.add_api_route("/v1/things/mine", lambda: "mine")
    application.add_api_route("/v1/things/{thing}", lambda thing: thing)
    routes = [route for route in application.router.routes if isinstance(route, Route)]

    found = Directory(routes, application).find({"type": "http", "method": "GET", "path": "/v1/things/mine"})

    assert found is not None
    assert found.path == "/v1/things/mine"


def test_a_route_with_a_parameter_early_on_is_left_to_the_router() -> None:
    application = create_app([])
    application.add_api_route("/v1/{anything}", lambda anything: anything)

    answer = TestClient(application).get("/v1/x")

    assert answer.json() == "x"
