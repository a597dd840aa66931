"""Where credits come from: a pack, a subscription, an administrator. The welcome comes with a verified address, in SQL.

Each has a reference that is credited once: the paying object's id, never an event's.
"""

from datetime import datetime

from mutoscope.audit.actor import Actor
from mutoscope.audit.change import Change
from mutoscope.credits.ledger import Bucket, Ledger, Outcome, Posting, require
from mutoscope.studio import Studio


def grant_pack(studio: Studio, user_id: str, payment: str, credits: int, *, expires_at: datetime | None) -> Posting:
    """Credits that were bought; `payment` is the id of what was paid."""
    ledger = Ledger(studio.database)
    return require(
        ledger.grant(user_id, payment, credits, bucket=Bucket.PACK, reason="pack", expires_at=expires_at), payment
    )


def grant_subscription(studio: Studio, user_id: str, invoice: str, credits: int, *, ends_at: datetime) -> Posting:
    """A period's credits, which go with it; `invoice` is the id of the period's paid invoice."""
    ledger = Ledger(studio.database)
    posting = ledger.grant(
        user_id, invoice, credits, bucket=Bucket.SUBSCRIPTION, reason="subscription", expires_at=ends_at
    )
    return require(posting, invoice)


def grant_by_admin(
    studio: Studio, user_id: str, ref: str, credits: int, *, days: int | None, reason: str, actor: Actor
) -> Posting:
    change = Change("credits.granted", "user", user_id, new={"credits": credits, "reason": reason})
    row = studio.database.row(
        "grant_credits_audited",
        owner=user_id,
        ref=ref,
        bucket=Bucket.PACK.value,
        credits=credits,
        days=days,
        reason=reason,
        actor=actor.values(),
        change=change.values(),
    )
    assert row is not None, "a movement always has an answer"
    return require(Posting(Outcome(row["outcome"]), row["sequence"], row["credits"], row["available"]), ref)
