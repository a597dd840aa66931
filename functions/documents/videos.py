"""Films in the documents' lists: pages by number, sorted by `createdAt`."""

from collections.abc import Sequence
from enum import StrEnum
from typing import Annotated, Any

from fastapi import Query, Request

from functions.documents.envelope import STATUSES, Camel, Envelope, address
from mutoscope.adapters.http.caller import CurrentStudio, CurrentUser, needs
from mutoscope.adapters.http.ids import Id
from mutoscope.adapters.http.lists import Direction, Page, Paging
from mutoscope.adapters.http.routes import Router
from mutoscope.films.film import FilmStatus, film_from
from mutoscope.films.resource import FilmResource, show_films
from mutoscope.jobs.job import JobStatus
from mutoscope.ports import Row

router = Router(prefix="/api/videos", tags=["documents"])


class Sort(StrEnum):
    CREATED_AT = "createdAt"


class VideoItem(Camel):
    id: str
    title: str
    status: str
    progress: int
    duration: float | None
    video_url: str | None
    thumbnail_url: str | None
    created_at: int


class PageData(Camel):
    page: int
    limit: int
    total: int
    total_pages: int
    has_next: bool
    has_prev: bool


class VideoList(Camel):
    items: list[VideoItem]
    pagination: PageData


@router.get("", dependencies=[needs("films:read")])
def list_videos(
    request: Request,
    studio: CurrentStudio,
    user_id: CurrentUser,
    page: Annotated[int, Query(ge=1, le=10_000)] = 1,
    limit: Annotated[int, Query(ge=1, le=100)] = 10,
    sort: Sort = Sort.CREATED_AT,  # noqa: ARG001 - the one order that ids have
    order: Direction = Direction.DESCENDING,
) -> Envelope[VideoList]:
    def shown(rows: Sequence[Row]) -> list[FilmResource]:
        return show_films(studio, [film_from(row) for row in rows])

    asked = Paging(id=Id("film"), limit=limit, after=None, direction=order, page=page, sort=None)
    found: Page[FilmResource] = asked.answer(studio.database, "films", shown, user_id=user_id)
    assert found.pagination is not None
    items = [_item(request, film) for film in found.data]
    data = VideoList(items=items, pagination=PageData(**found.pagination.model_dump()))
    return Envelope(data=data, message=f"{len(items)} videos.")


def _item(request: Request, film: FilmResource) -> VideoItem:
    files: dict[str, Any] = {name: address(request, path) for name, path in film.files.items()}
    return VideoItem(
        id=film.id,
        title=film.title,
        status=_status(film.status),
        progress=film.progress,
        duration=film.duration,
        video_url=files.get("video"),
        thumbnail_url=files.get("thumbnail"),
        created_at=film.created_at,
    )


def _status(status: FilmStatus) -> str:
    """A draft and one that waits for its review are on their way as well."""
    return STATUSES[JobStatus(status.value)] if status.value in set(JobStatus) else "PROCESSING"
