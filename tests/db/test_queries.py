"""The studio's SQL: every query fits the schema, and both adapters can send it."""

from typing import Any

import psycopg
import pytest

from mutoscope.db.queries import migrations, queries
from mutoscope.db.statements import statements, with_parameters

SENT_AS = {"integer": "bigint", "smallint": "bigint", "boolean": "boolean", "double precision": "float8"}
"""How the Data API sends what PostgreSQL takes for a parameter; everything that is not here it sends as text."""


@pytest.mark.parametrize("name", queries())
def test_a_query_fits_the_schema(cloud: Any, name: str) -> None:
    with psycopg.connect(cloud.database_url) as connection:
        prepare(connection, name)


@pytest.mark.parametrize("name", queries())
def test_a_query_takes_its_parameters_as_the_data_api_sends_them(cloud: Any, name: str) -> None:
    with psycopg.connect(cloud.database_url) as connection:
        taken = prepare(connection, name)
        sent = [SENT_AS.get(kind, kind if kind in ("bigint", "bytea") else "varchar") for kind in taken]
        # JSON, UUIDs and decimals travel with a hint of their type.
        sent = [kind if kind in ("jsonb", "uuid", "numeric") else each for kind, each in zip(taken, sent, strict=True)]

        prepare(connection, name, f"({', '.join(sent)})" if sent else "")


@pytest.mark.parametrize("sql", [*queries().values(), *(sql for _, sql in migrations())])
def test_a_cast_is_written_in_a_way_that_named_parameters_survive(sql: str) -> None:
    assert "::" not in sql


@pytest.mark.parametrize("name", queries())
def test_a_query_is_one_statement(name: str) -> None:
    assert len(statements(queries()[name])) == 1
    assert ";" not in queries()[name]


@pytest.mark.parametrize("script", [script for _, script in migrations()], ids=[name for name, _ in migrations()])
def test_a_migration_names_no_parameter(script: str) -> None:
    assert with_parameters(script, lambda name: f"<{name}>") == script


def prepare(connection: psycopg.Connection[Any], name: str, declared: str = "") -> list[str]:
    """The types that PostgreSQL takes for the query's parameters, when none are declared."""
    numbers: dict[str, int] = {}
    statement = with_parameters(queries()[name], lambda name: f"${numbers.setdefault(name, len(numbers) + 1)}")
    connection.execute("DEALLOCATE ALL")
    connection.execute(f"PREPARE checked {declared} AS {statement}".encode())
    (row,) = connection.execute(
        "SELECT CAST(parameter_types AS text[]) FROM pg_prepared_statements WHERE name = 'checked'"
    )
    kinds: list[str] = row[0]
    return kinds
