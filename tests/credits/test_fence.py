"""The fence of `finish_job`: an attempt that is not the running one ends nothing; without the fence that is caught."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

import pytest
from psycopg.types.json import Jsonb

Books = Any
FENCE = "WHERE job_id = ended_job AND attempt = at_attempt AND status IN ('queued', 'in_progress')"


def deliver_at_an_attempt_that_is_over(books: Books, owner: str) -> None:
    """A worker of the first attempt delivers after the second has begun."""
    job = {"job_id": f"job_{owner}", "user_id": owner, "kind": "speech", "parameters": {}, "credits": 5}
    books.rows("INSERT INTO users (user_id, name) VALUES (%s, 'Someone') RETURNING user_id", owner)
    books.grant(owner, f"pay_{owner}", 10)
    books.rows("SELECT accept_job(%s, NULL, NULL)", Jsonb(job))
    books.rows("SELECT next_attempt(%s)", job["job_id"])

    [late] = books.rows("SELECT finish_job(%s, 1, 'completed', NULL, NULL) AS status", job["job_id"])

    assert late["status"] is None
    assert books.wallet(owner)["held"] == 5


def test_an_attempt_that_is_over_is_not_charged(books: Books, owner: str) -> None:
    deliver_at_an_attempt_that_is_over(books, owner)


def test_a_missing_fence_is_caught(planted: Callable[..., AbstractContextManager[Books]], owner: str) -> None:
    with (
        planted("0010_paid_jobs", FENCE, FENCE.replace("attempt = at_attempt AND ", "")) as books,
        pytest.raises(AssertionError),
    ):
        deliver_at_an_attempt_that_is_over(books, owner)
