"""Credits as administrators see them: grants once for each request, and the audit."""

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


def test_the_audit_of_all_books_is_for_administrators(client: TestClient, head: TestClient, studio: Studio) -> None:
    moderator = TestClient(client.app, headers=make_person(studio, "moderator").headers)

    assert head.get("/v1/admin/credits/audit").status_code == 200
    assert moderator.get("/v1/admin/credits/audit").status_code == 403
