"""Credits as administrators see them: grants once for each request, and the audit."""

from collections.abc import Callable

import pytest
from fastapi.testclient import TestClient

from mutoscope.studio import Studio
from tests.functions.tenants import make_person


def test_a_grant_is_credited_once_for_its_key(client: TestClient, head: TestClient, user: str) -> None:
    body = {"credits": 50, "days": 30, "reason": "a prize"}
    answers = [
        head.post(f"/v1/admin/users/{user}/credits", json=body, headers={"Idempotency-Key": "k"}) for _ in range(2)
    ]

    wallet = client.get("/v1/credits").json()
    assert [answer.status_code for answer in answers] == [200, 200]
    assert answers[0].content == answers[1].content
    assert wallet["available"] == 100_050
    assert wallet["lots"][0]["credits"] == 50
    assert wallet["lots"][0]["expires_at"] is not None


def test_nobody_is_granted_credits_who_is_not_there(head: TestClient) -> None:
    answer = head.post("/v1/admin/users/user_00000000000000000000000000/credits", json={"credits": 1, "reason": "x"})

    assert (answer.status_code, answer.json()["error"]["code"]) == (404, "not_found")


@pytest.fixture
def delivered(client: TestClient, order_speech: Callable[..., str], drain: Callable[[], int]) -> str:
    """A job that was charged one credit."""
    job_id = order_speech("A refund is a movement of its own.")
    drain()
    return job_id


def test_a_refund_gives_the_charge_back_once_and_is_in_the_audit_log(
    client: TestClient, head: TestClient, delivered: str
) -> None:
    before = client.get("/v1/credits").json()["available"]

    first = head.post(f"/v1/admin/jobs/{delivered}/refund", json={"reason": "noise in it"})
    again = head.post(f"/v1/admin/jobs/{delivered}/refund", json={"reason": "noise in it"})

    log = head.get("/v1/admin/audit_log", params={"resource_type": "job", "resource_id": delivered}).json()["data"]
    assert [first.status_code, again.status_code] == [200, 200]
    assert client.get("/v1/credits").json()["available"] == before + 1
    assert client.get("/v1/credits/verify").json()["ok"]
    assert [entry["action"] for entry in log].count("job.refunded") == 1


def test_no_more_comes_back_than_was_charged(client: TestClient, head: TestClient, delivered: str) -> None:
    answer = head.post(f"/v1/admin/jobs/{delivered}/refund", json={"credits": 2, "reason": "too much"})

    assert (answer.status_code, answer.json()["error"]["code"]) == (422, "refund_refused")
    assert client.get("/v1/credits/statement").json()["data"][0]["kind"] == "capture"


def test_what_cost_nothing_is_not_refunded(
    client: TestClient, head: TestClient, order_speech: Callable[..., str]
) -> None:
    job_id = order_speech()
    client.delete(f"/v1/jobs/{job_id}")

    answer = head.post(f"/v1/admin/jobs/{job_id}/refund", json={"reason": "sorry"})

    assert (answer.status_code, answer.json()["error"]["code"]) == (422, "nothing_to_refund")


def test_the_audit_of_all_books_is_for_administrators(client: TestClient, head: TestClient, studio: Studio) -> None:
    moderator = TestClient(client.app, headers=make_person(studio, "moderator").headers)

    assert head.get("/v1/admin/credits/audit").status_code == 200
    assert moderator.get("/v1/admin/credits/audit").status_code == 403
