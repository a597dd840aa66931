"""The interface that the requirement documents print: their envelope, camelCase, statuses and pages."""

import time
from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from mutoscope.ports import Line
from tests.clients.conftest import Server


@pytest.fixture(scope="module")
def api(server: Server) -> Iterator[httpx.Client]:
    headers = {"Authorization": f"Bearer {server.key}"}
    with httpx.Client(base_url=f"{server.url}/api", headers=headers, timeout=60) as opened:
        yield opened


def over(api: httpx.Client, path: str) -> dict[str, Any]:
    """The data of a job, once it is over."""
    until = time.monotonic() + 60
    while True:
        data: dict[str, Any] = api.get(path).json()["data"]
        if data["status"] in ("COMPLETED", "FAILED") or time.monotonic() > until:
            return data
        time.sleep(0.2)


def test_speech_is_ordered_polled_and_fetched_as_the_documents_print_it(api: httpx.Client) -> None:
    ordered = api.post("/tts/generate", json={"text": "Rice grows in water."})
    data = over(api, f"/tts/status/{ordered.json()['data']['jobId']}")

    sound = api.get(data["result"]["audioUrl"])

    assert ordered.status_code == 202
    assert set(ordered.json()) == {"success", "data", "message"}
    assert ordered.json()["success"] is True
    assert (ordered.json()["data"]["status"], ordered.json()["data"]["progress"]) == ("QUEUED", 0)
    assert (data["status"], data["progress"], data["estimatedTime"]) == ("COMPLETED", 100, None)
    assert sound.headers["content-type"] == "audio/mpeg"


@pytest.mark.parametrize(
    ("order", "body", "status", "result"),
    [
        ("/photo/generate-dalle", {"prompt": "A rice field", "size": "512x512"}, "/photo/job", "imageUrl"),
        ("/scripts/generate", {"topic": "Rice", "duration": 20}, "/scripts/status", "jsonUrl"),
        ("/images/recommend", {"script": "Rice grows in water. It feeds us."}, "/images/status", "jsonUrl"),
        ("/video/generate-text-to-video", {"prompt": "A rice field", "duration": 2}, "/video/job", "videoUrl"),
    ],
)
def test_every_order_is_a_job_with_addresses_of_what_it_made(
    api: httpx.Client, order: str, body: dict[str, Any], status: str, result: str
) -> None:
    answer = api.post(order, json=body)
    assert answer.status_code == 202, answer.text

    data = over(api, f"{status}/{answer.json()['data']['jobId']}")

    assert data["status"] == "COMPLETED", data
    assert api.get(data["result"][result]).status_code == 200


def test_a_picture_that_was_made_is_analysed(api: httpx.Client) -> None:
    made = api.post("/photo/generate-dalle", json={"prompt": "A rice field", "size": "512x512"}).json()["data"]
    over(api, f"/status/{made['jobId']}")

    asked = api.post("/analysis/image", json={"image": made["jobId"]}).json()["data"]

    assert over(api, f"/analysis/status/{asked['jobId']}")["status"] == "COMPLETED"


def test_films_are_listed_by_pages_as_the_documents_print_them(server: Server) -> None:
    with httpx.Client(base_url=f"{server.url}/api", headers={"Authorization": f"Bearer {server.another_key()}"}) as api:
        for topic in ("Rice", "Tea", "Salt"):
            api.post("/veo3/generate", json={"topic": topic, "duration": 10, "aspectRatio": "1:1"})

        answer = api.get("/videos?page=2&limit=2&sort=createdAt&order=desc").json()

    assert [item["title"] for item in answer["data"]["items"]] == ["Rice"]
    assert answer["data"]["pagination"] == {
        "page": 2, "limit": 2, "total": 3, "totalPages": 2, "hasNext": False, "hasPrev": True,
    }  # fmt: skip


def test_a_batch_makes_each_of_its_items_in_the_last_line(api: httpx.Client, server: Server) -> None:
    body = {"kind": "speech", "items": [{"input": "One."}, {"input": "Two."}]}
    keyed = {"Idempotency-Key": "batch-of-two"}
    batch = api.post("/batch", json=body, headers=keyed)
    again = api.post("/batch", json=body, headers=keyed)

    data = over(api, f"/batch/{batch.json()['data']['batchId']}")

    jobs = server.studio.database.rows("list_jobs_desc", user_id=server.user_id, after="job_z", limit=2, skip=0)
    assert [job["line"] for job in jobs] == [Line.BATCH, Line.BATCH]
    assert batch.content == again.content
    assert data == {**data, "status": "COMPLETED", "total": 2, "completed": 2, "failed": 0}


def test_what_is_wrong_is_told_in_their_envelope(api: httpx.Client, server: Server) -> None:
    invalid = api.post("/tts/generate", json={"text": ""})
    unknown = api.get("/status/nothing")
    stranger = httpx.get(f"{server.url}/api/videos")

    assert [each.status_code for each in (invalid, unknown, stranger)] == [422, 404, 401]
    for answer in (invalid, unknown, stranger):
        assert answer.json()["success"] is False
        assert {"code", "message", "details"} <= answer.json()["error"].keys()
    assert invalid.json()["error"]["details"][0]["field"] == "text"


def test_a_job_of_somebody_else_is_not_found(api: httpx.Client, server: Server) -> None:
    job_id = api.post("/tts/generate", json={"text": "Mine."}).json()["data"]["jobId"]
    theirs = {"Authorization": f"Bearer {server.another_key()}"}

    assert httpx.get(f"{server.url}/api/tts/status/{job_id}", headers=theirs).status_code == 404


def test_an_account_is_opened_by_letter_and_a_wrong_password_lets_nobody_in(server: Server) -> None:
    with httpx.Client(base_url=f"{server.url}/api/auth") as api:
        body = {"email": "mira@example.com", "username": "mira_doc", "name": "Mira", "password": "a heron on a jetty"}
        registered = api.post("/register", json=body)
        refused = api.post("/login", json={"email": "mira@example.com", "password": "a wrong guess"})
        unrefreshed = api.post("/refresh", json={"refreshToken": "nothing"})

    assert (registered.status_code, registered.json()["data"]) == (200, {"email": "mira@example.com"})
    assert (refused.status_code, unrefreshed.status_code) == (401, 401)
