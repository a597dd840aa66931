"""Where credits come from: a welcome, a pack, a subscription, an administrator; and a refund of what a job was charged.

Each has a reference that can be credited once: the paying object's id, never an event's.
"""

from datetime import UTC, datetime, timedelta

from mutoscope.audit.actor import Actor
from mutoscope.audit.change import Change
from mutoscope.credits.ledger import Bucket, Ledger, Outcome, Posting, require
from mutoscope.errors import InvalidInput, NotFound
from mutoscope.studio import Studio

WELCOME_CREDITS = 100
WELCOME_DAYS = 90


class RefundRefused(InvalidInput):
    """The job {job_id} cannot be refunded {credits} credits: {reason}."""

    code = "refund_refused"
    hint = "A job is refunded once, and never more than it was charged; its statement shows both."


def grant_welcome(studio: Studio, user_id: str) -> Posting:
    """Once for each account, whoever asks again."""
    until = datetime.now(UTC) + timedelta(days=WELCOME_DAYS)
    return Ledger(studio.database).grant(
        user_id,
        f"welcome_{user_id}",
        WELCOME_CREDITS,
        bucket=Bucket.SUBSCRIPTION,
        reason="welcome",
        expires_at=until,
    )


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


def refund_job(studio: Studio, job_id: str, credits: int, *, reason: str, actor: Actor) -> Posting:
    change = Change("credits.refunded", "job", job_id, new={"credits": credits, "reason": reason})
    row = studio.database.row(
        "refund_credits_audited",
        job_id=job_id,
        credits=credits,
        reason=reason,
        actor=actor.values(),
        change=change.values(),
    )
    assert row is not None, "a movement always has an answer"
    posting = Posting(Outcome(row["outcome"]), row["sequence"], row["credits"], row["available"])
    if posting.outcome is Outcome.UNKNOWN:
        raise NotFound(what="charged job", id=job_id)
    if not posting.stands:
        raise RefundRefused(param="credits", job_id=job_id, credits=credits, reason=_why(posting))
    return posting


def _why(posting: Posting) -> str:
    return f"it was charged or refunded {posting.credits}"
