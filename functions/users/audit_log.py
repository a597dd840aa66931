"""One's own audit log over HTTP: what was done in one's account, by oneself, one's keys, and administrators."""

from collections.abc import Sequence
from typing import Annotated

from fastapi import Depends

from mutoscope.adapters.http.caller import CurrentStudio, CurrentUser, needs
from mutoscope.adapters.http.ids import Id
from mutoscope.adapters.http.lists import Page, Paging, paging
from mutoscope.adapters.http.routes import Router
from mutoscope.audit.resource import AuditEntry, show_own_entry
from mutoscope.ports import Row

router = Router(prefix="/v1/audit_log", tags=["audit"], dependencies=[needs("audit:read")])

AuditPaging = Annotated[Paging, Depends(paging(Id("audit")))]


@router.get("")
def list_own_entries(studio: CurrentStudio, user_id: CurrentUser, asked: AuditPaging) -> Page[AuditEntry]:
    def show(rows: Sequence[Row]) -> list[AuditEntry]:
        return [show_own_entry(row) for row in rows]

    return asked.answer(studio.database, "own_audit", show, user_id=user_id)
