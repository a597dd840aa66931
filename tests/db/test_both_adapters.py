"""Every query of the studio, sent by both adapters: what one binds, runs and answers, the other does too."""

from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any

import psycopg
import pytest

from mutoscope.adapters.postgres.data_api_database import DataApiDatabase
from mutoscope.adapters.postgres.data_api_stand_in import DataApiStandIn
from mutoscope.adapters.postgres.migrate import migrate
from mutoscope.adapters.postgres.psycopg_database import PsycopgDatabase
from mutoscope.db.queries import queries
from mutoscope.db.statements import with_parameters
from mutoscope.errors import MutoscopeError
from mutoscope.ports import Database
from mutoscope.settings import Settings

CLUSTER = "arn:aws:rds:us-east-1:000000000000:cluster:every"
SECRET = "arn:aws:secretsmanager:us-east-1:000000000000:secret:every"
VALUES: dict[str, object] = {
    "text": "someone",
    "jsonb": {"user_id": "someone", "email": 'वर्षा\'s "%" :name'},
    "integer": 1,
    "bigint": 2**40,
    "boolean": True,
    "double precision": 1.5,
    "timestamp with time zone": "2026-02-28T23:59:59+00:00",
    "date": "2024-02-29",
    "bucket": "pack",
    "uuid": "6f1e5c1e-4d6b-4b0e-9a53-0d3c2f1b7a10",
}
"""A value of each type that a query of ours takes; a type that is not here is a failure of the test."""


@pytest.fixture(scope="module")
def adapters(empty_of_module: str) -> Iterator[dict[str, Database]]:
    migrate(empty_of_module)
    names = {"resource_arn": CLUSTER, "secret_arn": SECRET, "database": "mutoscope"}
    with DataApiStandIn(empty_of_module, **names) as data_api:
        settings = Settings(database_resource_arn=CLUSTER, database_secret_arn=SECRET, aws_endpoint_url=data_api.url)
        by_connection, over_http = PsycopgDatabase(empty_of_module), DataApiDatabase(settings)
        yield {"psycopg": by_connection, "data_api": over_http}
        by_connection.close()
        over_http.close()


@pytest.fixture(scope="module")
def types_of(empty_of_module: str, adapters: dict[str, Database]) -> Iterator[Callable[[str], dict[str, str]]]:
    """The parameters of a query, with the types that PostgreSQL takes them for."""
    with psycopg.connect(empty_of_module, autocommit=True) as connection:

        def read(name: str) -> dict[str, str]:
            numbers: dict[str, int] = {}
            sql = with_parameters(queries()[name], lambda each: f"${numbers.setdefault(each, len(numbers) + 1)}")
            connection.execute(f"PREPARE asked AS {sql}".encode())
            asked = "SELECT CAST(parameter_types AS text[]) FROM pg_prepared_statements WHERE name = 'asked'"
            row = connection.execute(asked.encode()).fetchone()
            connection.execute("DEALLOCATE asked")
            assert row is not None
            return dict(zip(numbers, row[0], strict=True))

        yield read


@pytest.fixture(scope="module")
def begin_anew(empty_of_module: str, adapters: dict[str, Database]) -> Iterator[Callable[[], None]]:
    """Nothing on record but somebody whom the queries find, whatever the last one did to them."""
    with psycopg.connect(empty_of_module, autocommit=True) as connection:

        def begin() -> None:
            connection.execute("DELETE FROM users")
            # The triggers that keep the books and the log from being rewritten are off for this connection.
            connection.execute("SET session_replication_role = replica")
            for table in ("movements", "wallets", "audit_log", "usernames", "login_attempts", "api_usage"):
                connection.execute(f"DELETE FROM {table}".encode())
            connection.execute("RESET session_replication_role")
            connection.execute("INSERT INTO users (user_id, name) VALUES ('someone', 'Someone')")

        yield begin


@pytest.mark.parametrize("name", queries())
def test_a_query_is_answered_alike_over_both_adapters(
    adapters: dict[str, Database],
    types_of: Callable[[str], dict[str, str]],
    begin_anew: Callable[[], None],
    name: str,
) -> None:
    values = {parameter: VALUES[kind] for parameter, kind in types_of(name).items()}
    answers, nothing = {}, {}

    for adapter, database in adapters.items():
        begin_anew()
        answers[adapter] = told(database, name, values)
        nothing[adapter] = told(database, name, dict.fromkeys(values))

    assert answers["data_api"] == answers["psycopg"]
    assert nothing["data_api"] == nothing["psycopg"]


def told(database: Database, name: str, values: dict[str, object]) -> Any:
    """What comes back, without what differs from one moment to the next, or which of our own failures it is.

    A failure that has no name of ours goes through: it is a query that an adapter cannot send, or that is no SQL.
    """
    try:
        rows = database.rows(name, **values)
    except MutoscopeError as error:
        return type(error).__name__
    return [{column: shape(value) for column, value in row.items()} for row in rows]


def shape(value: object) -> object:
    """Its type, and of what is no id and no moment the value as well."""
    return type(value).__name__ if isinstance(value, str | datetime) else value
