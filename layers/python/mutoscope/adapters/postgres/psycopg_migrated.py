"""A database reached by its own protocol, as migrations need it."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import psycopg
from psycopg.rows import dict_row

from mutoscope.adapters.postgres.psycopg_database import for_psycopg
from mutoscope.ports import Row


class PsycopgMigrated:
    def __init__(self, url: str) -> None:
        self._url = url

    @contextmanager
    def transaction(self) -> Iterator["PsycopgTransaction"]:
        with psycopg.connect(self._url, row_factory=dict_row) as connection:
            yield PsycopgTransaction(connection)


class PsycopgTransaction:
    def __init__(self, connection: psycopg.Connection[dict[str, object]]) -> None:
        self._connection = connection

    def execute(self, sql: str, **values: object) -> Sequence[Row]:
        cursor = self._connection.execute(for_psycopg(sql).encode(), values)
        return cursor.fetchall() if cursor.description else []
