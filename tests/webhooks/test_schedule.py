"""Waiting between tries: longer each time, by chance, and about a day in all."""

import pytest

from mutoscope.webhooks.schedule import LONGEST_WAITS, MOST_TRIES, wait_after


@pytest.mark.parametrize("tries", range(1, MOST_TRIES))
def test_a_wait_is_anywhere_between_nothing_and_the_longest(tries: int) -> None:
    waits = [wait_after(tries) or 0.0 for _ in range(200)]

    longest = LONGEST_WAITS[tries - 1]
    assert all(0 <= wait <= longest for wait in waits)
    assert min(waits) < longest / 4 < longest * 3 / 4 < max(waits)


def test_waits_grow_and_come_to_a_day_in_the_mean() -> None:
    assert list(LONGEST_WAITS) == sorted(LONGEST_WAITS)
    assert 20 * 3600 < sum(LONGEST_WAITS) / 2 < 28 * 3600


def test_after_the_last_try_there_is_no_other() -> None:
    assert wait_after(MOST_TRIES - 1) is not None
    assert wait_after(MOST_TRIES) is None
