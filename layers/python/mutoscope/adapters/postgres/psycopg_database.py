"""The `Database` port over psycopg 3: the laptop, the tests, and anything that can reach PostgreSQL directly."""

import json
import re
from collections.abc import Sequence
from typing import Any

import psycopg
from psycopg.rows import dict_row
from psycopg_pool import ConnectionPool, PoolTimeout

from mutoscope.adapters.postgres.violations import violation
from mutoscope.db.queries import queries
from mutoscope.errors import Unavailable
from mutoscope.ports import Row

_PARAMETER = re.compile(r"(?<![:\w]):([a-z_]+)")


class PsycopgDatabase:
    def __init__(self, url: str, *, size: int = 8) -> None:
        self._pool: ConnectionPool[psycopg.Connection[dict[str, Any]]] = ConnectionPool(
            url,
            min_size=1,
            max_size=size,
            timeout=5,
            kwargs={"autocommit": True, "row_factory": dict_row},
            check=ConnectionPool.check_connection,
            open=True,
        )
        self._statements = {name: _PARAMETER.sub(r"%(\1)s", sql.replace("%", "%%")) for name, sql in queries().items()}

    def rows(self, query: str, /, **values: object) -> Sequence[Row]:
        parameters = {name: _parameter(value) for name, value in values.items()}
        try:
            with self._pool.connection() as connection:
                cursor = connection.execute(self._statements[query], parameters)
                return cursor.fetchall() if cursor.description else []
        except (psycopg.OperationalError, PoolTimeout) as error:
            raise Unavailable(what="The database") from error
        except psycopg.IntegrityError as error:
            raise violation(error.sqlstate, error.diag.constraint_name) from error

    def row(self, query: str, /, **values: object) -> Row | None:
        found = self.rows(query, **values)
        return found[0] if found else None

    def close(self) -> None:
        self._pool.close()


def _parameter(value: object) -> object:
    return json.dumps(value) if isinstance(value, dict | list) else value
