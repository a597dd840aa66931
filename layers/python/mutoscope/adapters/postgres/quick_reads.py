"""Reading from the event loop, which goes on meanwhile: over a few connections that PostgreSQL lets do nothing else.

What is not answered within a second, fails, or would have to write ends with `WouldWait`: whoever may wait then asks
anew, over the pool, and says what was wrong.
"""

import asyncio
from collections import deque
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from typing import Any
from weakref import WeakKeyDictionary

import psycopg
from psycopg.pq import TransactionStatus
from psycopg.rows import dict_row

from mutoscope.at_once import WouldWait
from mutoscope.ports import Row

CONNECTIONS = 4
LONGEST_SECONDS = 1.0
_Connection = psycopg.AsyncConnection[dict[str, Any]]
_SETTINGS = f"SET statement_timeout = {int(1000 * LONGEST_SECONDS)}; SET default_transaction_read_only = on"


class QuickReads:
    def __init__(self, url: str) -> None:
        self._url = url
        self._idle: deque[_Connection] = deque()
        self._turns: WeakKeyDictionary[asyncio.AbstractEventLoop, asyncio.Semaphore] = WeakKeyDictionary()

    async def rows(self, statement: str, parameters: Mapping[str, object]) -> Sequence[Row]:
        try:
            async with asyncio.timeout(LONGEST_SECONDS), self._connection() as connection:
                cursor = await connection.execute(statement, parameters)
                return await cursor.fetchall() if cursor.rownumber is not None else []
        except (psycopg.Error, UnicodeEncodeError, TimeoutError) as error:
            raise WouldWait from error

    def close(self) -> None:
        while self._idle:
            self._idle.pop().pgconn.finish()

    @asynccontextmanager
    async def _connection(self) -> AsyncIterator[_Connection]:
        turns = self._turns.setdefault(asyncio.get_running_loop(), asyncio.Semaphore(CONNECTIONS))
        async with turns:
            connection = self._idle.pop() if self._idle else await self._connect()
            try:
                yield connection
            finally:
                if connection.info.transaction_status is TransactionStatus.IDLE:
                    self._idle.append(connection)
                else:
                    connection.pgconn.finish()

    async def _connect(self) -> _Connection:
        opened = await psycopg.AsyncConnection.connect(self._url, autocommit=True, row_factory=dict_row)
        await opened.execute(_SETTINGS)
        return opened
