"""A studio over the Data API takes orders, delivers them and pages through them, like one that has a connection."""

import json
from collections.abc import Callable, Sequence

import pytest
from aws_lambda_powertools.utilities.typing import LambdaContext
from fastapi.testclient import TestClient
from mangum import Mangum

from mutoscope.accounts.users import find_user_by_email
from mutoscope.adapters.aws.s3_mailbox import S3Mailbox
from mutoscope.adapters.postgres.data_api_stand_in import DataApiStandIn
from mutoscope.jobs.worker import take
from mutoscope.ports import Mail
from mutoscope.studio import Studio
from tests.functions.tenants import make_person
from tests.functions.users.people import PASSWORD, bearer, new_email, register, token_in

SPEECH = {"kind": "speech", "input": {"input": "Hello."}}
FILM = {"script": "Hello.", "aspect": "1:1", "music": "none"}
KEY = {"Idempotency-Key": "k"}


def test_an_order_is_taken_once_and_delivered(client: TestClient, drain: Callable[[], int]) -> None:
    first, again = (client.post("/v1/jobs", json=SPEECH, headers=KEY) for _ in range(2))

    drain()

    job = client.get(f"/v1/jobs/{first.json()['id']}").json()
    assert again.content == first.content
    assert (job["status"], job["progress"]) == ("completed", 100)
    assert job["completed_at"] >= job["created_at"]


def test_films_and_jobs_are_listed(client: TestClient) -> None:
    film = client.post("/v1/films", json=FILM).json()

    films = client.get("/v1/films?page=1").json()
    jobs = client.get("/v1/jobs?order=asc").json()

    assert ([item["id"] for item in films["data"]], films["pagination"]["total"]) == ([film["id"]], 1)
    assert [item["id"] for item in jobs["data"]] == [film["job_id"]]


def test_a_film_is_edited_cancelled_and_deleted(client: TestClient) -> None:
    film = client.post("/v1/films", json=FILM).json()
    path = f"/v1/films/{film['id']}"

    edited = client.patch(f"{path}/scenes/s01", json={"narration": "Good-bye."})
    cancelled = client.delete(path)
    deleted = client.delete(path)

    assert edited.json()["scenes"][0]["narration"] == "Good-bye."
    assert (cancelled.json()["status"], deleted.json()["deleted"]) == ("cancelled", True)
    assert client.get(path).status_code == 404


@pytest.mark.parametrize(
    ("kind", "code", "seconds"),
    [("DatabaseResumingException", "database_waking", "10"), ("DatabaseUnavailableException", "unavailable", "3")],
)
def test_a_database_that_sleeps_is_waited_for_by_the_caller(
    client: TestClient, data_api: DataApiStandIn, kind: str, code: str, seconds: str
) -> None:
    film = client.post("/v1/films", json=FILM).json()
    data_api.fail_next(kind)

    asleep = client.get(f"/v1/films/{film['id']}")
    awake = client.get(f"/v1/films/{film['id']}")

    assert (asleep.status_code, asleep.json()["error"]["code"]) == (503, code)
    assert asleep.headers["retry-after"] == seconds
    assert awake.status_code == 200


@pytest.mark.parametrize("path", ["/v1/me", "/v1/jobs", "/v1/auth/login"])
def test_whoever_wakes_the_database_is_told_when_to_come_back_before_they_are_even_recognised(
    client: TestClient, data_api: DataApiStandIn, studio: Studio, path: str
) -> None:
    stranger = make_person(studio, "user")
    data_api.fail_next("DatabaseResumingException")

    method, body = ("POST", {"email": "a@b.example", "password": "x"}) if "login" in path else ("GET", None)
    asleep = client.request(method, path, json=body, headers=stranger.headers)

    assert (asleep.status_code, asleep.headers["retry-after"]) == (503, "10"), asleep.text


def test_api_gateway_hears_from_a_function_when_the_database_will_be_awake(
    client: TestClient, data_api: DataApiStandIn, studio: Studio
) -> None:
    key = make_person(studio, "user").headers["Authorization"]
    event = {
        "version": "2.0",
        "rawPath": "/v1/jobs",
        "rawQueryString": "",
        "headers": {"authorization": key, "host": "api.test"},
        "requestContext": {
            "http": {"method": "GET", "path": "/v1/jobs", "sourceIp": "203.0.113.9"},
            "stage": "$default",
        },
        "isBase64Encoded": False,
    }
    data_api.fail_next("DatabaseResumingException")

    asleep, awake = (Mangum(client.app, lifespan="off")(event, LambdaContext()) for _ in range(2))

    assert (asleep["statusCode"], asleep["headers"]["retry-after"]) == (503, "10")
    assert json.loads(asleep["body"])["error"]["code"] == "database_waking"
    assert awake["statusCode"] == 200


def test_an_order_that_woke_the_database_is_taken_once_when_it_comes_again(
    client: TestClient, data_api: DataApiStandIn
) -> None:
    client.get("/v1/jobs")
    data_api.fail_next("DatabaseResumingException")

    asleep, awake = (client.post("/v1/jobs", json=SPEECH, headers=KEY) for _ in range(2))

    assert (asleep.status_code, asleep.headers["retry-after"], awake.status_code) == (503, "10", 202)
    assert [item["id"] for item in client.get("/v1/jobs").json()["data"]] == [awake.json()["id"]]


def test_an_order_whose_answer_was_lost_after_the_commit_is_answered_to_its_retry(
    client: TestClient, data_api: DataApiStandIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    client.get("/v1/jobs")
    data_api.cut_on("accept_job(")
    lost = client.post("/v1/jobs", json=SPEECH, headers=KEY)

    retry = client.post("/v1/jobs", json=SPEECH, headers=KEY)

    assert (lost.status_code, retry.status_code) == (503, 202)
    assert [item["id"] for item in client.get("/v1/jobs").json()["data"]] == [retry.json()["id"]]


def test_a_person_registers_orders_with_a_key_of_their_own_pays_and_leaves(
    client: TestClient, studio: Studio, fund: Callable[[str], None], drain: Callable[[], int]
) -> None:
    email = new_email()
    register(client, email)
    tokens = client.post(
        "/v1/auth/verify-email", json={"token": token_in(letters(studio)[0]), "password": PASSWORD}
    ).json()
    fund(tokens["user_id"])
    key = client.post("/v1/api_keys", json={"name": "Mine"}, headers=bearer(tokens)).json()
    headers = {"Authorization": f"Bearer {key['secret']}"}

    quote = client.post("/v1/quotes", json=SPEECH, headers=headers).json()
    job = client.post("/v1/jobs", json=SPEECH, headers=headers).json()
    drain()
    done = client.get(f"/v1/jobs/{job['id']}", headers=headers).json()
    statement = client.get("/v1/credits/statement", headers=headers).json()
    books = client.get("/v1/credits/verify", headers=headers).json()
    refreshed = client.post("/v1/auth/refresh", json={"refresh_token": tokens["refresh_token"]}).json()
    rotated = client.post(f"/v1/api_keys/{key['id']}/rotation", json={"overlap_seconds": 0}, headers=headers)
    export = client.get("/v1/me/export", headers=bearer(refreshed)).json()
    gone = client.request("DELETE", "/v1/me", json={"password": PASSWORD}, headers=bearer(refreshed))

    assert done["status"] == "completed"
    assert 0 <= done["credits"]["charged"] <= quote["credits"]
    assert {entry["reference"] for entry in statement["data"]} >= {job["id"]}
    assert books["ok"]
    assert rotated.status_code == 201
    assert [each["job_id"] for each in export["jobs"]] == [job["id"]]
    assert gone.status_code == 200
    assert client.get("/v1/me", headers=bearer(refreshed)).status_code == 401
    assert find_user_by_email(studio.database, email) is None


def test_an_administrator_looks_up_shuts_out_grants_and_reads_the_log(client: TestClient, studio: Studio) -> None:
    head, person = make_person(studio, "super_admin"), make_person(studio, "user")
    path = f"/v1/admin/users/{person.user_id}"

    answers = [
        client.get("/v1/admin/users?page=1&limit=2", headers=head.headers),
        client.get(f"/v1/admin/users?q={person.user_id}@", headers=head.headers),
        client.put(f"{path}/role", json={"role": "creator"}, headers=head.headers),
        client.post(f"{path}/credits", json={"credits": 5, "days": 1, "reason": "thanks"}, headers=head.headers),
        client.put(f"{path}/activity", json={"is_active": False}, headers=head.headers),
        client.get(f"/v1/admin/audit_log?resource_type=user&resource_id={person.user_id}", headers=head.headers),
        client.get("/v1/admin/credits/audit", headers=head.headers),
    ]

    assert [each.status_code for each in answers] == [200] * len(answers), [each.text for each in answers]
    assert [each["id"] for each in answers[1].json()["data"]] == [person.user_id]
    actions = ["user.deactivated", "credits.granted", "user.role_changed"]
    assert [each["action"] for each in answers[5].json()["data"]] == actions
    assert client.get("/v1/kinds", headers=person.headers).status_code == 401


def letters(studio: Studio) -> Sequence[Mail]:
    while (received := studio.errands.receive(wait=0)) is not None:
        take(studio, received, studio.errands)
    return [kept.mail for kept in S3Mailbox(studio.settings).letters()]


def test_a_project_is_filled_found_copied_and_deleted(client: TestClient) -> None:
    project_id = client.post("/v1/projects", json={"title": "Rice"}).json()["id"]
    film_id = client.post("/v1/films", json={**FILM, "project_id": project_id}).json()["id"]

    found = client.get("/v1/projects?search=ric").json()["data"]
    copy = client.post(f"/v1/projects/{project_id}/duplication").json()
    moved = client.patch(f"/v1/films/{film_id}", json={"project_id": copy["id"], "title": "Mine"}).json()
    kept = client.delete(f"/v1/projects/{copy['id']}?films=keep")

    assert [(each["id"], each["films"]) for each in found] == [(project_id, 1)]
    assert (copy["films"], moved["project_id"], moved["title"]) == (1, copy["id"], "Mine")
    assert kept.json()["deleted"]
    assert {each["project_id"] for each in client.get("/v1/films").json()["data"]} == {None}


def test_a_project_with_films_is_not_deleted_by_itself(client: TestClient) -> None:
    project_id = client.post("/v1/projects", json={"title": "Rice"}).json()["id"]
    client.post("/v1/films", json={**FILM, "project_id": project_id})

    refused = client.delete(f"/v1/projects/{project_id}")

    assert (refused.status_code, refused.json()["error"]["code"]) == (422, "project_not_empty")
