"""Requests are counted across processes, come back evenly, and are taken in portions by whoever makes many."""

import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from mutoscope.adapters.aws import dynamodb_rate_limits
from mutoscope.adapters.aws.dynamodb_rate_limits import DynamoDbRateLimits
from mutoscope.errors import Unavailable
from mutoscope.ports import WINDOW_SECONDS, Standing
from mutoscope.studio import Studio


@pytest.fixture
def here(studio: Studio) -> DynamoDbRateLimits:
    return DynamoDbRateLimits(studio.settings)


@pytest.fixture
def elsewhere(studio: Studio) -> DynamoDbRateLimits:
    return DynamoDbRateLimits(studio.settings)


def ask(limits: DynamoDbRateLimits, limit: int, bucket: str = "user#1") -> Standing:
    return limits.at_hand(bucket, limit) or limits.take(bucket, limit)


def test_the_limit_is_let_through_and_the_next_one_is_not(here: DynamoDbRateLimits) -> None:
    let_through = [ask(here, 3) for _ in range(3)]
    refused = ask(here, 3)

    assert [standing.remaining for standing in let_through] == [2, 1, 0]
    assert [standing.retry_after for standing in let_through] == [0, 0, 0]
    assert refused.remaining == 0
    assert WINDOW_SECONDS / 3 - 5 < refused.retry_after <= WINDOW_SECONDS / 3
    assert WINDOW_SECONDS - 5 < refused.reset <= WINDOW_SECONDS


def test_buckets_are_counted_apart(here: DynamoDbRateLimits) -> None:
    ask(here, 1, "user#1")

    assert ask(here, 1, "user#1").retry_after > 0
    assert ask(here, 1, "user#2").retry_after == 0


def test_processes_share_a_limit(here: DynamoDbRateLimits, elsewhere: DynamoDbRateLimits) -> None:
    standings = [ask(limits, 4) for limits in (here, elsewhere, here, elsewhere, here, elsewhere)]

    assert [standing.retry_after > 0 for standing in standings] == [False] * 4 + [True] * 2


def test_requests_come_back_evenly(here: DynamoDbRateLimits, monkeypatch: pytest.MonkeyPatch) -> None:
    for _ in range(3):
        ask(here, 3)
    now = time.time()

    monkeypatch.setattr(dynamodb_rate_limits.time, "time", lambda: now + WINDOW_SECONDS / 3 + 1)
    after_a_third = [ask(here, 3).retry_after > 0 for _ in range(2)]
    monkeypatch.setattr(dynamodb_rate_limits.time, "time", lambda: now + 3 * WINDOW_SECONDS)
    after_all = [ask(here, 3).retry_after > 0 for _ in range(4)]

    assert after_a_third == [False, True]
    assert after_all == [False, False, False, True]


def test_however_many_ask_at_once_no_more_than_the_limit_are_let_through(
    here: DynamoDbRateLimits, elsewhere: DynamoDbRateLimits
) -> None:
    with ThreadPoolExecutor(24) as pool:
        standings = list(pool.map(lambda turn: ask((here, elsewhere)[turn % 2], 200), range(300)))

    # Some of the limit comes back while the test runs.
    let_through = sum(standing.retry_after == 0 for standing in standings)
    assert 196 <= let_through <= 200 + 40


def test_who_asks_often_takes_a_fiftieth_at_once(here: DynamoDbRateLimits, monkeypatch: pytest.MonkeyPatch) -> None:
    now = time.time()
    monkeypatch.setattr(dynamodb_rate_limits.time, "time", lambda: now)

    asked_the_table = sum(here.at_hand("user#1", 1000) is None and bool(here.take("user#1", 1000)) for _ in range(100))

    assert asked_the_table <= 100 // 20 + 8


def test_who_asks_often_again_after_a_pause_begins_with_half_of_that(
    here: DynamoDbRateLimits, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = time.time()
    monkeypatch.setattr(dynamodb_rate_limits.time, "time", lambda: now)
    for _ in range(100):
        ask(here, 1000)
    now += 60.0

    asked_the_table = sum(here.at_hand("user#1", 1000) is None and bool(here.take("user#1", 1000)) for _ in range(20))

    assert asked_the_table <= 2


def test_threads_that_find_nothing_at_hand_do_not_each_take_a_portion(
    here: DynamoDbRateLimits, elsewhere: DynamoDbRateLimits
) -> None:
    with ThreadPoolExecutor(32) as pool:
        list(pool.map(lambda _: ask(here, 1000), range(64)))

    assert ask(elsewhere, 1000).remaining >= 1000 - 64 - 20 - 20


def test_where_no_table_answers_it_is_unavailable(nowhere: Studio) -> None:
    with pytest.raises(Unavailable):
        nowhere.limits.take("user#1", 10)


def test_requests_that_come_at_once_are_taken_for_together(here: DynamoDbRateLimits) -> None:
    asked_the_table: list[object] = []
    here._dynamodb.meta.events.register(
        "before-call.dynamodb.UpdateItem", lambda **call: asked_the_table.append(call), unique_id="counting"
    )

    ask(here, 10_000)
    at_hand = [here.at_hand("user#1", 10_000) for _ in range(64)]
    with ThreadPoolExecutor(8) as pool:
        standings = list(pool.map(lambda _: here.take("user#1", 10_000), range(64)))

    here._dynamodb.meta.events.unregister("before-call.dynamodb.UpdateItem", unique_id="counting")
    assert at_hand == [None] * 64
    assert all(standing.retry_after == 0 for standing in standings)
    assert len(asked_the_table) <= 3
