"""What is sent is verified by the official libraries, as receivers use them."""

import time
from collections.abc import Callable
from typing import Any

import pytest
from openai import InvalidWebhookSignatureError, OpenAI
from standardwebhooks.webhooks import Webhook, WebhookVerificationError

from mutoscope.webhooks.signing import new_secret, signed_headers

BODY = '{"id": "evt_1", "object": "event", "type": "job.completed"}'


def test_a_delivery_is_verified_by_the_standardwebhooks_library(
    receiver: Any, subscribe: Callable[..., Any], jobs: Any, send_out: Callable[[], None]
) -> None:
    secret = subscribe(receiver)["secret"]
    job_id = jobs.complete()

    send_out()

    event = Webhook(secret).verify(receiver.requests[0].body, receiver.requests[0].headers)
    assert (event["type"], event["data"]["id"]) == ("job.completed", job_id)


def test_a_delivery_is_unwrapped_by_the_openai_client(
    receiver: Any, subscribe: Callable[..., Any], jobs: Any, send_out: Callable[[], None]
) -> None:
    secret = subscribe(receiver)["secret"]
    job_id = jobs.complete()

    send_out()

    request = receiver.requests[0]
    client = OpenAI(api_key="none", webhook_secret=secret)
    event: Any = client.webhooks.unwrap(request.body.decode(), request.headers)
    assert (event.object, event.type, event.id) == ("event", "job.completed", request.headers["webhook-id"])
    assert event.data["id"] == job_id if isinstance(event.data, dict) else event.data.id == job_id


@pytest.mark.parametrize("changed", ["body", "webhook-id", "webhook-timestamp"])
def test_what_was_changed_on_its_way_is_refused(changed: str) -> None:
    secret = new_secret()
    headers = signed_headers([secret], "evt_1", _now(), BODY.encode())
    body = BODY if changed != "body" else BODY.replace("completed", "failed")
    if changed != "body":
        headers[changed] = {"webhook-id": "evt_2", "webhook-timestamp": str(_now() + 1)}[changed]

    with pytest.raises(WebhookVerificationError):
        Webhook(secret).verify(body, headers)
    with pytest.raises(InvalidWebhookSignatureError):
        OpenAI(api_key="none", webhook_secret=secret).webhooks.unwrap(body, headers)


def test_both_secrets_of_a_rotation_verify_and_a_third_does_not() -> None:
    old, new, other = new_secret(), new_secret(), new_secret()
    headers = signed_headers([new, old], "evt_1", _now(), BODY.encode())

    for secret in (old, new):
        assert Webhook(secret).verify(BODY, headers)["id"] == "evt_1"
    with pytest.raises(WebhookVerificationError):
        Webhook(other).verify(BODY, headers)


def _now() -> int:
    return int(time.time())
