"""The history of what somebody has made, over HTTP."""

from collections.abc import Sequence
from typing import Annotated

from fastapi import Depends, Query, Response

from mutoscope.adapters.http.answers import answer
from mutoscope.adapters.http.at_once import at_once
from mutoscope.adapters.http.caller import CurrentStudio, CurrentUser, needs
from mutoscope.adapters.http.ids import Id
from mutoscope.adapters.http.lists import Page, Paging, paging
from mutoscope.adapters.http.routes import Router
from mutoscope.kinds.registry import require_kind
from mutoscope.media.history import HistoryResource, show_entry
from mutoscope.ports import Row

router = Router(prefix="/v1/history", tags=["media"])

HistoryPaging = Annotated[Paging, Depends(paging(Id("job")))]


@router.get("", response_model=Page[HistoryResource], dependencies=[needs("jobs:read")])
@at_once
def list_history(
    studio: CurrentStudio,
    user_id: CurrentUser,
    asked: HistoryPaging,
    kind: Annotated[str | None, Query(max_length=64)] = None,
) -> Response:
    """Every job with what it was asked, what it cost, and what came of it; GET /v1/jobs has how it went."""

    def show(rows: Sequence[Row]) -> list[HistoryResource]:
        return [show_entry(row) for row in rows]

    if kind is not None:
        require_kind(kind)
    return answer(asked.answer(studio.database, "history", show, user_id=user_id, kind=kind))
