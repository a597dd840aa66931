"""Lists, paged in two ways: on from an id, as OpenAI's and Stripe's clients do, or by number, as a studio's tables do.

A list is declared once, by `-- list:` in `db/queries/`. Only a page by number counts, and never beyond 10,000.
"""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Generic, Literal, TypeVar

from fastapi import Query
from pydantic import BaseModel, Field

from mutoscope.adapters.http.ids import Id
from mutoscope.db.queries import MOST_COUNTED
from mutoscope.errors import InvalidInput, ResultTooLarge
from mutoscope.ports import Database, Row

R = TypeVar("R", bound=BaseModel)
CREATED_AT = "created_at"
LARGEST_PAGE = 100


class Direction(StrEnum):
    DESCENDING = "desc"
    ASCENDING = "asc"


class Pagination(BaseModel):
    """`total` stops counting at 10,000."""

    page: int
    limit: int
    total: int
    total_pages: int
    has_next: bool
    has_prev: bool


class Page(BaseModel, Generic[R]):
    """`pagination` is there when a page was asked for by `page` or `sort`."""

    object: Literal["list"] = "list"
    data: list[R]
    has_more: bool
    first_id: str | None
    last_id: str | None
    pagination: Pagination | None = Field(default=None, exclude_if=lambda value: value is None)


class TwoWaysToPage(InvalidInput):
    """A page is asked for by its number, or by the id before it, not by both."""

    code = "two_ways_to_page"
    hint = "Leave out `after`, or `page` and `sort`."


class PageTooFar(InvalidInput):
    """Page {page} of {limit} entries each lies beyond the first 10,000."""

    code = "page_too_far"
    hint = "Go on from the last id instead: `after=`."


@dataclass(frozen=True)
class Paging:
    """Which part of a list was asked for."""

    id: Id
    limit: int
    after: str | None
    direction: Direction
    page: int | None
    sort: str | None

    def answer(
        self, database: Database, listed: str, show: Callable[[Sequence[Row]], Sequence[R]], **values: object
    ) -> Page[R]:
        """The part of the list `listed`; `values` are its parameters, and `show` makes resources of all its rows."""
        skip = ((self.page or 1) - 1) * self.limit
        rows = self._rows(database, listed, self.limit + 1, skip, values)
        found = page(show(rows[: self.limit]), has_more=len(rows) > self.limit)
        if self.page is not None:
            found.pagination = self._pagination(database, listed, values)
        return found

    def _rows(self, database: Database, listed: str, limit: int, skip: int, values: dict[str, object]) -> Sequence[Row]:
        """Where so much does not fit into one answer of the database, the halves are asked for."""
        by = f"_by_{self.sort}" if self.sort not in (None, CREATED_AT) else ""
        bound = {} if by else {"after": self.after or self._before_the_first}
        try:
            return database.rows(f"list_{listed}{by}_{self.direction}", **bound, limit=limit, skip=skip, **values)
        except ResultTooLarge:
            if limit == 1:
                raise
            half = limit // 2
            first = self._rows(database, listed, half, skip, values)
            if len(first) < half:
                return first
            return [*first, *self._rows(database, listed, limit - half, skip + half, values)]

    @property
    def _before_the_first(self) -> str:
        """A bound that is always there keeps the plan the same; no id has the length of the one at the end."""
        beyond = "z" * 27 if self.direction is Direction.DESCENDING else ""
        return f"{self.id.prefix}_{beyond}"

    def _pagination(self, database: Database, listed: str, values: dict[str, object]) -> Pagination:
        row = database.row(f"count_{listed}", **values)
        total, number = int(row["total"]) if row else 0, self.page or 1
        pages = -(-total // self.limit)
        return Pagination(
            page=number,
            limit=self.limit,
            total=total,
            total_pages=pages,
            has_next=number < pages,
            has_prev=number > 1,
        )


def paging(id: Id, *sorts: str) -> Callable[..., Awaitable[Paging]]:
    """A dependency that reads the paging of a list of `id`s; it can be sorted by `created_at` and by `sorts`."""
    names = (CREATED_AT, *sorts)

    async def asked(
        limit: int = Query(20, ge=1, le=LARGEST_PAGE),
        after: str | None = Query(None, pattern=id.pattern, description="The last id of the page before."),
        order: Direction = Direction.DESCENDING,
        page: int | None = Query(None, ge=1, le=MOST_COUNTED, description="The page's number, from 1; counts."),
        sort: str | None = Query(None, pattern=f"^({'|'.join(names)})$", description="Sorts pages by number."),
    ) -> Paging:
        if sort is not None and page is None:
            page = 1
        if page is not None and after is not None:
            raise TwoWaysToPage(param="after")
        if page is not None and page * limit > MOST_COUNTED:
            raise PageTooFar(param="page", page=page, limit=limit)
        return Paging(id=id, limit=limit, after=after, direction=order, page=page, sort=sort)

    return asked


def page(shown: Sequence[R], *, has_more: bool = False) -> Page[R]:
    """A list, or a part of one, whose resources are here already."""
    data = list(shown)
    ids = [str(getattr(item, "id")) for item in data]  # noqa: B009 - every resource has an id, BaseModel does not
    return Page(data=data, has_more=has_more, first_id=ids[0] if ids else None, last_id=ids[-1] if ids else None)
