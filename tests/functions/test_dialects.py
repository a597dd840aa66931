"""What speaks as another studio does is guarded as our own routes are: the same permissions, scopes and tenants."""

from collections.abc import Iterator

import pytest
from fastapi.testclient import TestClient

from mutoscope.accounts.roles import Permission
from mutoscope.adapters.http.app import create_app
from mutoscope.adapters.http.caller import current_studio
from mutoscope.laptop.api import DIALECTS, ROUTERS
from mutoscope.studio import Studio
from tests.functions.route_table import IN_DIALECTS, Entry, filled
from tests.functions.tenants import Person, Tenant, belongings, make_person, settle

OPEN = {"POST /api/auth/register", "POST /api/auth/login", "POST /api/auth/refresh"}
GUARDED = [route for route in IN_DIALECTS if route.permission]
OF_ONE = [route for route in GUARDED if {"{job_id}", "{file_id}", "{batch_id}"} & set(route.path.split("/"))]


@pytest.fixture(scope="module")
def api(shared_studio: Studio) -> Iterator[TestClient]:
    app = create_app([*ROUTERS, *DIALECTS])
    app.dependency_overrides[current_studio] = lambda: shared_studio
    with TestClient(app) as opened:
        yield opened


@pytest.fixture(scope="module")
def owner(shared_studio: Studio, api: TestClient) -> Tenant:
    return settle(shared_studio, api, "user")


@pytest.fixture(scope="module")
def stranger(shared_studio: Studio) -> Person:
    return make_person(shared_studio, "super_admin")


def test_every_route_of_a_dialect_names_its_permission_or_is_known_to_be_open() -> None:
    assert {str(route) for route in IN_DIALECTS if route.permission is None} == OPEN


@pytest.mark.parametrize("route", GUARDED, ids=str)
def test_nobody_gets_in_without_a_key(api: TestClient, route: Entry) -> None:
    assert api.request(route.method, filled(route.path)).status_code == 401


@pytest.mark.parametrize("route", GUARDED, ids=str)
def test_a_key_does_nothing_in_a_dialect_that_its_scopes_do_not_name(
    shared_studio: Studio, api: TestClient, route: Entry
) -> None:
    person = make_person(shared_studio, "super_admin", scopes=sorted(set(Permission) - {route.permission}))

    answer = api.request(route.method, filled(route.path), json={}, headers=person.headers)

    assert answer.status_code == 403
    assert str(route.permission) in answer.text


@pytest.mark.parametrize("route", OF_ONE, ids=str)
def test_what_is_somebody_elses_is_not_found_in_any_dialect(
    shared_studio: Studio, api: TestClient, owner: Tenant, stranger: Person, route: Entry
) -> None:
    before = belongings(shared_studio, owner.person.user_id)

    answer = api.request(route.method, filled(route.path, owner.ids), headers=stranger.headers)

    assert answer.status_code == 404
    assert belongings(shared_studio, owner.person.user_id) == before
