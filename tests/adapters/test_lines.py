"""The contract of `WorkQueue`: the first line that has something is served first, and none of them starves."""

import threading
from collections.abc import Callable
from typing import Any

import pytest

from mutoscope.adapters.aws.session import client
from mutoscope.adapters.aws.sqs_lines import FROM_THE_BACK, SqsLines
from mutoscope.ports import Line
from mutoscope.studio import Studio

Received = Callable[[], str | None]


@pytest.fixture
def lines(studio: Studio) -> SqsLines:
    """Another taker of the same queues, who has taken nothing yet."""
    return SqsLines(studio.settings)


@pytest.fixture
def take(lines: SqsLines) -> Received:
    def one() -> str | None:
        received = lines.receive(wait=0)
        if received is None:
            return None
        lines.delete(received.handle)
        return received.body

    return one


def test_the_first_line_that_has_something_is_served_first(studio: Studio, take: Received) -> None:
    for line in (Line.BATCH, Line.FILM, Line.INTERACTIVE):
        studio.work.send(line.name, line=line)

    assert [take(), take(), take(), take()] == ["INTERACTIVE", "FILM", "BATCH", None]


def test_one_in_eight_is_taken_from_the_back(studio: Studio, take: Received) -> None:
    studio.work.send("batch", line=Line.BATCH)
    for _ in range(FROM_THE_BACK):
        studio.work.send("interactive", line=Line.INTERACTIVE)

    taken = [take() for _ in range(FROM_THE_BACK)]

    assert taken == ["interactive"] * (FROM_THE_BACK - 1) + ["batch"]


@pytest.mark.parametrize("line", list(Line))
def test_whoever_waits_hears_of_every_line(studio: Studio, lines: SqsLines, line: Line) -> None:
    later = threading.Timer(0.3, studio.work.send, args=("hello",), kwargs={"line": line})
    later.start()

    received = lines.receive(wait=20)

    assert received is not None
    assert received.body == "hello"
    later.join()


def test_a_message_stays_in_its_line(studio: Studio, lines: SqsLines, take: Received) -> None:
    studio.work.send("batch", line=Line.BATCH)
    first = lines.receive(wait=0)
    assert first is not None
    lines.give_back(first)
    again = lines.receive(wait=0)
    assert again is not None
    studio.work.send("film")

    lines.extend(again.handle, 0)

    assert (again.body, again.receives) == ("batch", 1)
    assert [take(), take(), take()] == ["film", "batch", None]


def test_rings_are_no_messages(studio: Studio, lines: SqsLines) -> None:
    for _ in range(3):
        studio.work.send("a", line=Line.BATCH)

    received = [lines.receive(wait=0) for _ in range(4)]

    assert [each.body if each else None for each in received] == ["a", "a", "a", None]


def test_where_each_line_has_takers_of_its_own_nobody_rings(studio: Studio) -> None:
    quiet = SqsLines(studio.settings.model_copy(update={"rings_workers": False}))
    quiet.send("a", line=Line.INTERACTIVE)

    assert _length(studio, Line.FILM) == 0
    assert _length(studio, Line.INTERACTIVE) == 1


def test_what_lambda_took_is_known_by_its_queue(studio: Studio) -> None:
    studio.work.send("a", line=Line.BATCH)
    sqs, name = client("sqs", studio.settings), studio.settings.line_queue(Line.BATCH)
    url = sqs.get_queue_url(QueueName=name)["QueueUrl"]
    (message,) = sqs.receive_message(QueueUrl=url, WaitTimeSeconds=2)["Messages"]

    studio.work.delete(studio.work.handle(name, message["ReceiptHandle"]))

    assert _length(studio, Line.BATCH) == 0


def _length(studio: Studio, line: Line) -> int:
    sqs: Any = client("sqs", studio.settings)
    url = sqs.get_queue_url(QueueName=studio.settings.line_queue(line))["QueueUrl"]
    names = ["ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible"]
    return sum(map(int, sqs.get_queue_attributes(QueueUrl=url, AttributeNames=names)["Attributes"].values()))
