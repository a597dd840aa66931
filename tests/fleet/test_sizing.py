from hypothesis import given
from hypothesis import strategies as st

from mutoscope.fleet.sizing import Limits, Memory, Reason, Seen, decide

LIMITS = Limits(order_seconds=15, held_at_once=2, wait_seconds=60, calm_seconds=300, again_seconds=240)


def seen(at: float = 0, waiting: int = 0, wanted: int = 0, **others: float) -> Seen:
    facts = {"in_flight": 0, "oldest_seconds": 0, "running": wanted, "starting": 0} | others
    return Seen(at=at, waiting=waiting, wanted=wanted, **facts)  # type: ignore[arg-type]


def after(memory: Memory | None, *looks: Seen) -> list[int]:
    """What each look in turn asks for, the memory handed on."""
    asked = []
    for look in looks:
        decision = decide(look, memory, LIMITS)
        memory = decision.memory
        asked.append(decision.wanted)
    return asked


def test_nothing_to_do_is_no_instance() -> None:
    assert decide(seen(), None, LIMITS).wanted == 0


def test_one_order_wakes_one_instance_at_once() -> None:
    assert decide(seen(waiting=1), None, LIMITS).wanted == 1


def test_what_waits_begins_within_the_wait_aimed_for() -> None:
    decision = decide(seen(waiting=16), None, LIMITS)

    assert decision.wanted == 4
    assert decision.reason is Reason.BACKLOG


def test_what_is_in_flight_keeps_its_instances() -> None:
    assert decide(seen(waiting=4, wanted=3, in_flight=6), None, LIMITS).wanted == 4


def test_an_order_longer_than_the_wait_aimed_for_has_an_instance_of_its_own() -> None:
    limits = Limits(order_seconds=600, wait_seconds=60)

    assert decide(seen(waiting=3), None, limits).wanted == 3


def test_one_quiet_look_does_not_shrink_the_fleet() -> None:
    assert after(None, seen(0, 32, 0), seen(60, 0, 8, in_flight=16), seen(120, 0, 8)) == [8, 8, 8]


def test_the_fleet_shrinks_to_the_most_that_the_calm_time_asked_for() -> None:
    looks = [seen(0, 32), *(seen(at, 0, 8, in_flight=6) for at in range(60, 360, 60))]

    assert after(None, *looks) == [8, 8, 8, 8, 8, 3]


def test_a_need_is_remembered_for_the_calm_time_and_no_longer() -> None:
    long_looking = Memory(since=-1000)
    looks = [seen(0, 0, 8, in_flight=6), seen(60, 0, 3), seen(299, 0, 3), seen(301, 0, 3)]

    assert after(long_looking, *looks) == [3, 3, 3, 0]


def test_who_has_no_memory_does_not_shrink_until_the_calm_time_is_over() -> None:
    assert after(None, *(seen(at, 0, 8) for at in range(0, 360, 60))) == [8, 8, 8, 8, 8, 0]


def test_what_is_already_starting_is_not_asked_for_again() -> None:
    assert decide(seen(0, 16, 4, running=0, starting=4), None, LIMITS).wanted == 4


def test_an_old_order_grows_the_fleet_although_the_backlog_asks_for_none() -> None:
    decision = decide(seen(0, 4, 8, in_flight=8, oldest_seconds=121), None, LIMITS)

    assert (decision.wanted, decision.reason) == (10, Reason.AGE)


def test_age_waits_for_what_is_starting_and_for_its_own_cool_down() -> None:
    old = {"in_flight": 8, "oldest_seconds": 300.0}

    assert decide(seen(0, 4, 8, running=6, starting=2, **old), None, LIMITS).wanted == 8
    assert after(None, seen(0, 4, 8, **old), seen(60, 4, 10, **old), seen(240, 4, 10, **old)) == [10, 10, 13]


def test_a_spot_notice_keeps_the_fleet_at_its_size() -> None:
    calm = Memory(since=-1000)

    assert decide(seen(0, 0, 6), calm, LIMITS).wanted == 0
    assert decide(seen(0, 0, 6, running=5, noticed=1), calm, LIMITS).wanted == 6


@given(
    waiting=st.integers(0, 10**7),
    in_flight=st.integers(0, 10**4),
    wanted=st.integers(0, 50),
    oldest=st.floats(0, 10**6),
    noticed=st.integers(0, 50),
)
def test_the_limits_hold_whatever_is_seen(
    waiting: int, in_flight: int, wanted: int, oldest: float, noticed: int
) -> None:
    limits = Limits(least=2, most=20)
    look = seen(0, waiting, wanted, in_flight=in_flight, oldest_seconds=oldest, noticed=noticed)

    assert 2 <= decide(look, Memory(since=-1000), limits).wanted <= 20


@given(waiting=st.integers(0, 10**4), more=st.integers(0, 10**4), wanted=st.integers(0, 20))
def test_more_waiting_never_asks_for_fewer(waiting: int, more: int, wanted: int) -> None:
    fewer, many = (decide(seen(0, each, wanted), None, LIMITS).wanted for each in (waiting, waiting + more))

    assert fewer <= many
