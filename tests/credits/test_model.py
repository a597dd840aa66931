"""The books against a model: whatever is done in whatever order, repeated or late, both say the same of a wallet."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import psycopg
import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from mutoscope.identifiers import new_id

Books = Any
NEVER = float("inf")


class Credit(NamedTuple):
    """One credit; credits sort in the order they are spent."""

    expires: float
    bucket: str
    grant: str


def spending_order(credit: Credit) -> tuple[float, bool, str]:
    return credit.expires, credit.bucket == "pack", credit.grant


@dataclass
class Hold:
    credits: list[Credit]
    went: float
    until: float
    charged: list[Credit] | None = None
    is_over: bool = False
    refunded: int | None = None


@dataclass
class Model:
    """A wallet as a bag of single credits; slow and plain, so that it can be seen to be right."""

    now: float = 0.0
    bag: list[Credit] = field(default_factory=list)
    debt: int = 0
    granted: dict[str, int] = field(default_factory=dict)
    taken_back: dict[str, int] = field(default_factory=dict)
    holds: dict[str, Hold] = field(default_factory=dict)

    def expire(self) -> None:
        self.bag = sorted((credit for credit in self.bag if credit.expires > self.now), key=spending_order)

    def come_in(self, credits: list[Credit]) -> None:
        paid = min(self.debt, len(credits))
        self.debt -= paid
        self.bag += credits[paid:]

    def come_back(self, credits: list[Credit], went: float) -> None:
        alive = [c if c.expires > self.now else c._replace(expires=self.now + c.expires - went) for c in credits]
        self.come_in(alive)

    def grant(self, ref: str, amount: int, bucket: str, life: float) -> str:
        self.granted[ref] = amount
        self.taken_back[ref] = 0
        self.come_in([Credit(self.now + life, bucket, ref)] * amount)
        return "done"

    def hold(self, job: str, amount: int, life: float) -> str:
        if amount > len(self.bag):
            return "insufficient"
        self.holds[job] = Hold(self.bag[:amount], self.now, self.now + life)
        self.bag = self.bag[amount:]
        return "done"

    def capture(self, job: str, charge: int) -> str:
        hold = self.holds[job]
        if hold.is_over:
            return "repeated" if hold.charged is not None and len(hold.charged) == charge else "conflict"
        if hold.until <= self.now:
            return "expired"
        if charge > len(hold.credits):
            return "conflict"
        hold.is_over, hold.charged = True, hold.credits[:charge]
        self.come_back(hold.credits[charge:], hold.went)
        return "done"

    def release(self, job: str) -> str:
        hold = self.holds[job]
        if hold.is_over:
            return "repeated" if hold.charged is None else "conflict"
        hold.is_over = True
        self.come_back(hold.credits, hold.went)
        return "done"

    def refund(self, job: str, amount: int) -> str:
        hold = self.holds[job]
        if hold.charged is None:
            return "unknown"
        if hold.refunded is not None:
            return "repeated" if hold.refunded == amount else "conflict"
        if amount > len(hold.charged):
            return "conflict"
        hold.refunded = amount
        self.come_back(hold.charged[len(hold.charged) - amount :], hold.went)
        return "done"

    def take_back(self, ref: str, how: str, amount: int) -> str:
        own = [credit for credit in self.bag if credit.grant == ref]
        others = [credit for credit in self.bag if credit.grant != ref]
        too_much = self.taken_back[ref] + amount > self.granted[ref]
        if too_much or (how == "withdrawal" and amount > len(own)):
            return "insufficient"
        self.taken_back[ref] += amount
        self.bag = (own + others)[amount:]
        self.debt += max(0, amount - len(own + others))
        return "done"


AMOUNT = st.integers(0, 12)
LIFE = st.sampled_from([1.0, 3.0, 8.0, NEVER])


def until(now: float, life: float) -> float | None:
    return None if life == NEVER else now + life


class BooksAgainstModel(RuleBasedStateMachine):
    books: Books

    @initialize()
    def open(self) -> None:
        self.owner = new_id("user")
        self.model = Model()
        self.books.now = 0.0

    def compare(self, answer: dict[str, Any], expected: Callable[[], str]) -> None:
        self.model.expire()
        assert answer["outcome"] == expected()
        self.model.expire()

    def name(self, ref: str) -> str:
        return f"{ref}_{self.owner}"

    def some(self, data: st.DataObject, known: dict[str, Any]) -> str:
        return str(data.draw(st.sampled_from(sorted(known))))

    @rule(hours=st.sampled_from([0.5, 1.0, 4.0]))
    def let_time_pass(self, hours: float) -> None:
        self.books.now += hours
        self.model.now += hours

    @rule(amount=AMOUNT, bucket=st.sampled_from(["pack", "subscription"]), life=LIFE)
    def grant(self, amount: int, bucket: str, life: float) -> None:
        ref = self.name(f"g{len(self.model.granted):03d}")
        answer = self.books.grant(self.owner, ref, amount, bucket=bucket, until=until(self.books.now, life))
        self.compare(answer, lambda: self.model.grant(ref, amount, bucket, life))

    @rule(amount=AMOUNT, life=LIFE)
    def hold(self, amount: int, life: float) -> None:
        job = self.name(f"j{len(self.model.holds)}")
        answer = self.books.hold(self.owner, job, amount, until=until(self.books.now, life))
        self.compare(answer, lambda: self.model.hold(job, amount, life))

    @precondition(lambda self: self.model.holds)
    @rule(data=st.data())
    def hold_again(self, data: st.DataObject) -> None:
        job = self.some(data, self.model.holds)
        answer = self.books.hold(self.owner, job, len(self.model.holds[job].credits))
        self.compare(answer, lambda: "repeated")

    @precondition(lambda self: self.model.granted)
    @rule(data=st.data())
    def grant_again(self, data: st.DataObject) -> None:
        ref = self.some(data, self.model.granted)
        self.compare(self.books.grant(self.owner, ref, self.model.granted[ref]), lambda: "repeated")

    @precondition(lambda self: self.model.holds)
    @rule(data=st.data(), charge=AMOUNT)
    def capture(self, data: st.DataObject, charge: int) -> None:
        job = self.some(data, self.model.holds)
        self.compare(self.books.capture(job, charge), lambda: self.model.capture(job, charge))

    @precondition(lambda self: self.model.holds)
    @rule(data=st.data())
    def release(self, data: st.DataObject) -> None:
        job = self.some(data, self.model.holds)
        self.compare(self.books.release(job), lambda: self.model.release(job))

    @precondition(lambda self: self.model.holds)
    @rule(data=st.data(), amount=AMOUNT)
    def refund(self, data: st.DataObject, amount: int) -> None:
        job = self.some(data, self.model.holds)
        self.compare(self.books.refund(job, amount), lambda: self.model.refund(job, amount))

    @precondition(lambda self: self.model.granted)
    @rule(data=st.data(), how=st.sampled_from(["withdrawal", "chargeback"]), amount=AMOUNT)
    def take_back(self, data: st.DataObject, how: str, amount: int) -> None:
        ref, reversal = self.some(data, self.model.granted), new_id("rev")
        answer = self.books.take_back(reversal, ref, how, amount)
        self.compare(answer, lambda: self.model.take_back(ref, how, amount))

    @invariant()
    def both_say_the_same(self) -> None:
        self.model.expire()
        wallet = self.books.wallet(self.owner)
        held = sum(len(hold.credits) for hold in self.model.holds.values() if not hold.is_over)
        assert (wallet["held"], wallet["debt"]) == (held, self.model.debt)
        assert sorted(self._credits(), key=spending_order) == self.model.bag
        assert wallet["subscription"] == sum(credit.bucket == "subscription" for credit in self.model.bag)
        assert wallet["pack"] == sum(credit.bucket == "pack" for credit in self.model.bag)

    def _credits(self) -> Iterator[Credit]:
        for ref, bucket, amount, expires in self.books.lots(self.owner):
            yield from [Credit(NEVER if expires is None else expires, bucket, ref)] * amount

    def teardown(self) -> None:
        assert self.books.findings_of(self.owner) == []


def run(books: Books, *, examples: int, steps: int) -> None:
    class OverTheseBooks(BooksAgainstModel):
        pass

    OverTheseBooks.books = books
    run_state_machine_as_test(  # type: ignore[no-untyped-call]
        OverTheseBooks,
        settings=settings(
            max_examples=examples,
            stateful_step_count=steps,
            deadline=None,
            database=None,
            derandomize=True,
            phases=[Phase.generate],
            report_multiple_bugs=False,
            suppress_health_check=list(HealthCheck),
        ),
    )


def test_the_books_and_the_model_agree_whatever_is_done(books: Books) -> None:
    run(books, examples=30, steps=30)


@pytest.mark.soak
def test_the_books_and_the_model_agree_for_long(books: Books) -> None:
    run(books, examples=2_000, steps=80)


ARITHMETIC_FAULTS = {
    "wrong bucket": ("0006_ledger", "IF one.bucket = 'subscription' THEN", "IF one.bucket = 'pack' THEN"),
    "wrong order of spending": ("0006_ledger", "ORDER BY expires_at, bucket DESC", "ORDER BY expires_at DESC, bucket"),
    "expired credits are spent": ("0006_ledger", "WHILE wallet.lots[1].expires_at <= moment LOOP", "WHILE false LOOP"),
    "expired credits come back dead": ("0006_ledger", "THEN moment + (expires_at - went)", "THEN expires_at"),
    "debt is forgotten": ("0006_ledger", "IF wallet.debt > 0 THEN", "IF false THEN"),
    "a late capture is charged": ("0007_movements", "IF hold.expires_at <= moment THEN", "IF false THEN"),
    "the dearest part is charged": (
        "0007_movements",
        "INTO charged, returned FROM split_lots(hold.lots, charge)",
        "INTO returned, charged FROM split_lots(hold.lots, hold.held - charge)",
    ),
    "a hold stays after its end": (
        "0007_movements",
        "after.held := wallet.held - hold.held;",
        "after.held := wallet.held - charge;",
    ),
    "a refund comes twice": ("0007_movements", "WHERE ref = hold.ref AND phase = 'refund'", "WHERE false"),
    "more is taken back than was given": ("0007_movements", "gone + amount > -given.system", "amount > -given.system"),
}


@pytest.mark.parametrize("fault", ARITHMETIC_FAULTS)
def test_the_model_catches_a_planted_fault(planted: Callable[..., AbstractContextManager[Books]], fault: str) -> None:
    migration, right, wrong = ARITHMETIC_FAULTS[fault]

    with planted(migration, right, wrong) as books, pytest.raises((AssertionError, psycopg.Error)):
        run(books, examples=200, steps=40)
