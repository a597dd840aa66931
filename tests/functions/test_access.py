"""Who may do what, over the whole route table: two tenants, five levels, keys with scopes, and people shut out.

A route that is added is asked the same questions by being in the table.
"""

from collections.abc import Iterator

import pytest
from fastapi.testclient import TestClient

from mutoscope.accounts.roles import Permission, permissions_of
from mutoscope.adapters.http.app import create_app
from mutoscope.adapters.http.caller import current_studio
from mutoscope.laptop.api import ROUTERS
from mutoscope.studio import Studio
from tests.functions.route_table import ROUTES, Entry, filled
from tests.functions.tenants import ROLES, Person, Tenant, belongings, make_person, settle

DENIED = "permission_denied"
OPEN = {
    "POST /v1/auth/register",
    "POST /v1/auth/login",
    "POST /v1/auth/refresh",
    "POST /v1/auth/logout",
    "POST /v1/auth/verify-email",
    "POST /v1/auth/verify-email/resend",
    "POST /v1/auth/password/reset",
    "POST /v1/auth/password/reset/confirm",
    "POST /v1/auth/email/confirm",
    "GET /v1/auth/google",
    "GET /v1/auth/google/callback",
    "GET /v1/shared/{token}",
    "GET /v1/shared/{token}/content",
    "GET /v1/public/media",
    "GET /v1/public/media/{media_id}",
    "GET /v1/public/media/{media_id}/content",
    "GET /health",
}
GUARDED = [route for route in ROUTES if route.permission]
OWN = [route for route in GUARDED if not route.path.startswith("/v1/admin/") and "{model_id}" not in route.path]
"""What is somebody's; a model is nobody's."""
ADMINISTRATION = [route for route in GUARDED if route.path.startswith("/v1/admin/")]
FROM = {
    Permission.USERS_READ: 3,
    Permission.USERS_WRITE: 4,
    Permission.ROLES_WRITE: 4,
    Permission.AUDIT_READ_ALL: 4,
    Permission.CREDITS_GRANT: 4,
    Permission.CREDITS_AUDIT: 4,
}
"""From which level on a role administers."""


@pytest.fixture(scope="module")
def api(shared_studio: Studio) -> Iterator[TestClient]:
    app = create_app(ROUTERS)
    app.dependency_overrides[current_studio] = lambda: shared_studio
    with TestClient(app) as opened:
        yield opened


@pytest.fixture(scope="module")
def owner(shared_studio: Studio, api: TestClient) -> Tenant:
    return settle(shared_studio, api, "user")


@pytest.fixture(scope="module")
def strangers(shared_studio: Studio) -> dict[str, Person]:
    """Somebody else of each role."""
    return {role: make_person(shared_studio, role) for role in ROLES}


def test_every_route_names_its_permission_or_is_known_to_be_open() -> None:
    assert {str(route) for route in ROUTES if route.permission is None} == OPEN


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("route", [route for route in OWN if route.names_one], ids=str)
def test_cross_tenant_access_what_is_somebody_elses_is_not_found(
    shared_studio: Studio, api: TestClient, owner: Tenant, strangers: dict[str, Person], route: Entry, role: str
) -> None:
    before = belongings(shared_studio, owner.person.user_id)

    answer = api.request(
        route.method, filled(route.path, owner.ids), json=route.body(), headers=strangers[role].headers
    )

    assert (answer.status_code, answer.json()["error"]["code"]) == (404, "not_found")
    assert belongings(shared_studio, owner.person.user_id) == before


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("route", [route for route in OWN if route.method == "GET" and not route.names_one], ids=str)
def test_cross_tenant_access_no_list_shows_what_is_somebody_elses(
    api: TestClient, owner: Tenant, strangers: dict[str, Person], route: Entry, role: str
) -> None:
    answer = api.get(route.path, headers=strangers[role].headers)

    assert answer.status_code == 200
    assert not any(each in answer.text for name, each in owner.ids.items() if name.endswith("_id") and len(each) > 9)


@pytest.mark.parametrize("level", range(1, 6))
@pytest.mark.parametrize("route", ADMINISTRATION, ids=str)
def test_cross_role_access_only_those_who_administer_do(
    shared_studio: Studio, api: TestClient, owner: Tenant, strangers: dict[str, Person], route: Entry, level: int
) -> None:
    before = belongings(shared_studio, owner.person.user_id)
    administers = level >= FROM[Permission(route.permission or "")]

    answer = api.request(
        route.method, filled(route.path, owner.ids), json=route.body(), headers=strangers[ROLES[level - 1]].headers
    )

    # The tenant's job was charged nothing yet, so its refund is let in and then refused.
    assert answer.json().get("error", {}).get("code") in ((None, "nothing_to_refund") if administers else (DENIED,))
    assert administers or route.permission in answer.json()["error"]["message"]
    assert administers or belongings(shared_studio, owner.person.user_id) == before


@pytest.mark.parametrize("route", GUARDED, ids=str)
def test_a_key_does_nothing_that_its_scopes_do_not_name(shared_studio: Studio, api: TestClient, route: Entry) -> None:
    others = sorted(set(Permission) - {route.permission})
    person = make_person(shared_studio, "super_admin", scopes=others)

    answer = api.request(route.method, filled(route.path), json=route.body(), headers=person.headers)

    assert (answer.status_code, answer.json()["error"]["code"]) == (403, DENIED)
    assert str(route.permission) in answer.json()["error"]["message"]


@pytest.mark.parametrize("role", ROLES)
def test_a_role_has_the_permissions_of_every_role_below_it(shared_studio: Studio, role: str) -> None:
    below = ROLES[max(0, ROLES.index(role) - 1)]

    assert permissions_of(shared_studio.database, below) <= permissions_of(shared_studio.database, role)


def test_a_plain_user_orders_sees_and_cancels_their_own_work(shared_studio: Studio, api: TestClient) -> None:
    tenant = settle(shared_studio, api, "user")

    seen = api.get(f"/v1/films/{tenant.ids['film_id']}", headers=tenant.person.headers)
    cancelled = api.delete(f"/v1/jobs/{tenant.ids['job_id']}", headers=tenant.person.headers)

    assert seen.status_code == 200
    assert cancelled.json()["status"] == "cancelled"
