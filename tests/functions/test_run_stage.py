"""The Lambda that works the queue: what is dealt with goes, what must come again is reported back."""

from collections.abc import Callable
from typing import Any

import pytest
from aws_lambda_powertools.utilities.typing import LambdaContext

from functions.run_stage import handler as function
from mutoscope.jobs.job import JobStatus, find_job
from mutoscope.jobs.messages import JobMessage
from mutoscope.kinds.registry import require_kind
from mutoscope.studio import Studio

Event = Callable[[], dict[str, Any]]


@pytest.fixture(autouse=True)
def _this_studio(studio: Studio, monkeypatch: pytest.MonkeyPatch) -> None:
    """A Lambda opens the studio that its environment names; here that is this test's."""
    monkeypatch.setattr(function, "open_studio", lambda: studio)


def test_a_message_is_worked_and_gone(studio: Studio, order_speech: Callable[[], str], sqs_event: Event) -> None:
    job_id = order_speech()

    answer = function.handler(sqs_event(), LambdaContext())

    job = find_job(studio.database, job_id)
    assert answer == {"batchItemFailures": []}
    assert job is not None
    assert job.status is JobStatus.COMPLETED
    assert studio.work.receive(wait=0) is None


def test_a_message_that_must_come_again_is_reported_and_kept(
    studio: Studio, order_speech: Callable[[], str], sqs_event: Event
) -> None:
    job_id = order_speech()
    event = sqs_event()
    hold_stage(studio, job_id)

    answer = function.handler(event, LambdaContext())

    assert answer == {"batchItemFailures": [{"itemIdentifier": event["Records"][0]["messageId"]}]}
    again = studio.work.receive(wait=5)
    assert again is not None
    assert again.body == JobMessage(job_id=job_id, attempt=1).model_dump_json()


def test_a_message_that_is_none_of_ours_is_reported_and_kept(studio: Studio, sqs_event: Event) -> None:
    studio.work.send("hello, worker")
    event = sqs_event()

    answer = function.handler(event, LambdaContext())

    assert answer["batchItemFailures"] == [{"itemIdentifier": event["Records"][0]["messageId"]}]
    assert studio.work.receive(wait=5) is not None


def hold_stage(studio: Studio, job_id: str) -> None:
    """Another worker is at work on the job's stage."""
    job = find_job(studio.database, job_id)
    assert job is not None
    kind = require_kind(job.kind)
    assert kind.recipe is not None
    recipe = kind.recipe(kind.request.model_validate(job.parameters), studio.settings)
    key = recipe.stage.key(recipe.inputs)
    assert studio.live.take_lease(f"{job.user_id}/{key}", "another worker", 10)
