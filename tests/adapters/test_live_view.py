"""The contract of `LiveView`: marks, counted runs, events in order, and leases that run out."""

import pytest

from mutoscope.adapters.aws.dynamodb_live_view import DynamoDbLiveView
from mutoscope.errors import Unavailable
from mutoscope.ports import MarkState, StageMark
from mutoscope.studio import Studio

RUNNING = StageMark("voice", "s01", MarkState.RUNNING, 1, cached=False, seconds=0.0, progress=0.25)
DONE = StageMark("voice", "s01", MarkState.DONE, 1, cached=False, seconds=1.5, progress=1.0)
SCORE = StageMark("score", None, MarkState.DONE, 0, cached=True, seconds=0.0, progress=1.0)


def test_a_mark_replaces_the_one_before_and_no_other(studio: Studio) -> None:
    for mark in (SCORE, RUNNING, DONE):
        studio.live.mark("job_1", mark)

    assert set(studio.live.marks("job_1")) == {DONE, SCORE}
    assert studio.live.marks("job_2") == []


def test_runs_are_counted_for_each_stage_of_each_scene(studio: Studio) -> None:
    counts = [
        studio.live.count_run("job_1", "voice", "s01"),
        studio.live.count_run("job_1", "voice", "s01"),
        studio.live.count_run("job_1", "voice", "s02"),
        studio.live.count_run("job_2", "voice", "s01"),
        studio.live.count_run("job_1", "score", None),
    ]

    assert counts == [1, 2, 1, 1, 1]
    assert studio.live.marks("job_1") == []


def test_a_run_that_is_forgiven_is_not_counted(studio: Studio) -> None:
    studio.live.count_run("job_1", "voice", None)
    studio.live.count_run("job_1", "voice", "s01")

    studio.live.forgive_run("job_1", "voice", None)

    assert studio.live.count_run("job_1", "voice", None) == 1
    assert studio.live.count_run("job_1", "voice", "s01") == 2


def test_failures_are_counted_for_each_attempt(studio: Studio) -> None:
    counts = [studio.live.count_failure("job_1", attempt) for attempt in (1, 1, 2)]

    assert counts == [1, 2, 1]
    assert studio.live.count_run("job_1", "voice", None) == 1


def test_events_are_kept_in_their_order(studio: Studio) -> None:
    studio.live.note("job_1", "job.started", {"by": "a"})
    studio.live.note("job_1", "job.completed", {})

    assert [event["event"] for event in studio.live.events("job_1")] == ["job.started", "job.completed"]
    assert studio.live.events("job_1")[0]["by"] == "a"


def test_a_lease_has_one_holder_who_may_renew_it(studio: Studio) -> None:
    taken = [
        studio.live.take_lease("a", "me", 10),
        studio.live.take_lease("a", "me", 10),
        studio.live.take_lease("a", "you", 10),
        studio.live.take_lease("b", "you", 10),
    ]

    assert taken == [True, True, False, True]


def test_a_lease_that_ran_out_is_free(studio: Studio) -> None:
    studio.live.take_lease("a", "me", -1)

    assert studio.live.take_lease("a", "you", 10)


def test_only_its_holder_drops_a_lease(studio: Studio) -> None:
    studio.live.take_lease("a", "me", 10)

    studio.live.drop_lease("a", "you")
    still_held = not studio.live.take_lease("a", "you", 10)
    studio.live.drop_lease("a", "me")

    assert still_held
    assert studio.live.take_lease("a", "you", 10)


def test_a_view_that_does_not_answer_is_unavailable(nowhere: Studio) -> None:
    with pytest.raises(Unavailable):
        nowhere.live.marks("job_1")


def test_a_table_that_is_not_there_yet_is_unavailable(studio: Studio) -> None:
    missing = DynamoDbLiveView(studio.settings.model_copy(update={"live_table": "not-made-yet"}))

    with pytest.raises(Unavailable):
        missing.count_run("job_1", "voice", None)
