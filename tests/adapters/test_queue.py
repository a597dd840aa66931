"""The contract of `Queue`: at least once, and ours until its visibility runs out."""

import pytest

from mutoscope.adapters.aws.sqs_queue import SqsQueue
from mutoscope.errors import Unavailable
from mutoscope.studio import Studio


def test_what_is_sent_is_received(studio: Studio) -> None:
    studio.work.send("वर्षा")

    received = studio.work.receive(wait=2)

    assert received is not None
    assert (received.body, received.receives) == ("वर्षा", 1)


def test_an_empty_queue_gives_nothing(studio: Studio) -> None:
    assert studio.work.receive(wait=0) is None


def test_a_received_message_is_nobody_elses(studio: Studio) -> None:
    studio.work.send("a")
    studio.work.receive(wait=2)

    assert studio.work.receive(wait=0) is None


def test_a_message_that_is_let_go_comes_again_and_is_counted(studio: Studio) -> None:
    studio.work.send("a")
    first = studio.work.receive(wait=2)
    assert first is not None

    studio.work.extend(first.handle, 0)

    again = studio.work.receive(wait=2)
    assert again is not None
    assert (again.body, again.receives) == ("a", 2)


def test_a_deleted_message_is_gone_and_deleting_it_twice_is_harmless(studio: Studio) -> None:
    studio.work.send("a")
    received = studio.work.receive(wait=2)
    assert received is not None

    studio.work.delete(received.handle)
    studio.work.delete(received.handle)
    studio.work.extend(received.handle, 0)

    assert studio.work.receive(wait=0) is None


def test_a_delayed_message_is_not_there_yet(studio: Studio) -> None:
    studio.work.send("a", delay=60)

    assert studio.work.receive(wait=0) is None


def test_a_queue_that_does_not_answer_is_unavailable(nowhere: Studio) -> None:
    with pytest.raises(Unavailable):
        nowhere.work.send("a")


def test_a_queue_that_is_not_there_yet_is_unavailable(studio: Studio) -> None:
    with pytest.raises(Unavailable):
        SqsQueue(studio.settings, "not-made-yet").receive(wait=0)
