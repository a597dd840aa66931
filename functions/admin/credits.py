"""Credits of anybody, for administrators: grants, refunds, and the audit of all books, which must find nothing."""

from typing import Annotated, Literal

from fastapi import Response
from pydantic import BaseModel, ConfigDict, Field

from mutoscope.accounts.administration import require_account
from mutoscope.adapters.http.caller import CurrentActor, CurrentStudio, needs
from mutoscope.adapters.http.idempotency import Once
from mutoscope.adapters.http.ids import Id
from mutoscope.adapters.http.routes import Router
from mutoscope.credits.grants import grant_by_admin, refund_by_admin
from mutoscope.credits.ledger import Ledger
from mutoscope.errors import NotFound
from mutoscope.jobs.job import find_job

router = Router(prefix="/v1/admin", tags=["admin"])

UserId = Annotated[str, Id("user", also="owner")]
JobId = Annotated[str, Id("job")]
Reason = Annotated[str, Field(min_length=1, max_length=200, pattern=r"^[^\x00-\x1f\x7f]+$")]
LARGEST_GRANT = 10_000_000


class GrantRequest(BaseModel):
    """`days` is how long the credits live; without it they never expire."""

    model_config = ConfigDict(extra="forbid")

    credits: Annotated[int, Field(ge=1, le=LARGEST_GRANT)]
    days: Annotated[int | None, Field(ge=1, le=3_650)] = None
    reason: Reason


class RefundRequest(BaseModel):
    """`credits` is how much of the charge comes back; without it all of it."""

    model_config = ConfigDict(extra="forbid")

    credits: Annotated[int | None, Field(ge=1, le=LARGEST_GRANT)] = None
    reason: Reason


class PostingResource(BaseModel):
    id: str
    object: Literal["posting"] = "posting"
    credits: int
    available: int


class AuditFinding(BaseModel):
    user_id: str
    reference: str | None
    finding: str


class LedgerAudit(BaseModel):
    object: Literal["ledger_audit"] = "ledger_audit"
    ok: bool
    findings: list[AuditFinding]


@router.post(
    "/users/{user_id}/credits",
    response_model=PostingResource,
    dependencies=[needs("credits:grant")],
)
def grant_credits(
    user_id: UserId, body: GrantRequest, studio: CurrentStudio, actor: CurrentActor, once: Once
) -> Response:
    def granted() -> PostingResource:
        require_account(studio, user_id)
        ref = once.new_id("grant")
        posting = grant_by_admin(studio, user_id, ref, body.credits, days=body.days, reason=body.reason, actor=actor)
        return PostingResource(id=ref, credits=posting.credits or 0, available=posting.available or 0)

    return once.answer(body, granted)


@router.post("/jobs/{job_id}/refund", response_model=PostingResource, dependencies=[needs("credits:grant")])
def refund_job(job_id: JobId, body: RefundRequest, studio: CurrentStudio, actor: CurrentActor, once: Once) -> Response:
    """Gives back what a delivered job was charged: once, into the lots it came from, with the life they had left."""

    def refunded() -> PostingResource:
        if find_job(studio.database, job_id) is None:
            raise NotFound(what="job", id=job_id)
        posting = refund_by_admin(studio, job_id, body.credits, reason=body.reason, actor=actor)
        return PostingResource(id=job_id, credits=posting.credits or 0, available=posting.available or 0)

    return once.answer(body, refunded)


@router.get("/credits/audit", dependencies=[needs("credits:audit")])
def audit(studio: CurrentStudio) -> LedgerAudit:
    """Adds everybody's books up, and compares them with the jobs."""
    found = Ledger(studio.database).audit()
    findings = [AuditFinding(user_id=each.owner, reference=each.ref, finding=each.finding) for each in found]
    return LedgerAudit(ok=not findings, findings=findings)
