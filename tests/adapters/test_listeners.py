"""The contract of `Listeners`: who is connected, by connection and by user, and for how long."""

from dataclasses import replace

import pytest

from mutoscope.errors import Unavailable
from mutoscope.ports import EVERY_JOB, Listener
from mutoscope.studio import Studio

MINE = Listener("c1", "user_1", "key_1", 1_000)


def test_whoever_came_is_found_by_connection_and_by_user(studio: Studio) -> None:
    studio.listeners.add(MINE, 60)
    studio.listeners.add(replace(MINE, connection_id="c2"), 60)
    studio.listeners.add(replace(MINE, connection_id="c3", user_id="user_2"), 60)

    assert studio.listeners.find("c1") == MINE
    assert {each.connection_id for each in studio.listeners.of_user("user_1")} == {"c1", "c2"}
    assert studio.listeners.find("c4") is None


def test_what_is_followed_replaces_what_was(studio: Studio) -> None:
    studio.listeners.add(MINE, 60)

    studio.listeners.follow(MINE, frozenset(["job_1", "job_2"]))
    (some,) = studio.listeners.of_user("user_1")
    studio.listeners.follow(MINE, frozenset([EVERY_JOB]))
    (every,) = studio.listeners.of_user("user_1")
    studio.listeners.follow(MINE, frozenset())
    (none,) = studio.listeners.of_user("user_1")

    assert [some.follows("job_1"), some.follows("job_3")] == [True, False]
    assert every.follows("job_3")
    assert not none.follows("job_1")


def test_whoever_left_is_not_brought_back_by_what_they_asked(studio: Studio) -> None:
    studio.listeners.add(MINE, 60)
    studio.listeners.remove("c1")
    studio.listeners.remove("c1")

    studio.listeners.follow(MINE, frozenset([EVERY_JOB]))

    assert studio.listeners.of_user("user_1") == []
    assert studio.listeners.find("c1") is None


def test_a_connection_that_is_over_by_the_clock_is_none(studio: Studio) -> None:
    studio.listeners.add(MINE, -1)

    assert studio.listeners.of_user("user_1") == []
    assert studio.listeners.find("c1") is None


def test_what_is_told_of_a_job_is_counted_for_itself(studio: Studio) -> None:
    assert [studio.listeners.next_version(job) for job in ("job_1", "job_1", "job_2")] == [1, 2, 1]


def test_listeners_that_cannot_be_asked_are_unavailable(nowhere: Studio) -> None:
    with pytest.raises(Unavailable):
        nowhere.listeners.of_user("user_1")
    with pytest.raises(Unavailable):
        nowhere.sockets.post("c1", "{}")
