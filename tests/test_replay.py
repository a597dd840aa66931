"""Functions that read the record, run on an event loop: again from their beginning with each answer in hand."""

import asyncio
import itertools
from collections.abc import Callable, Mapping, Sequence
from dataclasses import fields
from functools import partial
from typing import Any

import pytest

from mutoscope.errors import NotAtOnce, NotFound
from mutoscope.ports import Row
from mutoscope.replay import replayed, run
from mutoscope.settings import Settings
from mutoscope.studio import Studio


class Counter:
    """Answers each statement with how many were asked before."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    async def ask(self, query: str, values: Mapping[str, object]) -> Sequence[Row]:
        self.asked.append(query)
        number = len(self.asked)
        await asyncio.sleep(0)
        return [{"number": number}]


@pytest.fixture
def studio() -> Studio:
    """A studio whose ports are not there at all."""
    none: dict[str, Any] = {port.name: None for port in fields(Studio)}
    return replayed(Studio(**{**none, "settings": Settings()}))


def answered(function: Callable[[], Any], record: Counter) -> Any:
    return asyncio.run(run(function, record))


def test_each_statement_is_asked_once_however_often_the_function_runs(studio: Studio) -> None:
    record = Counter()

    def read() -> list[Any]:
        return [studio.database.row("first", id=1), studio.database.rows("second"), studio.database.row("first", id=1)]

    assert answered(read, record) == [{"number": 1}, [{"number": 2}], {"number": 3}]
    assert record.asked == ["first", "second", "first"]


def test_functions_that_run_side_by_side_are_each_told_their_own(studio: Studio) -> None:
    def read(name: str) -> tuple[Any, Any]:
        return studio.database.row(f"{name}_1"), studio.database.row(f"{name}_2")

    async def both() -> list[Any]:
        record = Counter()
        return await asyncio.gather(run(partial(read, "a"), record), run(partial(read, "b"), record))

    assert asyncio.run(both()) == [({"number": 1}, {"number": 3}), ({"number": 2}, {"number": 4})]


def test_what_the_function_raises_is_raised(studio: Studio) -> None:
    def read() -> None:
        raise NotFound(what="job", id=str(studio.database.row("job")))

    with pytest.raises(NotFound, match="number"):
        answered(read, Counter())


def test_a_function_that_needs_another_port_is_not_answered_at_once(studio: Studio) -> None:
    with pytest.raises(NotAtOnce):
        answered(lambda: studio.media.get_bytes("a"), Counter())


def test_a_function_that_asks_something_else_each_time_is_not_answered_at_once(studio: Studio) -> None:
    numbers = itertools.count()

    with pytest.raises(NotAtOnce):
        answered(lambda: studio.database.row("job", id=next(numbers)), Counter())
