"""Credits over HTTP: what an order would cost, the wallet, its statement, and the proof that it adds up."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated, Literal

from fastapi import Depends
from pydantic import BaseModel, ConfigDict, Field

from mutoscope.adapters.http.caller import CurrentStudio, CurrentUser, needs
from mutoscope.adapters.http.ids import Id
from mutoscope.adapters.http.lists import Page, Paging, paging
from mutoscope.adapters.http.routes import Router
from mutoscope.credits.ledger import Ledger
from mutoscope.jobs.expire import expire_holds
from mutoscope.jobs.order import quote_job
from mutoscope.json_depth import ShallowObject
from mutoscope.ports import Row

if TYPE_CHECKING:
    from mutoscope.credits.quotes import Quote

router = Router(prefix="/v1", tags=["credits"], dependencies=[needs("credits:read")])

StatementPaging = Annotated[Paging, Depends(paging(Id("move")))]


class QuoteRequest(BaseModel):
    """`kind` and `input` as POST /v1/jobs takes them."""

    model_config = ConfigDict(extra="forbid")

    kind: Annotated[str, Field(max_length=64)]
    input: ShallowObject


class QuoteLine(BaseModel):
    """Of `count` stages, `cached` are finished already and cost nothing; the others do `units` of work."""

    stage: str
    count: int
    cached: int
    units: int
    unit: str
    credits: int


class QuoteResource(BaseModel):
    """`credits` is the most that the order can be charged; with `estimate` it is likely to be less."""

    object: Literal["quote"] = "quote"
    kind: str
    credits: int
    estimate: bool
    estimated_seconds: int
    lines: list[QuoteLine]


class LotResource(BaseModel):
    credits: int
    bucket: str
    expires_at: int | None


class WalletResource(BaseModel):
    """`lots` stand in the order in which they are spent; `debt` is paid by whatever comes in next."""

    object: Literal["wallet"] = "wallet"
    available: int
    subscription: int
    pack: int
    held: int
    debt: int
    lots: list[LotResource]


class MovementResource(BaseModel):
    """The legs say what the movement did, and the balances what there was after it."""

    id: str
    object: Literal["movement"] = "movement"
    created_at: int
    kind: str
    reference: str
    reason: str
    subscription: int
    pack: int
    held: int
    debt: int
    balance: int
    held_after: int
    debt_after: int
    expires_at: int | None


class FindingResource(BaseModel):
    reference: str | None
    finding: str


class VerificationResource(BaseModel):
    """`ok` when every movement follows from the one before it and the wallet is what they amount to."""

    object: Literal["verification"] = "verification"
    ok: bool
    movements: int
    findings: list[FindingResource]


@router.post("/quotes")
def create_quote(body: QuoteRequest, studio: CurrentStudio, user_id: CurrentUser) -> QuoteResource:
    """Prices an order without making it."""
    return _show_quote(body.kind, quote_job(studio, user_id, body.kind, body.input))


@router.get("/credits")
def get_wallet(studio: CurrentStudio, user_id: CurrentUser) -> WalletResource:
    expire_holds(studio, user_id)
    wallet = Ledger(studio.database).wallet(user_id)
    lots = [
        LotResource(
            credits=lot.credits,
            bucket=lot.bucket.value,
            expires_at=int(lot.expires_at.timestamp()) if lot.expires_at else None,
        )
        for lot in wallet.lots
    ]
    return WalletResource(
        available=wallet.available,
        subscription=wallet.subscription,
        pack=wallet.pack,
        held=wallet.held,
        debt=wallet.debt,
        lots=lots,
    )


@router.get("/credits/statement")
def list_movements(studio: CurrentStudio, user_id: CurrentUser, asked: StatementPaging) -> Page[MovementResource]:
    """Every movement of the wallet, with the balance after it."""

    def show(rows: Sequence[Row]) -> list[MovementResource]:
        return [_show_movement(row) for row in rows]

    return asked.answer(studio.database, "statement", show, owner=user_id)


@router.get("/credits/verify")
def verify(studio: CurrentStudio, user_id: CurrentUser) -> VerificationResource:
    """Adds the caller's own books up again, from the first movement on."""
    ledger = Ledger(studio.database)
    findings = ledger.verify(user_id)
    return VerificationResource(
        ok=not findings,
        movements=ledger.wallet(user_id).sequence,
        findings=[FindingResource(reference=found.ref, finding=found.finding) for found in findings],
    )


def _show_quote(kind: str, quote: "Quote") -> QuoteResource:
    return QuoteResource(
        kind=kind,
        credits=quote.credits,
        estimate=quote.is_estimate,
        estimated_seconds=quote.seconds,
        lines=[QuoteLine(**vars(line)) for line in quote.lines],
    )


def _show_movement(row: Row) -> MovementResource:
    expires = row["expires_at"]
    return MovementResource(
        id=row["movement_id"],
        created_at=int(row["created_at"].timestamp()),
        kind=row["kind"],
        reference=row["ref"],
        reason=row["reason"],
        subscription=row["subscription"],
        pack=row["pack"],
        held=row["held"],
        debt=row["debt"],
        balance=row["available_after"],
        held_after=row["held_after"],
        debt_after=row["debt_after"],
        expires_at=int(expires.timestamp()) if expires else None,
    )
