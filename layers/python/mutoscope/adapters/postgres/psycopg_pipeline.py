"""Many statements of one event loop over one connection, sent without waiting for answers, as libpq can.

What is asked in one turn of the loop goes together; behind one of them that fails the others have no answer either. The
loop never waits for PostgreSQL, and what `AsyncConnection.execute` does beside it takes longer than the statement.
"""

import asyncio
import json
from collections import deque
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import psycopg
from psycopg import abc
from psycopg.adapt import PyFormat, Transformer
from psycopg.pq import DiagnosticField, ExecStatus
from psycopg.pq.abc import PGresult
from psycopg.types.json import set_json_loads
from pydantic_core import from_json

from mutoscope.db.statements import with_parameters
from mutoscope.errors import NotAtOnce
from mutoscope.ports import Row

PATIENCE_SECONDS = 0.5
"""A row that is found by its index takes a tenth of a millisecond, and where every core is busy some tens."""
_OPTIONS = "-c default_transaction_read_only=on -c statement_timeout=2s"
_SPOILS_NOTHING = (b"22", b"26000")
"""What a value is refused with, and what a statement is whose preparing went down with another of its turn."""


@dataclass(frozen=True)
class _Statement:
    """Prepared under its name; `$1` is the first of its parameters."""

    name: bytes
    sql: bytes
    parameters: tuple[str, ...]

    @classmethod
    def of(cls, query: str, sql: str) -> "_Statement":
        names: list[str] = []

        def numbered(name: str) -> str:
            if name not in names:
                names.append(name)
            return f"${names.index(name) + 1}"

        return cls(query.encode(), with_parameters(sql, numbered).encode(), tuple(names))


class PsycopgPipeline:
    @classmethod
    async def open(cls, url: str) -> "PsycopgPipeline":
        """Raises `psycopg.Error`."""
        return cls(await psycopg.AsyncConnection.connect(url, autocommit=True, options=_OPTIONS))

    def __init__(self, connection: psycopg.AsyncConnection[Any]) -> None:
        self.loop = asyncio.get_running_loop()
        self.is_open = True
        set_json_loads(from_json, connection)
        self._connection = connection
        self._libpq = connection.pgconn
        self._libpq.enter_pipeline_mode()
        self._prepared: dict[str, _Statement] = {}
        self._asked: deque[asyncio.Future[PGresult] | str] = deque()
        """In their order; a name is of a statement that is prepared."""
        self._found: PGresult | None = None
        self._answered = 0
        self._is_sent = True
        self._watch: asyncio.TimerHandle | None = None
        # libpq forgets it when the connection is lost.
        self._socket = self._libpq.socket
        self.loop.add_reader(self._socket, self._read)

    async def ask(self, query: str, sql: str, values: Mapping[str, object]) -> Sequence[Row]:
        """Raises `NotAtOnce` for whatever is not an answer in time."""
        transformer = Transformer(self._connection)
        try:
            self._send(transformer, query, sql, values)
        except UnicodeEncodeError as error:
            raise NotAtOnce from error
        except psycopg.Error as error:
            if not isinstance(error, psycopg.DataError):
                self.close()
            raise NotAtOnce from error
        answer = self.loop.create_future()
        self._asked.append(answer)
        found: PGresult = await answer
        if found.status != ExecStatus.TUPLES_OK:
            if found.status == ExecStatus.FATAL_ERROR and not _spoils_nothing(found):
                self.close()
            raise NotAtOnce
        return _rows(transformer, found)

    def close(self) -> None:
        """On its own loop, or when that one is over. Who is not answered yet is told so."""
        if not self.is_open:
            return
        self.is_open = False
        if not self.loop.is_closed():
            self.loop.remove_reader(self._socket)
            for answer in self._asked:
                if not isinstance(answer, str) and not answer.done():
                    answer.set_exception(NotAtOnce())
        self._libpq.finish()

    def _send(self, transformer: abc.Transformer, query: str, sql: str, values: Mapping[str, object]) -> None:
        statement = self._prepared.get(query) or _Statement.of(query, sql)
        sent = [sendable(values[name]) for name in statement.parameters]
        parameters = transformer.dump_sequence(sent, [PyFormat.TEXT] * len(sent))
        if query not in self._prepared:
            self._libpq.send_prepare(statement.name, statement.sql)
            self._asked.append(query)
            self._prepared[query] = statement
        self._libpq.send_query_prepared(statement.name, parameters)
        if self._is_sent:
            self._is_sent = False
            self.loop.call_soon(self._flush)
        if self._watch is None:
            self._watch = self.loop.call_later(PATIENCE_SECONDS, self._look, self._answered)

    def _flush(self) -> None:
        self._is_sent = True
        try:
            if self.is_open:
                self._libpq.pipeline_sync()
        except psycopg.Error:
            self.close()

    def _read(self) -> None:
        try:
            self._libpq.consume_input()
            while self._asked and not self._libpq.is_busy():
                self._take(self._libpq.get_result())
        except psycopg.Error:
            self.close()

    def _take(self, result: PGresult | None) -> None:
        """A result, the end of a statement's results, or the end of what was sent together."""
        if result is not None:
            self._found = result if result.status != ExecStatus.PIPELINE_SYNC else None
            return
        self._answered += 1
        answer, found, self._found = self._asked.popleft(), self._found, None
        if isinstance(answer, str):
            if found is None or found.status != ExecStatus.COMMAND_OK:
                # One that fails takes with it what was to be prepared beside it.
                del self._prepared[answer]
        elif answer.done():
            return
        elif found is None:
            answer.set_exception(NotAtOnce())
        else:
            answer.set_result(found)

    def _look(self, answered: int) -> None:
        """Ends the connection if nobody was answered since, and somebody waits."""
        self._watch = None
        if self._asked and self._answered == answered:
            self.close()
        elif self._asked and self.is_open:
            self._watch = self.loop.call_later(PATIENCE_SECONDS, self._look, self._answered)


def _rows(transformer: abc.Transformer, found: PGresult) -> Sequence[Row]:
    transformer.set_pgresult(found)
    columns = [(found.fname(number) or b"").decode() for number in range(found.nfields)]
    return [dict(zip(columns, row, strict=True)) for row in transformer.load_rows(0, found.ntuples, tuple)]


def _spoils_nothing(refused: PGresult) -> bool:
    return (refused.error_field(DiagnosticField.SQLSTATE) or b"").startswith(_SPOILS_NOTHING)


def sendable(value: object) -> object:
    """Lists and objects travel as JSON."""
    return json.dumps(value) if isinstance(value, dict | list) else value
