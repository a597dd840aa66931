"""A plain function that reads the record, run on an event loop without holding it up.

It runs as far as the first statement it has no answer to, and again from its beginning with that answer in hand, until
it returns. So it may ask the record, and change nothing; whatever else it needs is `NotAtOnce`.
"""

from collections.abc import Callable, Mapping, Sequence
from contextvars import ContextVar
from dataclasses import fields, replace
from typing import Any, TypeVar

from mutoscope.errors import NotAtOnce
from mutoscope.ports import AtOnce, Row
from mutoscope.studio import Studio

T = TypeVar("T")
_Question = tuple[str, Mapping[str, object]]


class _Asked(Exception):
    """A statement without an answer yet."""

    def __init__(self, question: _Question) -> None:
        super().__init__(question[0])
        self.question = question


class _Told:
    """What one run has been told, and how much of it this run has used."""

    def __init__(self, answers: Sequence[tuple[_Question, Sequence[Row]]]) -> None:
        self._answers = iter(answers)

    def answer(self, question: _Question) -> Sequence[Row]:
        asked, rows = next(self._answers, (question, None))
        if rows is None:
            raise _Asked(question)
        if asked != question:
            # Asking something else for the same answers, it is no function of them.
            raise NotAtOnce
        return rows


_told: ContextVar[_Told] = ContextVar("told")


class _Record:
    at_once = None

    def rows(self, query: str, /, **values: object) -> Sequence[Row]:
        return _told.get().answer((query, values))

    def row(self, query: str, /, **values: object) -> Row | None:
        found = self.rows(query, **values)
        return found[0] if found else None


class _Awaited:
    """A port whose answers take their time."""

    def __getattr__(self, name: str) -> Any:
        raise NotAtOnce


def replayed(studio: Studio) -> Studio:
    """The studio as a function sees it that is run by `run`."""
    others: dict[str, Any] = {port.name: _Awaited() for port in fields(studio)}
    return replace(studio, **{**others, "settings": studio.settings, "database": _Record()})


async def run(function: Callable[[], T], record: AtOnce) -> T:
    """What the function returns or raises. Raises `NotAtOnce` where that takes its time."""
    answers: list[tuple[_Question, Sequence[Row]]] = []
    while True:
        token = _told.set(_Told(answers))
        try:
            return function()
        except _Asked as asked:
            question = asked.question
        finally:
            _told.reset(token)
        answers.append((question, await record.ask(*question)))
