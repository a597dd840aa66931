"""Tests, replays and rotations, as a receiver sees them."""

from collections.abc import Callable
from typing import Any

import pytest
from fastapi.testclient import TestClient
from standardwebhooks.webhooks import Webhook, WebhookVerificationError

SendOut = Callable[[], None]


def test_a_replay_sends_the_same_event_again_under_the_same_id(
    api: TestClient, receiver: Any, subscribe: Any, jobs: Any, send_out: SendOut
) -> None:
    path = f"/v1/webhooks/{subscribe(receiver)['id']}/deliveries"
    jobs.complete()
    send_out()
    [delivery] = api.get(path).json()["data"]

    replayed = api.post(f"{path}/{delivery['id']}/replay").json()
    send_out()

    first, again = receiver.requests
    assert (again.headers["webhook-id"], again.body) == (first.headers["webhook-id"], first.body)
    assert (replayed["replay_of"], replayed["id"] != delivery["id"]) == (delivery["id"], True)
    assert api.get(f"{path}/{replayed['id']}").json()["status"] == "delivered"


def test_a_replay_of_what_is_waited_for_is_a_try_at_once(
    api: TestClient, receiver: Any, subscribe: Any, jobs: Any, send_out: SendOut, sql: Any
) -> None:
    receiver.statuses = [500]
    path = f"/v1/webhooks/{subscribe(receiver)['id']}/deliveries"
    jobs.complete()
    send_out()
    [delivery] = api.get(path).json()["data"]
    sql(
        "UPDATE webhook_deliveries SET next_try_at = now() + interval '10 hours' WHERE delivery_id = %s", delivery["id"]
    )

    replayed = api.post(f"{path}/{delivery['id']}/replay").json()
    send_out()

    assert replayed["id"] == delivery["id"]
    assert [each["status"] for each in api.get(path).json()["data"]] == ["delivered"]


def test_a_replay_that_is_asked_for_twice_with_one_key_is_one(
    api: TestClient, receiver: Any, subscribe: Any, jobs: Any, send_out: SendOut
) -> None:
    path = f"/v1/webhooks/{subscribe(receiver)['id']}/deliveries"
    jobs.complete()
    send_out()
    [delivery] = api.get(path).json()["data"]

    for _ in range(2):
        api.post(f"{path}/{delivery['id']}/replay", headers={"Idempotency-Key": "again"})
    send_out()

    assert len(receiver.requests) == 2


def test_a_test_is_sent_once_and_makes_nobody_failing(
    api: TestClient, receiver: Any, subscribe: Any, send_out: SendOut
) -> None:
    receiver.status = 500
    hook = subscribe(receiver, "film.failed")

    tested = api.post(f"/v1/webhooks/{hook['id']}/test").json()
    send_out()

    assert receiver.requests[0].about == ("webhook.test", hook["id"])
    assert api.get(f"/v1/webhooks/{hook['id']}/deliveries/{tested['id']}").json()["status"] == "failed"
    assert api.get(f"/v1/webhooks/{hook['id']}").json()["status"] == "active"


def test_during_a_rotation_both_secrets_verify_a_delivery_and_after_it_the_new_one_alone(
    api: TestClient, receiver: Any, subscribe: Any, jobs: Any, send_out: SendOut, sql: Any
) -> None:
    hook = subscribe(receiver)
    new = api.post(f"/v1/webhooks/{hook['id']}/rotation", json={"overlap_seconds": 600}).json()["secret"]

    jobs.complete()
    send_out()
    sql("UPDATE webhooks SET previous_until = now() WHERE webhook_id = %s", hook["id"])
    jobs.complete()
    send_out()

    during, after = receiver.requests
    assert len(during.headers["webhook-signature"].split(" ")) == 2
    for secret in (hook["secret"], new):
        Webhook(secret).verify(during.body, during.headers)
    Webhook(new).verify(after.body, after.headers)
    with pytest.raises(WebhookVerificationError):
        Webhook(hook["secret"]).verify(after.body, after.headers)


def test_the_log_has_what_was_sent_but_for_the_signature(
    api: TestClient, receiver: Any, subscribe: Any, jobs: Any, send_out: SendOut
) -> None:
    hook = subscribe(receiver)
    jobs.complete()

    send_out()

    answer = api.get(f"/v1/webhooks/{hook['id']}/deliveries")
    [delivery] = answer.json()["data"]
    sent, kept = receiver.requests[0], delivery["tries"][0]
    assert (delivery["body"].encode(), kept["url"], kept["number"]) == (sent.body, receiver.url, 1)
    assert {name.lower(): value for name, value in kept["headers"].items()}.items() <= sent.headers.items()
    assert sent.headers["webhook-signature"] not in answer.text
    assert sent.headers["webhook-signature"].removeprefix("v1,") not in answer.text
