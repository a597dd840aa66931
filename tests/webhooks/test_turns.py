"""Turns: a receiver that is slow or dead delays nothing else, and nothing is lost with the queues."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

import pytest
from aws_lambda_powertools.utilities.typing import LambdaContext
from fastapi.testclient import TestClient

from functions.deliver_webhook import handler as function
from mutoscope.adapters.aws.session import client
from mutoscope.adapters.postgres.psycopg_database import PsycopgDatabase
from mutoscope.jobs.side_by_side import serve_side_by_side
from mutoscope.jobs.work import Disposition
from mutoscope.jobs.worker import take
from mutoscope.studio import Studio
from mutoscope.webhooks.telling import resume_webhooks

SendOut = Callable[[], None]


@contextmanager
def serving(studio: Studio) -> Iterator[None]:
    """A worker of this process for webhooks, with two places."""
    wanted = threading.Event()
    wanted.set()
    worker = threading.Thread(
        target=serve_side_by_side, args=(studio, wanted, studio.webhooks), kwargs={"at_once": 2}, daemon=True
    )
    worker.start()
    yield
    wanted.clear()
    worker.join()


def test_a_receiver_that_does_not_answer_holds_up_no_other(
    caller: Studio, api: TestClient, listen: Any, subscribe: Any, jobs: Any
) -> None:
    slow, quick = listen(), listen()
    slow.gate.clear()
    hook = subscribe(slow, "job.failed")
    subscribe(quick, "job.completed")

    with serving(caller):
        jobs.fail()
        reached = slow.came.wait(20)
        jobs.complete()
        reached = reached and quick.came.wait(20)
        [delivery] = api.get(f"/v1/webhooks/{hook['id']}/deliveries").json()["data"]
        slow.gate.set()

    assert reached
    assert delivery["tries"] == []


def test_a_studio_that_lost_its_queues_sends_what_it_owes(
    caller: Studio, api: TestClient, receiver: Any, subscribe: Any, jobs: Any, send_out: SendOut, sql: Any
) -> None:
    receiver.statuses = [500]
    hook = subscribe(receiver)
    jobs.complete()
    send_out()
    sql("UPDATE webhook_deliveries SET next_try_at = now() WHERE webhook_id = %s", hook["id"])
    send_out()
    before = len(receiver.requests)

    resume_webhooks(caller)
    send_out()

    assert (before, len(receiver.requests)) == (1, 2)


def test_while_the_database_is_away_a_turn_is_sent_anew_and_never_ends_among_the_dead_letters(
    caller: Studio, receiver: Any, subscribe: Any, jobs: Any
) -> None:
    subscribe(receiver)
    jobs.complete()
    received = caller.webhooks.receive(wait=1)
    assert received is not None
    away = PsycopgDatabase("postgresql://127.0.0.1:1/nothing")
    away.close()
    sqs, queue = client("sqs", caller.settings), caller.settings.webhook_queue
    asked = {"QueueUrl": sqs.get_queue_url(QueueName=queue)["QueueUrl"], "AttributeNames": ["All"]}
    before = sqs.get_queue_attributes(**asked)["Attributes"]["ApproximateNumberOfMessagesDelayed"]

    dealt_with = take(replace(caller, database=away), received, caller.webhooks)

    after = sqs.get_queue_attributes(**asked)["Attributes"]["ApproximateNumberOfMessagesDelayed"]
    assert (dealt_with, int(after) - int(before)) == (Disposition.DONE, 1)


def test_the_lambda_takes_a_turn(
    caller: Studio, receiver: Any, subscribe: Any, jobs: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(function, "open_studio", lambda: caller)
    subscribe(receiver)
    jobs.complete()

    answers = []
    while (received := caller.webhooks.receive(wait=0)) is not None:
        attributes = {"ApproximateReceiveCount": "1"}
        record = {"messageId": "m", "receiptHandle": received.handle, "body": received.body, "attributes": attributes}
        answers.append(function.handler({"Records": [{**record, "eventSource": "aws:sqs"}]}, LambdaContext()))

    assert answers == [{"batchItemFailures": []}] * 2
    assert len(receiver.requests) == 1
