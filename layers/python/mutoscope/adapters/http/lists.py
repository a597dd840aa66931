"""Lists as OpenAI's and Stripe's clients page through them: newest first, after an id."""

from collections.abc import Sequence
from enum import StrEnum
from typing import Generic, Literal, TypeVar

from pydantic import BaseModel

R = TypeVar("R", bound=BaseModel)


class Direction(StrEnum):
    DESCENDING = "desc"
    ASCENDING = "asc"


class Page(BaseModel, Generic[R]):
    object: Literal["list"] = "list"
    data: list[R]
    has_more: bool
    first_id: str | None
    last_id: str | None


def page(found: Sequence[R], limit: int) -> Page[R]:
    """`found` holds up to one more than `limit`; that one only tells that there are more."""
    data = list(found[:limit])
    ids = [str(getattr(item, "id")) for item in data]  # noqa: B009 - every resource has an id, BaseModel does not
    return Page(
        data=data, has_more=len(found) > limit, first_id=ids[0] if ids else None, last_id=ids[-1] if ids else None
    )
