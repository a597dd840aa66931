"""The fault matrix's row on the database: down for a while, and cut just after a commit."""

import time
from typing import Any

import psycopg
import pytest
from fastapi.testclient import TestClient

from mutoscope.studio import Studio

SPEECH = {"kind": "speech", "input": {"input": "Hello."}}
KEY = {"Idempotency-Key": "k"}
RECOVERY_SECONDS = 15


@pytest.mark.parametrize("seconds", [1, pytest.param(10, marks=pytest.mark.soak)])
def test_database_down_answers_503_with_retry_after_and_recovers_by_itself(
    patient: TestClient, road: Any, seconds: int
) -> None:
    job_id = patient.post("/v1/jobs", json=SPEECH).json()["id"]
    road.close()
    began = time.monotonic()

    during = [patient.get(f"/v1/jobs/{job_id}"), patient.post("/v1/jobs", json=SPEECH, headers=KEY)]
    time.sleep(max(0.0, seconds - (time.monotonic() - began)))
    road.build()
    after = until_answered(patient, f"/v1/jobs/{job_id}")
    ordered = patient.post("/v1/jobs", json=SPEECH, headers=KEY)

    assert [answer.status_code for answer in during] == [503, 503]
    assert all(int(answer.headers["retry-after"]) > 0 for answer in during)
    assert after.json()["id"] == job_id
    assert ordered.status_code == 202
    assert len(patient.get("/v1/jobs").json()["data"]) == 2


@pytest.mark.parametrize("statement", [b"accept_job(", b"reserve_answer(", b"idempotency_keys SET answer"])
def test_connection_cut_after_commit_and_the_retry_returns_the_first_result(
    patient: TestClient, studio: Studio, road: Any, statement: bytes
) -> None:
    path, body = ("/v1/jobs", SPEECH) if statement == b"accept_job(" else ("/v1/api_keys", {"name": "one"})
    patient.get(path)
    road.cut_after(statement)

    lost = patient.post(path, json=body, headers=KEY)
    let_lapse(studio)
    retry = patient.post(path, json=body, headers=KEY)
    again = patient.post(path, json=body, headers=KEY)

    assert (lost.status_code, lost.headers["retry-after"]) == (503, "3")
    assert retry.status_code in (201, 202)
    assert again.content == retry.content
    made = [item for item in patient.get(path).json()["data"] if item.get("name", "one") == "one"]
    assert [item["id"] for item in made] == [retry.json()["id"]]


def until_answered(client: TestClient, path: str) -> Any:
    """Asks as a client does, again and again; the matrix allows it fifteen seconds."""
    deadline = time.monotonic() + RECOVERY_SECONDS
    while (answer := client.get(path)).status_code == 503:
        assert time.monotonic() < deadline, "the studio did not recover"
    return answer


def let_lapse(studio: Studio) -> None:
    """What a minute would do to a reservation whose holder is gone."""
    with psycopg.connect(studio.settings.database_url) as connection:
        connection.execute("UPDATE idempotency_keys SET reserved_until = now() WHERE answer IS NULL")
