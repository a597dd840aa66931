"""At 100,000 rows a table no query of the studio reads a whole one: PostgreSQL's planner is asked about each of them.

Every table is filled and every query is planned, so a new one is covered by existing.
"""

import re
from collections.abc import Iterator
from typing import Any

import psycopg
import pytest

from mutoscope.adapters.postgres.migrate import migrate
from mutoscope.db.queries import queries
from mutoscope.db.statements import with_parameters

ROWS = 100_000
OWNERS = 1_000
"""Each of them owns a hundred rows of every table."""
WHOLE_ON_PURPOSE = {"findings", "count_users"}
"""Findings compare all movements with all wallets, and nobody waits for them; at 10,000 living users counting ends."""
READS_ALL = re.compile(
    r"Seq Scan [^\n]*\n\s+Filter|^(?!\s*->\s+Limit)[^\n]*\n\s*->\s+Seq Scan|\A\s*Seq Scan", re.MULTILINE
)
"""Rows of a table in any order, without a condition and under a limit, are no more than the limit: that is counting."""
_VALUES = {
    "integer": "n",
    "smallint": "n % 1000",
    "bigint": "n",
    "boolean": "n % 2 = 0",
    "jsonb": "CAST('{}' AS jsonb)",
    "timestamp with time zone": "now() - n * interval '1 second'",
    "date": "current_date",
    "uuid": "gen_random_uuid()",
    "numeric": "n",
    "double precision": "n",
    "bytea": "CAST(CAST(n AS text) AS bytea)",
    "ARRAY": "'{}'",
    "inet": "CAST('127.0.0.1' AS inet)",
}


@pytest.fixture(scope="module")
def filled(empty_of_module: str) -> Iterator[psycopg.Connection[Any]]:
    """The studio's tables with 100,000 rows each, without the rules that made-up rows would break."""
    migrate(empty_of_module)
    with psycopg.connect(empty_of_module, autocommit=True) as connection:
        connection.execute("SET default_statistics_target = 10")
        tables = [row[0] for row in connection.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")]
        loosen(connection, tables)
        for table in tables:
            fill(connection, table)
        connection.execute("ANALYZE")
        yield connection


@pytest.mark.parametrize("name", [name for name in queries() if name not in WHOLE_ON_PURPOSE])
def test_a_query_reads_no_whole_table(filled: psycopg.Connection[Any], name: str) -> None:
    plan = explain(filled, name)

    assert not READS_ALL.search(plan), plan


def test_a_query_that_reads_a_whole_table_would_be_noticed(filled: psycopg.Connection[Any]) -> None:
    assert READS_ALL.search(planned(filled, "SELECT * FROM films WHERE request = CAST($1 AS jsonb)"))
    assert READS_ALL.search(planned(filled, "SELECT * FROM films WHERE request = CAST($1 AS jsonb) LIMIT 10"))
    assert READS_ALL.search(planned(filled, "SELECT count(*) FROM films"))


def explain(connection: psycopg.Connection[Any], name: str) -> str:
    numbers: dict[str, int] = {}
    statement = with_parameters(queries()[name], lambda name: f"${numbers.setdefault(name, len(numbers) + 1)}")
    return planned(connection, statement)


def planned(connection: psycopg.Connection[Any], statement: str) -> str:
    """The plan for any values of the parameters, as text."""
    rows = connection.execute(f"EXPLAIN (GENERIC_PLAN) {statement}".encode()).fetchall()
    return "\n".join(row[0] for row in rows)


def loosen(connection: psycopg.Connection[Any], tables: list[str]) -> None:
    """No checks, no references, no triggers and no log: made-up rows go in a fraction of a second."""
    for kind in ("f", "c"):
        rules = connection.execute(
            "SELECT CAST(conrelid AS regclass), conname FROM pg_constraint WHERE contype = %s AND conrelid <> 0",
            (kind,),
        )
        for table, rule in rules.fetchall():
            connection.execute(f'ALTER TABLE {table} DROP CONSTRAINT IF EXISTS "{rule}"'.encode())
    for table in tables:
        connection.execute(f"ALTER TABLE {table} DISABLE TRIGGER ALL, SET UNLOGGED".encode())
        connection.execute(f"TRUNCATE {table}".encode())


def fill(connection: psycopg.Connection[Any], table: str) -> None:
    """Indexes that only speed up come after the rows."""
    indexes = connection.execute(
        "SELECT indexrelid, CAST(indexrelid AS regclass), pg_get_indexdef(indexrelid) FROM pg_index"
        " WHERE indrelid = to_regclass(%s) AND NOT indisprimary"
        " AND NOT EXISTS (SELECT 1 FROM pg_constraint WHERE conindid = indexrelid)",
        (table,),
    ).fetchall()
    for _, index, _ in indexes:
        connection.execute(f"DROP INDEX {index}".encode())
    columns = connection.execute(
        "SELECT column_name, data_type, is_nullable = 'YES' FROM information_schema.columns"
        " WHERE table_schema = 'public' AND table_name = %s AND is_generated = 'NEVER' ORDER BY ordinal_position",
        (table,),
    ).fetchall()
    names = ", ".join(f'"{name}"' for name, _, _ in columns)
    values = ", ".join(value(name, kind, optional, alone=name == columns[0][0]) for name, kind, optional in columns)
    connection.execute(
        f"INSERT INTO {table} ({names}) OVERRIDING SYSTEM VALUE"
        f" SELECT {values} FROM generate_series(1, {ROWS}) AS n ON CONFLICT DO NOTHING".encode()
    )
    for _, _, definition in indexes:
        connection.execute(definition.encode())


def value(name: str, kind: str, optional: bool, *, alone: bool) -> str:
    """Rows belong to a thousand owners, nothing has ended yet, and every other text is its own."""
    if optional and kind == "timestamp with time zone":
        return "NULL"
    owned = f"'user_' || n % {OWNERS}"
    if name == "user_id" and not alone:
        return owned
    return _VALUES.get(kind, "'text_' || n")
