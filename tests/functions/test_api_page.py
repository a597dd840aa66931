"""The page about the HTTP interface knows every family of routes there is."""

import re
from pathlib import Path

import pytest

from tests.functions.route_table import ROUTES

PAGE = (Path(__file__).parents[2] / "docs" / "api.md").read_text()
FAMILIES = sorted({"/".join(route.path.split("/")[:3]) for route in ROUTES if route.path.startswith("/v1/")})


@pytest.mark.parametrize("family", FAMILIES)
def test_the_page_names_every_family_of_routes(family: str) -> None:
    assert re.search(rf"{family}(?![a-z_])", PAGE)


@pytest.mark.parametrize("path", sorted({route.path for route in ROUTES if route.path.startswith("/v1/credits")}))
def test_the_page_names_every_way_to_look_at_credits(path: str) -> None:
    assert path in PAGE
