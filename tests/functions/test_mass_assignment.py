"""Mass assignment: no body of any route takes a role, credits or an owner that it does not ask for."""

from collections.abc import Iterator

import psycopg
import pytest
from fastapi.testclient import TestClient

from mutoscope.adapters.http.app import create_app
from mutoscope.adapters.http.caller import current_studio
from mutoscope.laptop.api import ROUTERS
from mutoscope.studio import Studio
from tests.functions.route_table import ROUTES, Entry, filled
from tests.functions.tenants import Tenant, belongings, settle

SMUGGLED = {
    "role": "super_admin",
    "level": 5,
    "permissions": ["users:write"],
    "credits": 1_000_000,
    "user_id": "user_owner",
    "owner": "user_owner",
    "is_active": True,
    "email_verified": True,
}
PAIRS = [
    pytest.param(route, field, id=f"{route} {field}")
    for route in ROUTES
    if route.takes_json
    for field in SMUGGLED
    if field not in (route.body() or {})
]


@pytest.fixture(scope="module")
def api(shared_studio: Studio) -> Iterator[TestClient]:
    app = create_app(ROUTERS)
    app.dependency_overrides[current_studio] = lambda: shared_studio
    with TestClient(app) as opened:
        yield opened


@pytest.fixture(scope="module")
def tenant(shared_studio: Studio, api: TestClient) -> Tenant:
    return settle(shared_studio, api, "super_admin")


@pytest.mark.parametrize(("route", "field"), PAIRS)
def test_mass_assignment_is_invalid_and_changes_nothing(
    shared_studio: Studio, api: TestClient, tenant: Tenant, route: Entry, field: str
) -> None:
    before = (belongings(shared_studio, tenant.person.user_id), _users(shared_studio))

    answer = api.request(
        route.method,
        filled(route.path, tenant.ids),
        json={**(route.body() or {}), field: SMUGGLED[field]},
        headers=tenant.person.headers,
    )

    assert (answer.status_code, answer.json()["error"]["param"]) == (422, field)
    assert (belongings(shared_studio, tenant.person.user_id), _users(shared_studio)) == before


@pytest.mark.parametrize("field", SMUGGLED)
def test_mass_assignment_inside_the_input_of_a_job_is_invalid_too(api: TestClient, tenant: Tenant, field: str) -> None:
    body = {"kind": "speech", "input": {"input": "Hello.", field: SMUGGLED[field]}}

    answer = api.post("/v1/jobs", json=body, headers=tenant.person.headers)

    assert (answer.status_code, answer.json()["error"]["param"]) == (422, f"input.{field}")


def _users(studio: Studio) -> int:
    with psycopg.connect(studio.settings.database_url) as connection:
        row = connection.execute("SELECT count(*) FROM users").fetchone()
    assert row is not None
    return int(row[0])
