"""Accepting: once for each idempotency key, the whole order or nothing of it, and always sent in the end."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from fastapi.testclient import TestClient

from mutoscope.audit.change import Change
from mutoscope.errors import UniqueViolation
from mutoscope.films.film import find_film
from mutoscope.films.request import ScriptRequest
from mutoscope.idempotency import Idempotency
from mutoscope.identifiers import new_id
from mutoscope.jobs.job import JobStatus, find_job
from mutoscope.jobs.messages import JobMessage, read_message
from mutoscope.jobs.resume import check
from mutoscope.jobs.submit import FilmChange, NewJob, accept, answered_before
from mutoscope.kinds.speech import SpeechRequest
from mutoscope.ports import Received
from mutoscope.studio import Studio

SPEECH = {"kind": "speech", "input": {"input": "Hello."}}

APPROVED = {"actor": {}, "change": Change("film.approved", "film", "film_1").values()}


def test_an_accepted_job_is_queued_and_sent_at_its_first_attempt(
    studio: Studio, order_speech: Callable[[], str], receive: Callable[[], Received]
) -> None:
    job_id = order_speech()

    job = find_job(studio.database, job_id)
    assert job is not None
    assert (job.status, job.attempt) == (JobStatus.QUEUED, 1)
    assert read_message(receive().body) == JobMessage(job_id=job_id, attempt=1)


def test_an_order_that_cannot_be_recorded_leaves_nothing_behind(
    studio: Studio, user: str, order_speech: Callable[[], str]
) -> None:
    twice = NewJob(order_speech(), user, "film", SpeechRequest(input="Hello."), price=1)
    request = ScriptRequest.model_validate({"scenes": [{"narration": "Hello."}]})
    film = FilmChange(new_id("film"), request, None, script_given=False, approved=False)
    key, ordered = Idempotency("a-key", "a-fingerprint"), Change("film.ordered", "film", film.film_id)

    with pytest.raises(UniqueViolation):
        accept(studio, twice, answer="{}", change=ordered, film=film, idempotency=key)

    assert find_film(studio.database, film.film_id) is None
    assert answered_before(studio, user, key) is None


def test_a_job_whose_sender_died_is_sent_by_the_check_and_only_once(
    studio: Studio, user: str, receive: Callable[[], Received]
) -> None:
    job_id = new_id("job")
    job = {"job_id": job_id, "user_id": user, "kind": "speech", "parameters": {"input": "Hello."}}
    studio.database.row(
        "accept_job",
        actor={},
        change=Change("job.ordered", "job", job_id).values(),
        job=job,
        film=None,
        idempotency=None,
    )

    check(studio, job_id)
    check(studio, job_id)

    assert read_message(receive().body) == JobMessage(job_id=job_id, attempt=1)
    assert studio.work.receive(wait=0) is None


def test_a_check_of_a_job_that_was_never_accepted_ends_quietly(studio: Studio) -> None:
    check(studio, new_id("job"))

    assert studio.work.receive(wait=0) is None


def test_the_same_key_and_parameters_are_answered_byte_for_byte(client: TestClient, drain: Callable[[], int]) -> None:
    first = client.post("/v1/jobs", json=SPEECH, headers={"Idempotency-Key": "k"})
    drain()

    again = client.post("/v1/jobs", json=SPEECH, headers={"Idempotency-Key": "k"})

    assert again.status_code == first.status_code == 202
    assert again.content == first.content
    assert len(client.get("/v1/jobs").json()["data"]) == 1


def test_a_film_ordered_as_a_job_is_answered_byte_for_byte_too(client: TestClient, drain: Callable[[], int]) -> None:
    order = {"kind": "film", "input": {"script": "Hello.", "aspect": "1:1", "music": "none"}}
    first = client.post("/v1/jobs", json=order, headers={"Idempotency-Key": "k"})
    client.delete(f"/v1/jobs/{first.json()['id']}")

    again = client.post("/v1/jobs", json=order, headers={"Idempotency-Key": "k"})

    assert again.content == first.content
    assert first.json()["kind"] == "film"
    assert first.json()["film_id"].startswith("film_")


def test_the_order_of_an_inputs_fields_does_not_matter_to_its_key(client: TestClient) -> None:
    one = {"kind": "speech", "input": {"input": "Hello.", "language": "en"}}
    other = {"kind": "speech", "input": {"language": "en", "input": "Hello."}}
    first = client.post("/v1/jobs", json=one, headers={"Idempotency-Key": "k"})

    again = client.post("/v1/jobs", json=other, headers={"Idempotency-Key": "k"})

    assert again.content == first.content


def test_the_same_key_with_other_parameters_is_refused(client: TestClient) -> None:
    client.post("/v1/jobs", json=SPEECH, headers={"Idempotency-Key": "k"})

    other = {"kind": "speech", "input": {"input": "Good-bye."}}
    answer = client.post("/v1/jobs", json=other, headers={"Idempotency-Key": "k"})

    assert answer.status_code == 422
    assert answer.json()["error"]["code"] == "idempotency_key_reused"
    assert answer.json()["error"]["param"] == "Idempotency-Key"
    assert len(client.get("/v1/jobs").json()["data"]) == 1


def test_posts_of_one_key_at_the_same_moment_make_one_job(client: TestClient) -> None:
    def post(_: int) -> bytes:
        return client.post("/v1/jobs", json=SPEECH, headers={"Idempotency-Key": "k"}).content

    with ThreadPoolExecutor(8) as threads:
        answers = set(threads.map(post, range(8)))

    assert len(answers) == 1
    assert len(client.get("/v1/jobs").json()["data"]) == 1


def test_a_key_means_nothing_to_another_user(studio: Studio, user: str, client: TestClient) -> None:
    client.post("/v1/jobs", json=SPEECH, headers={"Idempotency-Key": "k"})

    assert answered_before(studio, new_id("user"), Idempotency("k", "any")) is None
