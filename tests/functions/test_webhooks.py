"""Webhooks over HTTP: what is taken, what is shown, and the secret that is shown once."""

import base64
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import psycopg
import pytest
from fastapi.testclient import TestClient

from mutoscope.identifiers import new_id
from mutoscope.studio import Studio
from mutoscope.webhooks.endpoints import MOST_WEBHOOKS

HOOK = {"url": "https://hooks.example/in"}


@pytest.fixture
def hook(client: TestClient) -> dict[str, Any]:
    made: dict[str, Any] = client.post("/v1/webhooks", json=HOOK).json()
    return made


@pytest.fixture
def row(studio: Studio) -> Iterator[Any]:
    """A column of a webhook's row."""
    with psycopg.connect(studio.settings.database_url, autocommit=True) as connection:
        yield lambda webhook_id: connection.execute(
            "SELECT to_jsonb(w) FROM webhooks w WHERE webhook_id = %s", (webhook_id,)
        ).fetchone()[0]  # type: ignore[index]


def test_the_secret_is_in_the_answer_that_makes_it_and_in_no_other(
    client: TestClient, hook: dict[str, Any], row: Any
) -> None:
    answers = [client.get(f"/v1/webhooks/{hook['id']}").text, client.get("/v1/webhooks").text]

    assert len(base64.b64decode(hook["secret"].removeprefix("whsec_"))) == 32
    assert not any(hook["secret"] in text for text in answers)
    assert hook["secret"].removeprefix("whsec_") not in str(row(hook["id"]))


def test_an_answer_with_a_secret_is_kept_by_nobody(client: TestClient, hook: dict[str, Any]) -> None:
    rotated = client.post(f"/v1/webhooks/{hook['id']}/rotation")

    assert client.post("/v1/webhooks", json=HOOK).headers["Cache-Control"] == "no-store"
    assert rotated.headers["Cache-Control"] == "no-store"


def test_a_webhook_asks_for_everything_unless_it_says_what(client: TestClient, hook: dict[str, Any]) -> None:
    some = client.post("/v1/webhooks", json={**HOOK, "event_types": ["film.failed", "film.completed", "film.failed"]})

    assert hook["event_types"] == ["*"]
    assert some.json()["event_types"] == ["film.completed", "film.failed"]


@pytest.mark.parametrize("types", [[], ["*", "job.failed"], ["job.exploded"], "*"])
def test_event_types_that_nobody_sends_are_refused(client: TestClient, types: Any) -> None:
    answer = client.post("/v1/webhooks", json={**HOOK, "event_types": types})

    assert (answer.status_code, answer.json()["error"]["param"].split(".")[0]) == (422, "event_types")


@pytest.mark.parametrize(
    ("url", "code"),
    [
        ("http://hooks.example/in", "https_required"),
        ("ftp://hooks.example/in", "https_required"),
        ("hooks.example/in", "url_refused"),
        ("https://", "url_refused"),
        ("https://hooks.example/\x00", "url_refused"),
        ("https://hooks.example/" + "x" * 1990, "invalid_input"),
        ("https://ann:sesame@hooks.example/in", "password_in_url"),
        ("https://hooks.example:22/", "port_refused"),
        ("https://127.0.0.1/", "address_refused"),
        ("https://169.254.169.254/latest/meta-data", "address_refused"),
        ("https://2852039166/", "address_refused"),
        ("https://0x7f.1/", "address_refused"),
        ("https://[::1]/", "address_refused"),
        ("https://[::ffff:10.0.0.1]/", "address_refused"),
    ],
)
def test_ssrf_an_address_that_nothing_is_sent_to_is_refused_at_once(client: TestClient, url: str, code: str) -> None:
    answer = client.post("/v1/webhooks", json={"url": url})

    error = answer.json()["error"]
    assert (answer.status_code, error["code"], error["param"]) == (422, code, "url")
    assert "sesame" not in answer.text


def test_an_account_has_so_many_webhooks_and_no_more(client: TestClient) -> None:
    answers = [client.post("/v1/webhooks", json=HOOK) for _ in range(MOST_WEBHOOKS + 1)]

    assert [answer.status_code for answer in answers] == [201] * MOST_WEBHOOKS + [422]
    assert answers[-1].json()["error"]["code"] == "too_many_webhooks"


def test_a_webhook_that_is_being_made_elsewhere_at_the_moment_counts(
    studio: Studio, client: TestClient, user: str, hook: dict[str, Any]
) -> None:
    for _ in range(MOST_WEBHOOKS - 2):
        client.post("/v1/webhooks", json=HOOK)
    with psycopg.connect(studio.settings.database_url) as other, ThreadPoolExecutor(1) as threads:
        other.execute("SELECT has_room_for_webhook(%s, 'webhook_other', 10)", (user,))
        other.execute(
            "INSERT INTO webhooks (webhook_id, user_id, url, host, event_types, version, sealed)"
            " VALUES (%s, %s, 'https://a.example/', 'a.example', '[]', 1, '{}')",
            (new_id("webhook"), user),
        )
        late = threads.submit(client.post, "/v1/webhooks", json=HOOK)
        wait_until(lambda: late.done() or waits_for(studio, other))
        other.commit()

    assert late.result().json()["error"]["code"] == "too_many_webhooks"


def waits_for(studio: Studio, other: psycopg.Connection[Any]) -> bool:
    """Whether somebody waits for a lock that this connection holds."""
    with psycopg.connect(studio.settings.database_url) as watching:
        asked = "SELECT 1 FROM pg_stat_activity WHERE %s = ANY (pg_blocking_pids(pid))"
        return watching.execute(asked, (other.info.backend_pid,)).fetchone() is not None


def wait_until(reached: Callable[[], bool]) -> None:
    for _ in range(2_000):
        if reached():
            return
        time.sleep(0.01)


def test_a_change_leaves_what_it_does_not_name(client: TestClient, hook: dict[str, Any]) -> None:
    changed = client.patch(f"/v1/webhooks/{hook['id']}", json={"description": "Our CI"}).json()

    assert {**changed, "description": ""} == {name: value for name, value in hook.items() if name != "secret"}
    assert client.patch(f"/v1/webhooks/{hook['id']}", json={"url": "https://10.0.0.1/"}).status_code == 422
    assert client.patch(f"/v1/webhooks/{hook['id']}", json={"url": None}).status_code == 422


def test_a_rotation_keeps_the_old_secret_for_the_overlap(client: TestClient, hook: dict[str, Any], row: Any) -> None:
    path = f"/v1/webhooks/{hook['id']}/rotation"

    overlapping = client.post(path, json={"overlap_seconds": 3600}).json()
    at_once = client.post(path, json={"overlap_seconds": 0}).json()

    assert len({hook["secret"], overlapping["secret"], at_once["secret"]}) == 3
    assert overlapping["old_secret_until"] > overlapping["created_at"] + 3500
    assert at_once["old_secret_until"] is None
    assert row(hook["id"])["version"] == 3


def test_a_rotation_that_is_carried_out_again_keeps_the_secret_that_was_known(
    studio: Studio, client: TestClient, hook: dict[str, Any], row: Any
) -> None:
    path, key = f"/v1/webhooks/{hook['id']}/rotation", {"Idempotency-Key": "rotate"}
    known = row(hook["id"])["sealed"]
    client.post(path, headers=key)
    with psycopg.connect(studio.settings.database_url) as connection:
        connection.execute(
            "UPDATE idempotency_keys SET answer = NULL, reserved_until = now() - interval '1 second'"
            " WHERE user_id = %s",
            (row(hook["id"])["user_id"],),
        )

    again = client.post(path, headers=key)

    assert again.status_code == 201
    assert row(hook["id"])["previous"] == known


def test_the_same_key_makes_one_webhook_with_one_secret(client: TestClient) -> None:
    first, again = (client.post("/v1/webhooks", json=HOOK, headers={"Idempotency-Key": "mine"}) for _ in range(2))

    assert first.content == again.content
    assert len(client.get("/v1/webhooks").json()["data"]) == 1


def test_a_deleted_webhook_goes_with_its_log(client: TestClient, hook: dict[str, Any]) -> None:
    delivery = client.post(f"/v1/webhooks/{hook['id']}/test").json()

    deleted = client.delete(f"/v1/webhooks/{hook['id']}").json()

    assert deleted == {"id": hook["id"], "object": "webhook.deleted", "deleted": True}
    assert client.get(f"/v1/webhooks/{hook['id']}/deliveries/{delivery['id']}").status_code == 404


def test_a_delivery_of_another_webhook_is_not_found(client: TestClient, hook: dict[str, Any]) -> None:
    other = client.post("/v1/webhooks", json=HOOK).json()
    delivery = client.post(f"/v1/webhooks/{hook['id']}/test").json()

    assert client.get(f"/v1/webhooks/{other['id']}/deliveries/{delivery['id']}").status_code == 404
    assert client.post(f"/v1/webhooks/{other['id']}/deliveries/{delivery['id']}/replay").status_code == 404


def test_deliveries_are_paged_the_newest_first(client: TestClient, hook: dict[str, Any]) -> None:
    path = f"/v1/webhooks/{hook['id']}"
    made = [client.post(f"{path}/test").json()["id"] for _ in range(3)]

    first = client.get(f"{path}/deliveries?limit=2").json()
    second = client.get(f"{path}/deliveries?limit=2&after={first['last_id']}").json()

    assert (first["has_more"], second["has_more"]) == (True, False)
    assert [each["id"] for each in first["data"] + second["data"]] == sorted(made, reverse=True)


def test_a_webhook_that_is_off_is_not_tested(client: TestClient, hook: dict[str, Any]) -> None:
    client.patch(f"/v1/webhooks/{hook['id']}", json={"is_active": False})

    answer = client.post(f"/v1/webhooks/{hook['id']}/test")

    assert (answer.status_code, answer.json()["error"]["code"]) == (422, "wrong_state")


def test_the_export_has_webhooks_and_no_secret(client: TestClient, hook: dict[str, Any]) -> None:
    export = client.get("/v1/me/export")

    assert [each["url"] for each in export.json()["webhooks"]] == [HOOK["url"]]
    assert "sealed" not in export.text
