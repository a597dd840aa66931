"""The ledger as the studio calls it: the same rules through the `Database` port."""

from datetime import UTC, datetime, timedelta

import pytest

from mutoscope.credits.ledger import Bucket, Ledger, Outcome
from mutoscope.errors import CheckViolation
from mutoscope.studio import Studio


@pytest.fixture
def ledger(studio: Studio) -> Ledger:
    return Ledger(studio.database)


def test_a_wallet_that_nobody_opened_is_empty(ledger: Ledger, owner: str) -> None:
    wallet = ledger.wallet(owner)

    assert (wallet.available, wallet.held, wallet.debt, wallet.lots) == (0, 0, 0, ())


def test_a_job_goes_through_the_books(ledger: Ledger, owner: str) -> None:
    later = datetime.now(UTC) + timedelta(days=30)
    ledger.grant(owner, f"pay_{owner}", 100, bucket=Bucket.PACK, reason="pack")
    ledger.grant(owner, f"sub_{owner}", 20, bucket=Bucket.SUBSCRIPTION, reason="subscription", expires_at=later)

    hold = ledger.hold(owner, f"job_{owner}", 30, seconds=3600)
    charge = ledger.capture(f"job_{owner}", 25)
    refund = ledger.refund(f"job_{owner}", 5, "sorry")

    wallet = ledger.wallet(owner)
    assert [posting.outcome for posting in (hold, charge, refund)] == [Outcome.DONE] * 3
    assert (charge.credits, charge.available) == (25, 95)
    assert (wallet.subscription, wallet.pack, wallet.held, wallet.sequence) == (0, 100, 0, 5)
    assert ledger.verify(owner) == ()


def test_a_purchase_that_is_given_back_takes_its_credits_and_a_dispute_takes_spent_ones_too(
    ledger: Ledger, owner: str
) -> None:
    for payment in ("one", "two"):
        ledger.grant(owner, f"{payment}_{owner}", 10, bucket=Bucket.PACK, reason="pack")
    ledger.hold(owner, f"job_{owner}", 15, seconds=None)
    ledger.capture(f"job_{owner}", 15)

    withdrawn = ledger.withdraw(f"refund_{owner}", f"two_{owner}", 5, "refunded")
    disputed = ledger.charge_back(f"dispute_{owner}", f"one_{owner}", 10, "disputed")

    assert (withdrawn.outcome, disputed.outcome) == (Outcome.DONE, Outcome.DONE)
    assert (ledger.wallet(owner).available, ledger.wallet(owner).debt) == (0, 10)
    assert ledger.verify(owner) == ()


def test_a_hold_runs_out_by_the_databases_clock(ledger: Ledger, owner: str) -> None:
    ledger.grant(owner, f"pay_{owner}", 10, bucket=Bucket.PACK, reason="pack")
    ledger.hold(owner, f"job_{owner}", 10, seconds=0)

    assert ledger.capture(f"job_{owner}", 10).outcome is Outcome.EXPIRED
    assert ledger.release(f"job_{owner}", "ran out").outcome is Outcome.DONE
    assert ledger.wallet(owner).available == 10


def test_credits_that_ran_out_are_gone_when_the_wallet_is_looked_at(ledger: Ledger, owner: str) -> None:
    past = datetime.now(UTC) - timedelta(seconds=1)
    ledger.grant(owner, f"sub_{owner}", 10, bucket=Bucket.SUBSCRIPTION, reason="subscription", expires_at=past)

    wallet = ledger.wallet(owner)

    assert (wallet.available, wallet.sequence) == (0, 2)


def test_a_batch_answers_each_movement_at_its_place(ledger: Ledger, owner: str) -> None:
    ledger.grant(owner, f"pay_{owner}", 10, bucket=Bucket.PACK, reason="pack")

    answers = ledger.post(
        [
            {"kind": "hold", "owner": owner, "job": f"a_{owner}", "credits": 6},
            {"kind": "hold", "owner": owner, "job": f"b_{owner}", "credits": 6},
            {"kind": "capture", "owner": owner, "job": f"a_{owner}", "credits": 4},
            {"kind": "nonsense", "owner": owner},
        ]
    )

    assert [answer.outcome for answer in answers] == [
        Outcome.DONE,
        Outcome.INSUFFICIENT,
        Outcome.DONE,
        Outcome.UNKNOWN,
    ]
    assert ledger.wallet(owner).available == 6


def test_an_amount_below_zero_is_refused_by_the_books(ledger: Ledger, owner: str) -> None:
    with pytest.raises(CheckViolation):
        ledger.hold(owner, f"job_{owner}", -1, seconds=None)
