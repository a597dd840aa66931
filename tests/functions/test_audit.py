"""Every change is in the audit log, with who made it, from where, and what was before: over the whole route table."""

from collections.abc import Callable, Iterator
from typing import Any

import psycopg
import pytest
from fastapi.testclient import TestClient

from mutoscope.adapters.http.app import create_app
from mutoscope.adapters.http.caller import current_studio
from mutoscope.laptop.api import ROUTERS
from mutoscope.studio import Studio
from tests.functions.route_table import ROUTES, WAITING, Entry, filled
from tests.functions.tenants import PICTURE, Tenant, make_person, settle

ONLY_ASKS = "POST /v1/me/email"
"""It sends a letter; what changes the address, and is recorded, is the link in it."""
MUTATING = [route for route in ROUTES if route.is_mutating and route.permission and str(route) != ONLY_ASKS]
AGENT = {"User-Agent": "a-browser/1.0"}


@pytest.fixture(scope="module")
def api(shared_studio: Studio) -> Iterator[TestClient]:
    app = create_app(ROUTERS)
    app.dependency_overrides[current_studio] = lambda: shared_studio
    with TestClient(app, headers=AGENT) as opened:
        yield opened


@pytest.fixture
def tenant(shared_studio: Studio, api: TestClient) -> Tenant:
    """With a film that waits for its review, so that it can be approved as well as edited and cancelled."""
    tenant = settle(shared_studio, api, "super_admin")
    with psycopg.connect(shared_studio.settings.database_url) as connection:
        connection.execute("UPDATE films SET awaiting_review = true WHERE film_id = %s", (tenant.ids["film_id"],))
    return tenant


@pytest.fixture
def entries(shared_studio: Studio) -> Callable[[], list[dict[str, Any]]]:
    """The rows of the log, the newest last."""

    def read() -> list[dict[str, Any]]:
        with psycopg.connect(shared_studio.settings.database_url) as connection:
            found = connection.execute("SELECT to_jsonb(l) FROM audit_log l ORDER BY entry_id").fetchall()
        return [row[0] for row in found]

    return read


@pytest.mark.parametrize("route", MUTATING, ids=str)
def test_every_route_that_changes_something_leaves_a_row(
    shared_studio: Studio,
    api: TestClient,
    tenant: Tenant,
    picture: bytes,
    entries: Callable[[], list[dict[str, Any]]],
    route: Entry,
) -> None:
    ids = tenant.ids | subject(shared_studio, route)
    if route.path.startswith("/v1/admin/jobs/"):
        deliver(shared_studio, tenant)
    if "/shares" in route.path:
        make_ready(shared_studio, tenant)
    if route.path.endswith("/build"):
        api.delete(f"/v1/films/{tenant.ids['film_id']}", headers=tenant.person.headers)
    if route.path == "/v1/batches/{batch_id}/retry":
        end_batch(shared_studio, tenant)
    if route.path == "/v1/jobs/{job_id}/retry":
        api.delete(f"/v1/jobs/{tenant.ids['job_id']}", headers=tenant.person.headers)
    if route.path.startswith("/v1/videos"):
        finish_video(shared_studio, tenant)
    before = {entry["entry_id"] for entry in entries()}
    content = {"json": of_tenant(route, ids)} if route.takes_json else {"content": picture}

    answer = api.request(route.method, filled(route.path, ids), headers=tenant.person.headers, **content)

    assert answer.status_code < 300 or (route.path in WAITING and "job_still_running" in answer.text), answer.text
    written = [entry for entry in entries() if entry["entry_id"] not in before]
    assert written
    assert {entry["agent"] for entry in written} <= {"a-browser/1.0", None}
    assert all(entry["action"] and entry["resource_id"] for entry in written)


def test_a_row_says_who_from_where_and_what_it_was_before(
    api: TestClient, tenant: Tenant, entries: Callable[[], list[dict[str, Any]]]
) -> None:
    path = f"/v1/films/{tenant.ids['film_id']}/scenes/s01"

    api.patch(path, json={"narration": "Good morning."}, headers=tenant.person.headers)

    row = next(entry for entry in reversed(entries()) if entry["resource_id"] == tenant.ids["film_id"])
    assert (row["action"], row["user_id"], row["about"]) == (
        "film.edited",
        tenant.person.user_id,
        tenant.person.user_id,
    )
    assert (row["role"], row["address"], row["agent"]) == ("super_admin", "testclient", "a-browser/1.0")
    assert (row["old_values"]["narration"], row["new_values"]["narration"]) == ("Hello.", "Good morning.")
    assert row["key_id"].startswith("key_")
    assert row["request_id"].startswith("req_")


def test_a_change_that_is_refused_leaves_no_row(
    api: TestClient, tenant: Tenant, entries: Callable[[], list[dict[str, Any]]]
) -> None:
    path = f"/v1/films/{tenant.ids['film_id']}/scenes/s99"
    before = len([entry for entry in entries() if entry["user_id"] == tenant.person.user_id])

    answer = api.patch(path, json={"narration": "Good morning."}, headers=tenant.person.headers)

    assert answer.status_code == 422
    assert len([entry for entry in entries() if entry["user_id"] == tenant.person.user_id]) == before


@pytest.mark.parametrize("change", ["UPDATE audit_log SET action = 'nothing'", "DELETE FROM audit_log"])
def test_nobody_rewrites_the_log(shared_studio: Studio, tenant: Tenant, change: str) -> None:
    with (
        psycopg.connect(shared_studio.settings.database_url) as connection,
        pytest.raises(psycopg.errors.RaiseException, match="never rewritten"),
    ):
        connection.execute(change.encode())


def test_whoever_leaves_stays_in_the_log_under_a_pseudonym_alone(
    shared_studio: Studio, tenant: Tenant, entries: Callable[[], list[dict[str, Any]]]
) -> None:
    user_id = tenant.person.user_id
    count = len([entry for entry in entries() if entry["user_id"] == user_id])

    with psycopg.connect(shared_studio.settings.database_url) as connection:
        connection.execute("SELECT pseudonymise_audit(%s, 'gone_1' || %s)", (user_id, user_id[-6:]))

    left = [entry for entry in entries() if entry["user_id"] == "gone_1" + user_id[-6:]]
    assert len(left) == count > 0
    assert not any(user_id in str(entry) for entry in entries())
    assert {(entry["address"], entry["agent"], entry["new_values"]) for entry in left} == {(None, None, None)}


def test_ones_own_log_shows_what_one_did_and_what_administrators_did_to_ones_account(
    shared_studio: Studio, api: TestClient, tenant: Tenant
) -> None:
    person = make_person(shared_studio, "user")
    path = f"/v1/admin/users/{person.user_id}/role"

    api.put(path, json={"role": "creator"}, headers=tenant.person.headers)
    api.post("/v1/api_keys", json={"name": "Mine"}, headers=person.headers)
    own = api.get("/v1/audit_log", headers=person.headers).json()["data"]
    all_of_it = api.get(f"/v1/admin/audit_log?user_id={tenant.person.user_id}", headers=tenant.person.headers).json()

    assert [(entry["action"], entry["user_id"]) for entry in own] == [
        ("api_key.created", person.user_id),
        ("user.role_changed", tenant.person.user_id),
    ]
    assert (own[1]["old"], own[1]["new"]) == ({"role": "user"}, {"role": "creator"})
    assert all_of_it["data"][0]["id"] == own[1]["id"]


def deliver(studio: Studio, tenant: Tenant) -> None:
    """The tenant's job is over, and was charged a credit that can be given back."""
    job_id = tenant.ids["job_id"]
    with psycopg.connect(studio.settings.database_url) as connection:
        connection.execute(
            "INSERT INTO api_usage (job_id, stage_key, user_id, service, operation, units, unit, credits, seconds)"
            " VALUES (%s, 'one', %s, 'embedded', 'speak', 1, 'second', 1, 1)",
            (job_id, tenant.person.user_id),
        )
    studio.database.row("begin_job", job_id=job_id)
    over = {"status": "completed", "result": {}, "error": None, "late": {}}
    studio.database.row("finish_job", job_id=job_id, attempt=1, **over)


def make_ready(studio: Studio, tenant: Tenant) -> None:
    """As if the tenant's file had been looked into; only what is ready is shared."""
    with psycopg.connect(studio.settings.database_url) as connection:
        connection.execute("UPDATE media SET status = 'ready' WHERE media_id = %s", (tenant.ids["media_id"],))


def end_batch(studio: Studio, tenant: Tenant) -> None:
    """The tenant's batch is over, and its one line failed."""
    batch_id = tenant.ids["batch_id"]
    body = {"kind": "speech", "input": {"input": "Hello."}}
    line = {"line_id": f"line_{batch_id[-26:]}", "custom_id": "a", "body": body, "status": "failed", "error": None}
    studio.database.row("add_batch_lines", batch_id=batch_id, lines=[line])
    with psycopg.connect(studio.settings.database_url) as connection:
        connection.execute("UPDATE batches SET status = 'completed' WHERE batch_id = %s", (batch_id,))


def finish_video(studio: Studio, tenant: Tenant) -> None:
    """The tenant's video is there; more is made only of what is finished."""
    with psycopg.connect(studio.settings.database_url) as connection:
        found = connection.execute(
            "SELECT job_id FROM videos WHERE video_id = %s", (tenant.ids["video_id"],)
        ).fetchone()
    assert found is not None
    files = {}
    for variant, content_type in (("thumbnail", "image/png"), ("video", "video/mp4")):
        key = f"outputs/{tenant.person.user_id}/{found[0]}/{variant}"
        studio.media.put_bytes(key, PICTURE, content_type)
        files[variant] = {"key": key, "filename": variant, "content_type": content_type}
    over = {"status": "completed", "result": {"files": files, "facts": {}}, "error": None, "late": {}}
    studio.database.row("finish_job", job_id=found[0], attempt=1, **over)


def of_tenant(route: Entry, ids: dict[str, str]) -> Any:
    """The route's body; where it names a video, the tenant's."""
    body = route.body()
    return {**body, "video": {"id": ids["video_id"]}} if body and "video" in body else body


def subject(studio: Studio, route: Entry) -> dict[str, str]:
    """Somebody else to be changed, where an administrator changes accounts."""
    if not route.path.startswith("/v1/admin/users/"):
        return {}
    person = make_person(studio, "creator")
    with psycopg.connect(studio.settings.database_url) as connection:
        connection.execute("UPDATE users SET is_active = false WHERE user_id = %s", (person.user_id,))
    return {"user_id": person.user_id}
