"""The ledger as the studio calls it: each method is one movement, made by one SQL function in one statement.

Every movement has a `ref` and moves once, however often it is asked for. `docs/ledger.md` explains the books.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from mutoscope.errors import MutoscopeError
from mutoscope.ports import Database, Row


class Bucket(StrEnum):
    SUBSCRIPTION = "subscription"  # credits that come for a time and go with it; spent first
    PACK = "pack"  # credits that were bought


class Outcome(StrEnum):
    DONE = "done"  # moved now
    REPEATED = "repeated"  # moved before by the same call
    INSUFFICIENT = "insufficient"  # there is not so much to take; nothing moved
    CONFLICT = "conflict"  # the same reference moved before in another way; nothing moved
    EXPIRED = "expired"  # the hold ran out before it was charged; nothing moved
    UNKNOWN = "unknown"  # there is no such hold or grant


class MovementRefused(MutoscopeError):
    """The movement of {ref} was refused: {outcome}."""

    code = "movement_refused"
    hint = "The statement of the wallet shows what moved under this reference before."


@dataclass(frozen=True)
class Posting:
    """`credits` is what moved, or what is missing when it is insufficient; `available` what can be spent now."""

    outcome: Outcome
    sequence: int | None
    credits: int | None
    available: int | None

    @property
    def stands(self) -> bool:
        return self.outcome in (Outcome.DONE, Outcome.REPEATED)


@dataclass(frozen=True)
class Lot:
    ref: str
    bucket: Bucket
    credits: int
    expires_at: datetime | None


@dataclass(frozen=True)
class Wallet:
    """Lots stand in the order in which they are spent."""

    subscription: int
    pack: int
    held: int
    debt: int
    sequence: int
    lots: tuple[Lot, ...]

    @property
    def available(self) -> int:
        return self.subscription + self.pack


@dataclass(frozen=True)
class Finding:
    """Something in the books that does not add up."""

    owner: str
    ref: str | None
    finding: str


class Ledger:
    def __init__(self, database: Database) -> None:
        self._database = database

    def grant(
        self, owner: str, ref: str, credits: int, *, bucket: Bucket, reason: str, expires_at: datetime | None = None
    ) -> Posting:
        """`ref` names what the credits are for: the paying object's id, never the event's."""
        until = expires_at.isoformat() if expires_at else None
        return self._post(
            "grant_credits", owner=owner, ref=ref, bucket=bucket.value, credits=credits, expires_at=until, reason=reason
        )

    def hold(self, owner: str, job_id: str, credits: int, *, seconds: int | None) -> Posting:
        """Sets credits aside for a job, for so long by the database's clock, or until it is over."""
        return self._post("hold_credits", owner=owner, job_id=job_id, credits=credits, seconds=seconds)

    def capture(self, job_id: str, credits: int) -> Posting:
        """Charges so much of the hold; the rest goes back."""
        return self._post("capture_credits", job_id=job_id, credits=credits)

    def release(self, job_id: str, reason: str) -> Posting:
        return self._post("release_credits", job_id=job_id, reason=reason)

    def refund(self, job_id: str, credits: int, reason: str) -> Posting:
        """Gives back what a delivered job was charged, once, into the lots it came from."""
        return self._post("refund_credits", job_id=job_id, credits=credits, reason=reason)

    def withdraw(self, ref: str, granted: str, credits: int, reason: str) -> Posting:
        """Takes back what is left of a grant, because its payment was given back."""
        return self._take_back(ref, granted, "withdrawal", credits, reason)

    def charge_back(self, ref: str, granted: str, credits: int, reason: str) -> Posting:
        """Takes back a grant whose payment was disputed; what was spent of it already becomes a debt."""
        return self._take_back(ref, granted, "chargeback", credits, reason)

    def post(self, movements: Sequence[Mapping[str, object]]) -> tuple[Posting, ...]:
        """Many movements in one commit, each with its answer: `kind` is grant, hold, capture or release, all with an
        `owner`; the rest is what their functions take."""
        rows = self._database.rows("post_batch", movements=[dict(movement) for movement in movements])
        return tuple(map(_posting, rows))

    def wallet(self, owner: str) -> Wallet:
        row = self._database.row("get_wallet", owner=owner)
        if row is None or row["sequence"] is None:
            return Wallet(0, 0, 0, 0, 0, ())
        lots = tuple(map(_lot, row["lots"]))
        return Wallet(row["subscription"], row["pack"], row["held"], row["debt"], row["sequence"], lots)

    def verify(self, owner: str) -> tuple[Finding, ...]:
        """What does not add up in the owner's books; nothing, when they are right."""
        return tuple(map(_finding, self._database.rows("findings_of_wallet", owner=owner)))

    def audit(self, *, most: int = 1_000) -> tuple[Finding, ...]:
        """The same over everybody's books."""
        return tuple(map(_finding, self._database.rows("findings", limit=most)))

    def _take_back(self, ref: str, granted: str, kind: str, credits: int, reason: str) -> Posting:
        return self._post("take_back_credits", ref=ref, granted=granted, kind=kind, credits=credits, reason=reason)

    def _post(self, query: str, **values: object) -> Posting:
        row = self._database.row(query, **values)
        assert row is not None, "a movement always has an answer"
        return _posting(row)


def require(posting: Posting, ref: str) -> Posting:
    """The posting, if it stands."""
    if not posting.stands:
        raise MovementRefused(ref=ref, outcome=posting.outcome.value)
    return posting


def _posting(row: Row) -> Posting:
    return Posting(Outcome(row["outcome"]), row["sequence"], row["credits"], row["available"])


def _lot(values: Mapping[str, object]) -> Lot:
    expires = values["expires_at"]
    return Lot(
        ref=str(values["ref"]),
        bucket=Bucket(str(values["bucket"])),
        credits=int(str(values["amount"])),
        expires_at=datetime.fromisoformat(str(expires)) if expires else None,
    )


def _finding(row: Row) -> Finding:
    return Finding(row["wallet_id"], row["ref"], row["finding"])
