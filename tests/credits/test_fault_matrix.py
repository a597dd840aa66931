"""The fault matrix, as far as it is about money: nothing lost, nobody charged twice, nothing held that is over."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import Any

import pytest
from fastapi.testclient import TestClient

from mutoscope.audit.change import Change
from mutoscope.credits.ledger import Ledger, Wallet
from mutoscope.identifiers import new_id
from mutoscope.jobs.finish import complete
from mutoscope.jobs.job import Job, JobResult, JobStatus, find_job
from mutoscope.jobs.messages import BuildState, JobMessage, StageMessage, read_message
from mutoscope.jobs.pulse import Pulse
from mutoscope.jobs.resume import check
from mutoscope.jobs.worker import take
from mutoscope.kinds.registry import require_kind
from mutoscope.ports import Received
from mutoscope.stages.perform import MOST_RUNS, Order, perform
from mutoscope.studio import Studio

MEANS = 100_000
FILM = {"script": "One scene.", "aspect": "1:1", "music": "none", "captions": "none"}


@pytest.fixture
def wallet(studio: Studio, user: str) -> Callable[[], Wallet]:
    """The user's wallet, whose books add up."""

    def look() -> Wallet:
        ledger = Ledger(studio.database)
        assert ledger.verify(user) == ()
        return ledger.wallet(user)

    return look


@pytest.fixture
def receive(studio: Studio) -> Callable[[], Received]:
    def take_next() -> Received:
        received = studio.work.receive(wait=5)
        assert received is not None
        return received

    return take_next


@pytest.fixture
def pulse() -> Iterator[Pulse]:
    with Pulse() as beating:
        yield beating


def job_of(studio: Studio, job_id: str) -> Job:
    job = find_job(studio.database, job_id)
    assert job is not None
    return job


def accept(studio: Studio, user: str, **more: object) -> str:
    """A job of five credits that is accepted and not sent, as if its process had died just then."""
    job_id = new_id("job")
    job = {"job_id": job_id, "user_id": user, "kind": "speech", "parameters": {"input": "Hello."}, "credits": 5, **more}
    ordered = {"actor": {}, "change": Change("job.ordered", "job", job_id).values()}
    studio.database.row("accept_job", job=job, film=None, idempotency=None, **ordered)
    return job_id


def test_worker_sigkill_between_s3_put_and_capture_is_charged_once(
    studio: Studio, order_speech: Callable[[], str], receive: Any, pulse: Pulse, wallet: Callable[[], Wallet]
) -> None:
    job, message = job_of(studio, order_speech()), receive()
    kind = require_kind(job.kind)
    assert kind.recipe is not None
    recipe = kind.recipe(kind.request.model_validate(job.parameters), studio.settings)
    perform(Order(studio=studio, job=job, scene=None, pulse=pulse), recipe.stage, recipe.inputs)
    between = wallet()

    take(studio, message)
    take(studio, message)

    assert (between.available, between.held) == (MEANS - 1, 1)
    assert job_of(studio, job.job_id).status is JobStatus.COMPLETED
    assert (wallet().available, wallet().held, wallet().sequence) == (MEANS - 1, 0, 3)


def test_duplicate_or_concurrent_delivery_is_one_capture(
    studio: Studio, order_speech: Callable[[], str], receive: Any, wallet: Callable[[], Wallet]
) -> None:
    job_id, message = order_speech(), receive()

    with ThreadPoolExecutor(4) as threads:
        list(threads.map(lambda _: take(studio, message), range(4)))
    while not job_of(studio, job_id).status.is_over:
        take(studio, receive())

    assert job_of(studio, job_id).credits.charged == 1
    assert (wallet().available, wallet().held, wallet().sequence) == (MEANS - 1, 0, 3)


def test_poison_message_releases_its_hold_and_the_rest_is_done(
    studio: Studio, order_speech: Callable[..., str], drain: Callable[[], int], wallet: Callable[[], Wallet]
) -> None:
    poisoned, others = order_speech("Poison."), [order_speech(f"Word {number}.") for number in range(2)]
    for _ in range(MOST_RUNS):
        studio.live.count_run(poisoned, "voice", None)

    drain()

    assert job_of(studio, poisoned).status is JobStatus.FAILED
    assert [job_of(studio, job_id).credits.charged for job_id in (poisoned, *others)] == [0, 1, 1]
    assert (wallet().available, wallet().held) == (MEANS - 2, 0)


def test_api_dies_between_hold_and_enqueue_and_the_check_sends_once(
    studio: Studio, user: str, receive: Any, wallet: Callable[[], Wallet]
) -> None:
    job_id = accept(studio, user)

    check(studio, job_id)
    check(studio, job_id)

    assert read_message(receive().body) == JobMessage(job_id=job_id, attempt=1)
    assert studio.work.receive(wait=0) is None
    assert wallet().held == 5


def test_api_dies_before_the_hold_and_nothing_is_held(studio: Studio, wallet: Callable[[], Wallet]) -> None:
    check(studio, new_id("job"))

    assert (wallet().available, wallet().held) == (MEANS, 0)


def test_a_hold_whose_job_is_gone_is_released_by_its_check(
    studio: Studio, user: str, wallet: Callable[[], Wallet]
) -> None:
    job_id = new_id("job")
    Ledger(studio.database).hold(user, job_id, 5, seconds=60)

    check(studio, job_id)

    assert (wallet().available, wallet().held) == (MEANS, 0)


def test_hold_expires_while_the_worker_runs_and_the_late_capture_is_no_charge(
    studio: Studio, user: str, wallet: Callable[[], Wallet]
) -> None:
    job = job_of(studio, accept(studio, user, hold_seconds=0))

    delivered = complete(studio, job, JobResult(files={}, facts={}))

    over = job_of(studio, job.job_id)
    assert not delivered
    assert over.error is not None
    assert (over.status, over.error.code, over.result) == (JobStatus.FAILED, "hold_expired", None)
    assert (wallet().available, wallet().held) == (MEANS, 0)


def test_an_expired_hold_is_released_by_the_jobs_check(studio: Studio, user: str, wallet: Callable[[], Wallet]) -> None:
    job_id = accept(studio, user, hold_seconds=0)

    check(studio, job_id)

    assert job_of(studio, job_id).status is JobStatus.FAILED
    assert (wallet().available, wallet().held) == (MEANS, 0)
    assert studio.work.receive(wait=0) is None


def test_connection_cut_after_commit_and_the_retry_changes_nothing(
    studio: Studio, client: TestClient, drain: Callable[[], int], wallet: Callable[[], Wallet]
) -> None:
    order = {"kind": "speech", "input": {"input": "Hello."}}
    answers = [client.post("/v1/jobs", json=order, headers={"Idempotency-Key": "k"}) for _ in range(2)]
    drain()
    job = job_of(studio, answers[0].json()["id"])

    again = complete(studio, job, JobResult(files={}, facts={"late": 1}))

    assert answers[0].content == answers[1].content
    assert not again
    assert (wallet().available, wallet().held, wallet().sequence) == (MEANS - 1, 0, 3)


def test_step_functions_timeout_is_compensated_once_and_the_late_success_is_ignored(
    studio: Studio, client: TestClient, wallet: Callable[[], Wallet]
) -> None:
    job_id = client.post("/v1/films", json=FILM).json()["job_id"]
    state = BuildState(job_id=job_id, attempt=1, error={"Error": "States.Timeout", "Cause": ""})
    late = StageMessage(stage="settle_failed", token="gone", retry=0, state=state)
    message = Received(body=late.model_dump_json(), handle="gone", receives=1)

    for _ in range(2):
        take(studio, message)
    delivered = complete(
        studio, replace(job_of(studio, job_id), status=JobStatus.IN_PROGRESS), JobResult(files={}, facts={})
    )

    assert not delivered
    assert job_of(studio, job_id).status is JobStatus.FAILED
    assert (wallet().available, wallet().held, wallet().sequence) == (MEANS, 0, 3)


@pytest.mark.parametrize("stage", ["write", "voice", "picture", "segment", "score", "master"])
def test_killing_each_stage_of_a_film_gives_everything_back(
    studio: Studio, client: TestClient, receive: Any, stage: str, wallet: Callable[[], Wallet]
) -> None:
    job_id = client.post("/v1/films", json={**FILM, "music": "calm"}).json()["job_id"]
    for scene in (None, "s01"):
        for _ in range(MOST_RUNS):
            studio.live.count_run(job_id, stage, scene)

    while not job_of(studio, job_id).status.is_over:
        take(studio, receive())

    assert job_of(studio, job_id).status is JobStatus.FAILED
    assert job_of(studio, job_id).credits.charged == 0
    assert (wallet().available, wallet().held) == (MEANS, 0)
