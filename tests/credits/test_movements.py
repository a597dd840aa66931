"""Rules of each movement of credits: what it does once, what it does when it comes again, and what it refuses."""

from collections.abc import Callable
from typing import Any

import psycopg
import pytest

Books = Any


def outcomes(*answers: dict[str, Any]) -> list[str]:
    return [answer["outcome"] for answer in answers]


def test_a_grant_is_credited_once_however_often_it_comes(books: Books, owner: str) -> None:
    answers = [books.grant(owner, f"pay_{owner}", 100) for _ in range(3)]

    assert outcomes(*answers) == ["done", "repeated", "repeated"]
    assert {answer["sequence"] for answer in answers} == {1}
    assert books.wallet(owner) == {"subscription": 0, "pack": 100, "held": 0, "debt": 0, "sequence": 1}


def test_one_payment_is_no_other_grant(books: Books, owner: str) -> None:
    books.grant(owner, f"pay_{owner}", 100)

    answers = [books.grant(owner, f"pay_{owner}", 101), books.grant(f"{owner}2", f"pay_{owner}", 100)]

    assert outcomes(*answers) == ["conflict", "conflict"]
    assert books.wallet(owner)["pack"] == 100
    assert books.wallet(f"{owner}2")["pack"] == 0


def test_a_job_is_held_and_charged_once(books: Books, owner: str) -> None:
    job = f"job_{owner}"
    books.grant(owner, f"pay_{owner}", 100)

    holds = [books.hold(owner, job, 30) for _ in range(2)]
    charges = [books.capture(job, 20) for _ in range(2)]

    assert outcomes(*holds, *charges) == ["done", "repeated", "done", "repeated"]
    assert books.wallet(owner) == {"subscription": 0, "pack": 80, "held": 0, "debt": 0, "sequence": 3}


def test_a_job_that_is_charged_is_not_released_and_one_released_is_not_charged(books: Books, owner: str) -> None:
    books.grant(owner, f"pay_{owner}", 100)
    for job in (f"{owner}a", f"{owner}b"):
        books.hold(owner, job, 30)
    books.capture(f"{owner}a", 30)
    books.release(f"{owner}b")

    late = [books.release(f"{owner}a"), books.capture(f"{owner}b", 30), books.capture(f"{owner}a", 29)]

    assert outcomes(*late) == ["conflict", "conflict", "conflict"]
    assert books.wallet(owner)["pack"] == 70


def test_more_than_there_is_is_not_held_and_what_is_missing_is_named(books: Books, owner: str) -> None:
    books.grant(owner, f"pay_{owner}", 10)

    answer = books.hold(owner, f"job_{owner}", 15)

    assert (answer["outcome"], answer["credits"], answer["available"]) == ("insufficient", 5, 10)
    assert books.wallet(owner)["held"] == 0


def test_more_than_was_held_is_not_charged(books: Books, owner: str) -> None:
    books.grant(owner, f"pay_{owner}", 100)
    books.hold(owner, f"job_{owner}", 30)

    assert books.capture(f"job_{owner}", 31)["outcome"] == "conflict"
    assert books.wallet(owner)["held"] == 30


def test_nothing_is_charged_released_or_refunded_that_was_not_held(books: Books, owner: str) -> None:
    answers = [books.capture(owner, 1), books.release(owner), books.refund(owner, 1)]

    assert outcomes(*answers) == ["unknown", "unknown", "unknown"]


@pytest.mark.parametrize("move", ["grant", "hold"])
def test_an_amount_below_zero_is_no_movement(books: Books, owner: str, move: str) -> None:
    with pytest.raises(psycopg.errors.CheckViolation):
        getattr(books, move)(owner, f"ref_{owner}", -1)


def test_what_costs_nothing_is_held_and_charged_like_everything_else(books: Books, owner: str) -> None:
    answers = [books.hold(owner, f"job_{owner}", 0), books.capture(f"job_{owner}", 0)]

    assert outcomes(*answers) == ["done", "done"]
    assert books.wallet(owner)["sequence"] == 2


def test_the_soonest_to_expire_is_spent_first_and_a_subscription_before_a_pack(books: Books, owner: str) -> None:
    books.grant(owner, f"forever_{owner}", 10)
    books.grant(owner, f"pack_{owner}", 10, until=5)
    books.grant(owner, f"month_{owner}", 10, bucket="subscription", until=5)
    books.grant(owner, f"soon_{owner}", 10, until=2)

    books.hold(owner, f"job_{owner}", 25)

    assert books.lots(owner) == [(f"pack_{owner}", "pack", 5, 5.0), (f"forever_{owner}", "pack", 10, None)]
    assert books.movements(owner)[-1]["subscription"] == -10


def test_a_part_charged_is_the_part_that_expires_soonest(books: Books, owner: str) -> None:
    books.grant(owner, f"forever_{owner}", 10)
    books.grant(owner, f"soon_{owner}", 10, until=2)
    books.hold(owner, f"job_{owner}", 20)

    books.capture(f"job_{owner}", 12)

    assert books.lots(owner) == [(f"forever_{owner}", "pack", 8, None)]


def test_what_ran_out_cannot_be_spent_and_leaves_a_movement(books: Books, owner: str) -> None:
    books.grant(owner, f"month_{owner}", 50, bucket="subscription", until=1)
    books.now = 1

    answer = books.hold(owner, f"job_{owner}", 1)

    assert (answer["outcome"], answer["available"]) == ("insufficient", 0)
    last = books.movements(owner)[-1]
    assert (last["kind"], last["subscription"], last["system"], last["sequence"]) == ("expiry", -50, 50, 2)


def test_what_ran_out_while_it_was_held_comes_back_with_the_life_it_had_left(books: Books, owner: str) -> None:
    books.grant(owner, f"month_{owner}", 50, until=10)
    books.now = 7
    books.hold(owner, f"job_{owner}", 50)
    books.now = 20

    books.release(f"job_{owner}")

    assert books.lots(owner) == [(f"month_{owner}", "pack", 50, 23.0)]
    books.now = 23
    assert books.wallet(owner)["pack"] == 0


def test_a_refund_of_credits_that_ran_out_gives_back_their_life_too(books: Books, owner: str) -> None:
    books.grant(owner, f"month_{owner}", 50, until=10)
    books.now = 7
    books.hold(owner, f"job_{owner}", 50)
    books.capture(f"job_{owner}", 40)
    books.now = 20

    answers = [books.refund(f"job_{owner}", 40) for _ in range(2)]

    assert outcomes(*answers, books.refund(f"job_{owner}", 1)) == ["done", "repeated", "conflict"]
    assert books.lots(owner) == [(f"month_{owner}", "pack", 40, 23.0)]


def test_no_more_is_refunded_than_was_charged(books: Books, owner: str) -> None:
    books.grant(owner, f"pay_{owner}", 50)
    books.hold(owner, f"job_{owner}", 50)
    books.capture(f"job_{owner}", 40)

    assert books.refund(f"job_{owner}", 41)["outcome"] == "conflict"


def test_a_hold_that_ran_out_is_not_charged_late_and_can_be_released(books: Books, owner: str) -> None:
    books.grant(owner, f"pay_{owner}", 50)
    books.hold(owner, f"job_{owner}", 50, until=24)
    books.now = 24

    late = [books.capture(f"job_{owner}", 50), books.release(f"job_{owner}"), books.capture(f"job_{owner}", 50)]

    assert outcomes(*late) == ["expired", "done", "conflict"]
    assert books.wallet(owner)["pack"] == 50


def test_a_withdrawal_takes_only_what_is_left_of_its_own_grant(books: Books, owner: str) -> None:
    books.grant(owner, f"pay_{owner}", 50)
    books.grant(owner, f"other_{owner}", 50)
    books.hold(owner, f"job_{owner}", 20)

    lots = {ref: amount for ref, _, amount, _ in books.lots(owner)}
    left = lots[f"pay_{owner}"]
    answers = [
        books.take_back(f"back_{owner}", f"pay_{owner}", "withdrawal", left + 1),
        books.take_back(f"back_{owner}", f"pay_{owner}", "withdrawal", left),
        books.take_back(f"back_{owner}", f"pay_{owner}", "withdrawal", left),
    ]

    assert outcomes(*answers) == ["insufficient", "done", "repeated"]
    assert books.wallet(owner)["debt"] == 0


def test_a_chargeback_of_spent_credits_is_a_debt_that_the_next_credits_pay(books: Books, owner: str) -> None:
    books.grant(owner, f"pay_{owner}", 50)
    books.hold(owner, f"job_{owner}", 30)
    books.capture(f"job_{owner}", 30)

    books.take_back(f"dispute_{owner}", f"pay_{owner}", "chargeback", 50)
    owed = books.wallet(owner)
    books.grant(owner, f"later_{owner}", 40)

    assert (owed["pack"], owed["debt"]) == (0, 30)
    assert books.wallet(owner) == {"subscription": 0, "pack": 10, "held": 0, "debt": 0, "sequence": 5}


def test_what_comes_back_from_a_hold_pays_the_debt_first(books: Books, owner: str) -> None:
    books.grant(owner, f"pay_{owner}", 50)
    books.hold(owner, f"job_{owner}", 30)
    books.take_back(f"dispute_{owner}", f"pay_{owner}", "chargeback", 50)

    books.release(f"job_{owner}")

    assert books.wallet(owner) == {"subscription": 0, "pack": 0, "held": 0, "debt": 0, "sequence": 4}


def test_no_more_is_taken_back_than_was_granted(books: Books, owner: str) -> None:
    books.grant(owner, f"pay_{owner}", 50)
    books.grant(owner, f"other_{owner}", 50)
    books.take_back(f"one_{owner}", f"pay_{owner}", "chargeback", 30)

    assert books.take_back(f"two_{owner}", f"pay_{owner}", "chargeback", 21)["outcome"] == "insufficient"


@pytest.mark.parametrize("change", ["UPDATE movements SET pack = 0", "DELETE FROM movements", "TRUNCATE movements"])
def test_a_movement_is_never_changed(books: Books, change: Any) -> None:
    with pytest.raises(psycopg.errors.RaiseException, match="only ever added"):
        books.rows(change)


def test_a_batch_moves_each_entry_once_and_answers_each(
    books: Books, owner: str, at_once: Callable[..., list[Any]]
) -> None:
    books.grant(owner, f"pay_{owner}", 10)
    batch = [{"kind": "hold", "owner": owner, "job": f"{owner}-{n}", "credits": 4} for n in range(3)]

    def post(_: int) -> list[str]:
        own = books.another()
        found = own.rows("SELECT * FROM post_batch(%s) ORDER BY position", psycopg.types.json.Jsonb(batch))
        own.close()
        return outcomes(*found)

    answers = at_once(4, post)

    assert sorted(answers) == [
        ["done", "done", "insufficient"],
        *[["repeated", "repeated", "insufficient"]] * 3,
    ]
    assert books.wallet(owner)["held"] == 8
