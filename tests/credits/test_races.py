"""Rules that hold when everything happens at once: the last credit goes once, one reference moves one wallet once."""

import random
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager
from typing import Any

import psycopg
import pytest

from mutoscope.identifiers import new_id

Books = Any
AtOnce = Callable[[int, Callable[[int], Any]], list[Any]]
WAITING = "SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
Planted = Callable[[str, str, str], AbstractContextManager[Books]]


def race_for_the_last_credits(books: Books, at_once: AtOnce) -> None:
    """Twelve orders of two credits race for seven: three get theirs, and the others hear that there is no more."""
    owner = new_id("user")
    books.grant(owner, f"pay_{owner}", 7)

    def order(number: int) -> str:
        own = books.another()
        answer = own.hold(owner, f"{owner}-{number}", 2)
        own.close()
        return str(answer["outcome"])

    outcomes = at_once(12, order)

    assert sorted(outcomes) == ["done"] * 3 + ["insufficient"] * 9
    assert books.wallet(owner) == {"subscription": 0, "pack": 1, "held": 6, "debt": 0, "sequence": 4}
    assert books.findings_of(owner) == []


def hold_the_last_credits_twice(books: Books) -> None:
    """While a hold of all there is is not committed, another one comes: it waits, and then there is nothing left."""
    owner = new_id("user")
    books.grant(owner, f"pay_{owner}", 10)

    late = _while_held(books, (owner, f"one_{owner}"), (owner, f"two_{owner}"))

    assert late == "insufficient"
    assert books.wallet(owner)["held"] == 10


def hold_one_job_for_two_wallets(books: Books) -> None:
    """While one wallet's hold of a job is not committed, another wallet tries the same job: it does not get it."""
    one, other = new_id("user"), new_id("user")
    for owner in (one, other):
        books.grant(owner, f"pay_{owner}", 10)

    late = _while_held(books, (one, f"job_{one}"), (other, f"job_{one}"))

    assert late in ("conflict", "UniqueViolation")
    assert (books.wallet(one)["held"], books.wallet(other)["held"]) == (10, 0)


def deliver_everything_twice_at_once(books: Books, at_once: AtOnce) -> None:
    """Forty jobs' holds and captures, each sent three times, in any order, by six threads: each job is charged once."""
    owner = new_id("user")
    books.grant(owner, f"pay_{owner}", 1_000)
    calls = [("hold", job) for job in range(40)] * 3 + [("capture", job) for job in range(40)] * 3
    random.Random(7).shuffle(calls)

    def work(thread: int) -> None:
        own = books.another()
        for move, number in calls[thread::6]:
            job = f"{owner}-{number}"
            own.hold(owner, job, 20) if move == "hold" else own.capture(job, 20)
        own.close()

    at_once(6, work)
    for number in range(40):
        books.capture(f"{owner}-{number}", 20)

    assert books.wallet(owner) == {"subscription": 0, "pack": 200, "held": 0, "debt": 0, "sequence": 81}
    assert books.findings_of(owner) == []


def _while_held(books: Books, first: tuple[str, str], second: tuple[str, str]) -> str:
    """Holds ten credits for the first wallet and job, and for the second before the first is committed."""
    holding = books.another()
    with ThreadPoolExecutor(1) as thread, holding.connection.transaction():
        holding.hold(*first, 10)
        late = thread.submit(_try_to_hold, books.another(), *second)
        while not late.done() and not books.rows(WAITING):
            books.rows("SELECT pg_sleep(0.01)")
    holding.close()
    return late.result()


def _try_to_hold(books: Books, owner: str, job: str) -> str:
    try:
        return str(books.hold(owner, job, 10)["outcome"])
    except psycopg.errors.UniqueViolation:
        return "UniqueViolation"
    finally:
        books.close()


def test_the_last_credit_goes_once(books: Books, at_once: AtOnce) -> None:
    race_for_the_last_credits(books, at_once)


def test_a_hold_waits_for_the_one_before_it(books: Books) -> None:
    hold_the_last_credits_twice(books)


def test_one_job_is_held_for_one_wallet(books: Books) -> None:
    hold_one_job_for_two_wallets(books)


def test_what_is_delivered_thrice_at_once_is_charged_once(books: Books, at_once: AtOnce) -> None:
    deliver_everything_twice_at_once(books, at_once)


def test_a_wallet_without_its_lock_is_caught(planted: Planted) -> None:
    with (
        planted("0006_ledger", "WHERE wallet_id = owner FOR UPDATE;", "WHERE wallet_id = owner;") as books,
        pytest.raises(AssertionError),
    ):
        hold_the_last_credits_twice(books)


def test_movements_without_their_uniqueness_are_caught(planted: Planted) -> None:
    with planted("0006_ledger", "UNIQUE (ref, phase),", "") as books, pytest.raises(AssertionError):
        hold_one_job_for_two_wallets(books)


def test_a_hold_that_is_not_looked_up_first_is_caught(planted: Planted, at_once: AtOnce) -> None:
    with (
        planted("0007_movements", "phase = 'hold';\n    IF FOUND", "phase = '';\n    IF FOUND") as books,
        pytest.raises((AssertionError, psycopg.errors.UniqueViolation)),
    ):
        deliver_everything_twice_at_once(books, at_once)
