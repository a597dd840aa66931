"""The `Database` port over psycopg 3: the laptop, the tests, and anything that can reach PostgreSQL directly."""

import time
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

import psycopg
from psycopg.rows import dict_row
from psycopg_pool import ConnectionPool, PoolTimeout

from mutoscope.adapters.postgres.failures import WHAT, UnstorableValue, failure
from mutoscope.adapters.postgres.psycopg_at_once import PsycopgAtOnce
from mutoscope.adapters.postgres.psycopg_pipeline import sendable
from mutoscope.db.queries import queries
from mutoscope.db.statements import with_parameters
from mutoscope.errors import MutoscopeError, Unavailable
from mutoscope.ports import Row

_WAIT_SECONDS = 5
"""How long a request waits for a connection, and the pool tries in vain before the next request makes it try anew."""


_RESTED_SECONDS = 0.5
"""A connection that answered so lately is not asked first whether it still does: that would double every round trip."""


class _Connection(psycopg.Connection[dict[str, Any]]):
    answered = 0.0
    """By the monotonic clock."""


def _check_rested(connection: _Connection) -> None:
    if time.monotonic() - connection.answered > _RESTED_SECONDS:
        ConnectionPool.check_connection(connection)


class PsycopgDatabase:
    def __init__(self, url: str, *, size: int = 8, statements: Mapping[str, str] | None = None) -> None:
        self._pool: ConnectionPool[_Connection] = ConnectionPool(
            url,
            min_size=1,
            max_size=size,
            timeout=_WAIT_SECONDS,
            reconnect_timeout=_WAIT_SECONDS,
            kwargs={"autocommit": True, "row_factory": dict_row},
            connection_class=_Connection,
            check=_check_rested,
            open=True,
        )
        chosen = queries() if statements is None else statements
        self._statements = {name: for_psycopg(sql) for name, sql in chosen.items()}
        self.at_once = PsycopgAtOnce(url, chosen)

    def rows(self, query: str, /, **values: object) -> Sequence[Row]:
        parameters = {name: sendable(value) for name, value in values.items()}
        try:
            with self._pool.connection() as connection:
                cursor = connection.execute(self._statements[query], parameters)
                found = cursor.fetchall() if cursor.rownumber is not None else []
                connection.answered = time.monotonic()
                return found
        except PoolTimeout as error:
            raise Unavailable(what=WHAT) from error
        except UnicodeEncodeError as error:
            raise UnstorableValue from error
        except psycopg.Error as error:
            named = _named(error)
            if named is None:
                raise
            raise named from error

    def row(self, query: str, /, **values: object) -> Row | None:
        found = self.rows(query, **values)
        return found[0] if found else None

    def close(self) -> None:
        self.at_once.close()
        self._pool.close()


@cache
def for_psycopg(sql: str) -> str:
    return with_parameters(sql, lambda name: f"%({name})s", lambda text: text.replace("%", "%%"))


def _named(error: psycopg.Error) -> MutoscopeError | None:
    """What has no SQLSTATE failed on this side: a connection that is gone, or a NUL that the driver refuses to send."""
    if error.sqlstate is not None:
        return failure(error.sqlstate, error.diag.constraint_name)
    if isinstance(error, psycopg.OperationalError):
        return Unavailable(what=WHAT)
    return UnstorableValue() if isinstance(error, psycopg.DataError) else None
