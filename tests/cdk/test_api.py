import importlib
import json
from collections.abc import Callable
from typing import Any

import pytest

from cdk.packaging import FUNCTIONS, ROOT
from mutoscope.adapters.http.app import create_app

Every = Callable[[dict[str, Any], str], list[dict[str, Any]]]

BEHIND_THE_API = [name for name in FUNCTIONS if not name.startswith(("run_", "deliver_"))]


@pytest.fixture(scope="module")
def routes(dev: dict[str, Any], every: Every) -> dict[str, str]:
    """Route → logical id of the function that it leads to."""
    return {
        route["Properties"]["RouteKey"]: _function_behind(dev, route)
        for route in every(dev, "AWS::ApiGatewayV2::Route")
    }


def _function_behind(template: dict[str, Any], route: dict[str, Any]) -> str:
    integration = template["Resources"][route["Properties"]["Target"]["Fn::Join"][1][1]["Ref"]]
    # The HTTP API names the function itself, the WebSocket API an address with its name inside.
    uri = json.dumps(integration["Properties"]["IntegrationUri"])
    return uri.partition('"Fn::GetAtt": ["')[2].partition('"')[0]


def _route(path: str) -> str:
    """The route that takes a path of the application: its own, or the greedy one of its first two segments."""
    parts = path.split("/")
    return f"ANY {path}" if len(parts) <= 3 else f"ANY /{parts[1]}/{parts[2]}/{{proxy+}}"


def _paths(name: str) -> list[str]:
    """What the application of one function answers, as its handler builds it."""
    router = importlib.import_module(f"functions.{name}.routes").router
    return sorted(create_app([router]).openapi()["paths"].keys() - {"/health"})


@pytest.mark.parametrize(("name", "path"), [(name, path) for name in BEHIND_THE_API for path in _paths(name)])
def test_every_path_leads_to_the_function_that_answers_it(routes: dict[str, str], name: str, path: str) -> None:
    assert routes[_route(path)].startswith(f"ApiFunctions{name}Function")


def test_the_health_is_answered_without_a_function_of_its_own(routes: dict[str, str]) -> None:
    assert routes["ANY /health"].startswith("ApiFunctionsjobsFunction")


def test_every_function_with_routes_is_behind_the_api() -> None:
    with_routes = {path.parent.name for path in (ROOT / "functions").glob("*/routes.py")}

    assert with_routes == set(BEHIND_THE_API)


@pytest.mark.parametrize("route", ["$connect", "$disconnect", "$default"])
def test_what_happens_to_live_connections_leads_to_one_function(routes: dict[str, str], route: str) -> None:
    assert routes[route].startswith("ApiFunctionsprogressFunction")


def test_requests_are_counted_and_written_down(dev: dict[str, Any], every: Every) -> None:
    stages = every(dev, "AWS::ApiGatewayV2::Stage")

    assert len(stages) == 2
    for stage in stages:
        assert stage["Properties"]["DefaultRouteSettings"] == {"ThrottlingBurstLimit": 100, "ThrottlingRateLimit": 50}
    (written,) = [
        stage["Properties"]["AccessLogSettings"] for stage in stages if "AccessLogSettings" in stage["Properties"]
    ]
    assert "$context.requestId" in written["Format"]


def test_passwords_are_tried_more_slowly_than_the_rest_is_asked(dev: dict[str, Any], every: Every) -> None:
    [limits] = [
        stage["Properties"]["RouteSettings"]
        for stage in every(dev, "AWS::ApiGatewayV2::Stage")
        if "RouteSettings" in stage["Properties"]
    ]

    slow = {"ThrottlingRateLimit": 5, "ThrottlingBurstLimit": 10}
    assert limits == {"ANY /v1/auth/{proxy+}": slow, "ANY /api/auth/{proxy+}": slow}
