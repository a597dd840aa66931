"""Working: once however often a message comes, never on what is over, and every failure settles its job."""

import errno
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import Any

import pytest
from fastapi.testclient import TestClient

from mutoscope.errors import EngineBusy, EngineFailed, HandedBack, Unavailable
from mutoscope.jobs.job import Job, JobError, JobStatus, find_job
from mutoscope.jobs.messages import StageMessage, read_message
from mutoscope.jobs.pulse import Pulse
from mutoscope.jobs.work import DONE, Disposition, run_stage, work
from mutoscope.jobs.worker import take
from mutoscope.ports import MarkState, Received
from mutoscope.stages.perform import MOST_RUNS
from mutoscope.studio import Studio

Receive = Callable[[], Received]
Order = Callable[..., str]
WorkOff = Callable[[str], Job]


@pytest.fixture
def busy() -> EngineBusy:
    return EngineBusy(engine="failing", reason="too many ask it")


@pytest.fixture
def failed() -> EngineFailed:
    return EngineFailed(engine="failing", reason="it cannot say that")


def test_a_redelivered_stage_runs_once(
    studio: Studio,
    order_film: Order,
    receive: Receive,
    stage_message: Callable[[], StageMessage],
    speaker: Any,
    pulse: Pulse,
) -> None:
    job_id = order_film()
    take(studio, receive())
    voice = receive()

    outcomes = [work(studio, voice, pulse), work(studio, voice, pulse)]

    assert outcomes == [DONE, DONE]
    assert speaker.asked == 1
    [mark] = [mark for mark in studio.live.marks(job_id) if mark.name == "voice"]
    assert (mark.state, mark.runs, mark.cached) == (MarkState.DONE, 1, False)
    assert {stage_message().stage, stage_message().stage} == {"score", "picture"}


def test_a_redelivered_job_runs_once(
    studio: Studio, order_speech: Order, receive: Receive, speaker: Any, pulse: Pulse
) -> None:
    job_id, message = order_speech(), receive()
    work(studio, message, pulse)
    first = find_job(studio.database, job_id)

    outcome = work(studio, message, pulse)

    assert outcome == DONE
    assert speaker.asked == 1
    assert find_job(studio.database, job_id) == first


def test_of_two_workers_with_the_same_stage_one_works_and_the_other_waits(
    studio: Studio, order_speech: Order, receive: Receive, speaker: Any, pulse: Pulse
) -> None:
    speaker.may_go_on.clear()
    order_speech()
    message = receive()

    with ThreadPoolExecutor(1) as other, Pulse() as its_pulse:
        first = other.submit(work, studio, message, its_pulse)
        assert speaker.began.wait(5)
        second = work(studio, message, pulse)
        speaker.may_go_on.set()

    assert first.result() == DONE
    assert second.disposition is Disposition.AGAIN
    assert second.delay > 0
    assert speaker.asked == 1


def test_a_message_that_is_held_up_often_comes_back_ever_later(
    studio: Studio, order_speech: Order, receive: Receive, speaker: Any, pulse: Pulse
) -> None:
    speaker.may_go_on.clear()
    order_speech()
    message = receive()

    with ThreadPoolExecutor(1) as other, Pulse() as its_pulse:
        other.submit(work, studio, message, its_pulse)
        assert speaker.began.wait(5)
        delays = [work(studio, replace(message, receives=count), pulse).delay for count in (1, 5, 30)]
        speaker.may_go_on.set()

    assert delays == [2, 10, 30]


def test_a_cancelled_film_is_not_worked_on(
    studio: Studio, client: TestClient, order_film: Order, receive: Receive, drain: Callable[[], int]
) -> None:
    job_id, message = order_film(), receive()
    client.delete(f"/v1/jobs/{job_id}")

    take(studio, message)

    assert studio.live.marks(job_id) == []
    assert drain() == 0


def test_a_deleted_film_is_not_worked_on(
    studio: Studio, client: TestClient, order_film: Order, receive: Receive, drain: Callable[[], int]
) -> None:
    job_id, message = order_film(), receive()
    film_id = client.get(f"/v1/jobs/{job_id}").json()["film_id"]
    client.delete(f"/v1/films/{film_id}")
    client.delete(f"/v1/films/{film_id}")

    take(studio, message)

    assert find_job(studio.database, job_id) is None
    assert studio.live.marks(job_id) == []


def test_a_stage_of_an_earlier_attempt_is_answered_that_the_build_is_over(
    studio: Studio, order_film: Order, receive: Receive, stage_message: Callable[[], StageMessage]
) -> None:
    job_id, message = order_film(), receive()
    studio.database.row("next_attempt", job_id=job_id)

    take(studio, message)

    ending = stage_message()
    assert ending.stage == "settle_failed"
    assert (ending.state.error or {})["Error"] == "Build.Over"
    assert studio.live.marks(job_id) == []


def test_a_job_of_an_earlier_attempt_is_not_worked_on(
    studio: Studio, order_speech: Order, receive: Receive, speaker: Any, pulse: Pulse
) -> None:
    job_id, message = order_speech(), receive()
    studio.database.row("next_attempt", job_id=job_id)

    outcome = work(studio, message, pulse)

    assert outcome == DONE
    assert speaker.asked == 0


def test_a_passing_failure_is_tried_three_times_and_then_fails_the_film(
    order_film: Order, work_off: WorkOff, speaker: Any, busy: EngineBusy
) -> None:
    speaker.failures = [busy, busy, busy]

    job = work_off(order_film())

    assert speaker.asked == 3
    assert job.status is JobStatus.FAILED
    assert job.error == JobError(code="engine_busy", message=busy.message, hint=busy.advice, stage="voice", scene="s01")


def test_a_final_failure_fails_the_film_at_once_and_no_further_work_starts(
    studio: Studio,
    client: TestClient,
    order_film: Order,
    work_off: WorkOff,
    drain: Callable[[], int],
    speaker: Any,
    failed: EngineFailed,
) -> None:
    speaker.failures = [failed]
    job = work_off(order_film("Hello.\n\nGood-bye.\n\nThe end."))

    drain()

    assert job.error is not None
    assert (job.error.code, job.error.stage) == ("engine_failed", "voice")
    assert speaker.asked == 1
    assert {mark.name: mark.state for mark in studio.live.marks(job.job_id)} == {
        "write": MarkState.DONE,
        "voice": MarkState.FAILED,
    }
    assert find_job(studio.database, job.job_id) == job


def test_a_failed_film_is_announced_once(
    studio: Studio, order_film: Order, work_off: WorkOff, drain: Callable[[], int], speaker: Any, failed: EngineFailed
) -> None:
    speaker.failures = [failed]
    job = work_off(order_film())

    drain()

    assert [event["event"] for event in studio.live.events(job.job_id)] == ["job.failed"]


def test_a_job_of_one_stage_is_tried_three_times_with_growing_pauses(
    studio: Studio, order_speech: Order, receive: Receive, speaker: Any, busy: EngineBusy, pulse: Pulse
) -> None:
    speaker.failures = [busy, busy, busy]
    job_id, message = order_speech(), receive()

    outcomes = [work(studio, replace(message, receives=count), pulse) for count in (1, 2, 3)]

    job = find_job(studio.database, job_id)
    assert [outcome.delay for outcome in outcomes] == [2, 4, 0]
    assert job is not None
    assert job.error is not None
    assert (job.status, job.error.code) == (JobStatus.FAILED, "engine_busy")


def test_a_delivery_is_no_attempt(
    studio: Studio, order_speech: Order, receive: Receive, speaker: Any, busy: EngineBusy, pulse: Pulse
) -> None:
    """A message may have come often before, because workers left or the stage was held."""
    speaker.failures = [busy]
    job_id, message = order_speech(), receive()

    outcomes = [work(studio, replace(message, receives=count), pulse) for count in (8, 9)]

    job = find_job(studio.database, job_id)
    assert [outcome.delay for outcome in outcomes] == [2, 0]
    assert job is not None
    assert job.status is JobStatus.COMPLETED


def test_what_a_leaving_worker_hands_back_costs_no_attempt_and_comes_as_new(
    studio: Studio, order_speech: Order, receive: Receive, speaker: Any, busy: EngineBusy
) -> None:
    gone = HandedBack(what="The worker")
    speaker.failures = [*[gone] * (MOST_RUNS + 1), busy, busy]
    job_id = order_speech()
    for _ in range(MOST_RUNS + 1):
        assert take(studio, receive()) is Disposition.HANDED_BACK

    again = receive()

    assert again.receives == 1
    assert [take(studio, again) for _ in range(3)] == [Disposition.AGAIN, Disposition.AGAIN, Disposition.DONE]
    job = find_job(studio.database, job_id)
    assert job is not None
    assert job.status is JobStatus.COMPLETED


def test_a_full_disk_is_a_passing_failure(
    studio: Studio, order_speech: Order, receive: Receive, speaker: Any, pulse: Pulse
) -> None:
    speaker.failures = [OSError(errno.ENOSPC, "No space left on device")]
    job_id, message = order_speech(), receive()

    first, second = work(studio, message, pulse), work(studio, replace(message, receives=2), pulse)

    job = find_job(studio.database, job_id)
    assert (first.disposition, second) == (Disposition.AGAIN, DONE)
    assert job is not None
    assert job.status is JobStatus.COMPLETED


def test_a_record_that_does_not_answer_fails_no_job(
    studio: Studio, no_database: Studio, order_speech: Order, receive: Receive, pulse: Pulse
) -> None:
    job_id, message = order_speech(), receive()

    with pytest.raises(Unavailable):
        work(no_database, replace(message, receives=3), pulse)

    job = find_job(studio.database, job_id)
    assert job is not None
    assert job.status is JobStatus.QUEUED


def test_a_result_that_was_stored_but_not_called_back_is_not_made_again(
    studio: Studio,
    order_film: Order,
    receive: Receive,
    stage_message: Callable[[], StageMessage],
    speaker: Any,
    pulse: Pulse,
) -> None:
    order_film()
    take(studio, receive())
    voice = receive()
    asked = read_message(voice.body)
    assert isinstance(asked, StageMessage)
    run_stage(studio, asked, pulse)

    take(studio, voice)

    assert speaker.asked == 1
    assert {stage_message().stage, stage_message().stage} == {"score", "picture"}


def test_a_stage_that_keeps_killing_its_worker_is_given_up_on(
    studio: Studio, order_speech: Order, receive: Receive, speaker: Any, pulse: Pulse
) -> None:
    job_id, message = order_speech(), receive()
    for _ in range(MOST_RUNS):
        studio.live.count_run(job_id, "voice", None)

    work(studio, message, pulse)

    job = find_job(studio.database, job_id)
    assert job is not None
    assert job.error is not None
    assert job.error.code == "stage_keeps_dying"
    assert speaker.asked == 0


def test_a_success_that_comes_after_the_cancel_changes_nothing(
    studio: Studio, client: TestClient, order_speech: Order, receive: Receive, speaker: Any, pulse: Pulse
) -> None:
    speaker.may_go_on.clear()
    job_id, message = order_speech(), receive()

    with ThreadPoolExecutor(1) as other:
        late = other.submit(work, studio, message, pulse)
        assert speaker.began.wait(5)
        client.delete(f"/v1/jobs/{job_id}")
        speaker.may_go_on.set()

    job = find_job(studio.database, job_id)
    assert late.result() == DONE
    assert job is not None
    assert (job.status, job.result) == (JobStatus.CANCELLED, None)
    assert studio.live.events(job_id) == []


def test_an_unknown_stage_fails_its_job(studio: Studio, order_film: Order, receive: Receive, work_off: WorkOff) -> None:
    job_id, message = order_film(), receive()

    take(studio, replace(message, body=message.body.replace('"write"', '"dream"')))

    assert work_off(job_id).status is JobStatus.FAILED
