"""The pulse: beats while work lasts, survives what passes, and hears of the job's end."""

import threading

import pytest

from mutoscope.errors import Unavailable
from mutoscope.jobs.job import JobOver
from mutoscope.jobs.pulse import BEAT_SECONDS, HOLD_SECONDS, Pulse


def test_it_beats_again_and_again_while_the_block_lasts() -> None:
    beats = threading.Semaphore(0)

    with Pulse(every=0.001) as pulse, pulse.beating(beats.release):
        heard = [beats.acquire(timeout=5) for _ in range(3)]

    assert heard == [True, True, True]


def test_a_beat_that_is_missed_does_not_end_the_pulse() -> None:
    beats = threading.Semaphore(0)

    def miss() -> None:
        beats.release()
        raise Unavailable(what="The queue")

    with Pulse(every=0.001) as pulse, pulse.beating(miss):
        heard = [beats.acquire(timeout=5) for _ in range(3)]
        pulse.check()

    assert heard == [True, True, True]


def test_work_hears_that_its_job_is_over() -> None:
    beats = threading.Semaphore(0)

    def over() -> None:
        beats.release()
        raise JobOver(job_id="job_1")

    with Pulse(every=0.001) as pulse, pulse.beating(over):
        beats.acquire(timeout=5)
        beats.acquire(timeout=5)
        with pytest.raises(JobOver):
            pulse.check()


def test_a_beat_ends_with_its_block() -> None:
    first, second = threading.Semaphore(0), threading.Semaphore(0)

    with Pulse(every=0.001) as pulse:
        with pulse.beating(first.release):
            first.acquire(timeout=5)
        with pulse.beating(second.release):
            second.acquire(timeout=5)
            second.acquire(timeout=5)
            while first.acquire(blocking=False):
                pass
            second.acquire(timeout=5)
            second.acquire(timeout=5)

    assert not first.acquire(blocking=False)


def test_a_hold_outlasts_three_missed_beats() -> None:
    assert HOLD_SECONDS > 3 * BEAT_SECONDS
