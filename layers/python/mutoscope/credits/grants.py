"""Where credits come from: a pack, a subscription, an administrator's grant or refund. The welcome is in SQL.

Each has a reference that is credited once: the paying object's id, never an event's.
"""

from datetime import datetime

from mutoscope.audit.actor import Actor
from mutoscope.audit.change import Change
from mutoscope.credits.ledger import Bucket, Ledger, Outcome, Posting, require
from mutoscope.errors import InvalidInput
from mutoscope.ports import Row
from mutoscope.studio import Studio


class NothingToRefund(InvalidInput):
    """The job {job_id} was charged nothing."""

    code = "nothing_to_refund"
    hint = "The job's `credits` say what it was charged; a failed one costs nothing."


class RefundRefused(InvalidInput):
    """The job {job_id} was not charged that much, or was refunded another sum before."""

    code = "refund_refused"
    hint = "A job is refunded once, at most what it was charged; the statement of its owner shows what came back."


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
    return require(_posting(row), ref)


def refund_by_admin(studio: Studio, job_id: str, credits: int | None, *, reason: str, actor: Actor) -> Posting:
    """Gives back what a delivered job was charged, once; all of it when `credits` is None."""
    change = Change("job.refunded", "job", job_id, new={"credits": credits, "reason": reason})
    row = studio.database.row(
        "refund_job_audited",
        job_id=job_id,
        credits=credits,
        reason=reason,
        actor=actor.values(),
        change=change.values(),
    )
    if row is None:
        raise NothingToRefund(job_id=job_id)
    posting = _posting(row)
    if not posting.stands:
        raise RefundRefused(job_id=job_id, param="credits")
    return posting


def _posting(row: Row) -> Posting:
    return Posting(Outcome(row["outcome"]), row["sequence"], row["credits"], row["available"])
