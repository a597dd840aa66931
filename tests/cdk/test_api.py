from collections.abc import Callable
from typing import Any

import pytest

from functions.films.routes import router as films
from functions.jobs.routes import router as jobs
from mutoscope.adapters.http.app import create_app

Every = Callable[[dict[str, Any], str], list[dict[str, Any]]]


@pytest.fixture(scope="module")
def routes(dev: dict[str, Any], every: Every) -> dict[str, str]:
    """Route → logical id of the function that it leads to."""
    return {
        route["Properties"]["RouteKey"]: _function_behind(dev, route)
        for route in every(dev, "AWS::ApiGatewayV2::Route")
    }


def _function_behind(template: dict[str, Any], route: dict[str, Any]) -> str:
    integration = template["Resources"][route["Properties"]["Target"]["Fn::Join"][1][1]["Ref"]]
    logical: str = integration["Properties"]["IntegrationUri"]["Fn::GetAtt"][0]
    return logical


def _route(path: str) -> str:
    """The route that takes a path of the application: its own, or the greedy one of its first two segments."""
    parts = path.split("/")
    return f"ANY {path}" if len(parts) <= 3 else f"ANY /{parts[1]}/{parts[2]}/{{proxy+}}"


@pytest.mark.parametrize("path", create_app([films]).openapi()["paths"].keys() - {"/health"})
def test_every_path_of_films_leads_to_its_function(routes: dict[str, str], path: str) -> None:
    assert routes[_route(path)].startswith("FunctionsfilmsFunction")


@pytest.mark.parametrize("path", create_app([jobs]).openapi()["paths"].keys())
def test_every_path_of_jobs_and_the_health_lead_to_theirs(routes: dict[str, str], path: str) -> None:
    assert routes[_route(path)].startswith("FunctionsjobsFunction")


def test_requests_are_counted_and_written_down(dev: dict[str, Any], every: Every) -> None:
    (stage,) = every(dev, "AWS::ApiGatewayV2::Stage")

    assert stage["Properties"]["DefaultRouteSettings"] == {"ThrottlingBurstLimit": 100, "ThrottlingRateLimit": 50}
    assert "$context.requestId" in stage["Properties"]["AccessLogSettings"]["Format"]
