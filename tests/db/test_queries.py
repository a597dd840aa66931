"""The studio's SQL: every query fits the schema, both adapters can send it, and migrating again changes nothing."""

import re
from typing import Any

import psycopg
import pytest

from mutoscope.adapters.postgres.migrate import migrate
from mutoscope.db.queries import migrations, queries


@pytest.mark.parametrize("name", queries())
def test_a_query_fits_the_schema(cloud: Any, name: str) -> None:
    numbers = {parameter: f"${number}" for number, parameter in enumerate(parameters(queries()[name]), start=1)}
    statement = re.sub(r"(?<![:\w]):([a-z_]+)", lambda found: numbers[found.group(1)], queries()[name])

    with psycopg.connect(cloud.database_url) as connection:
        connection.execute(f"PREPARE checked AS {statement}".encode())


@pytest.mark.parametrize("sql", [*queries().values(), *(sql for _, sql in migrations())])
def test_a_cast_is_written_in_a_way_that_named_parameters_survive(sql: str) -> None:
    assert "::" not in sql


@pytest.mark.parametrize("name", queries())
def test_a_query_is_one_statement(name: str) -> None:
    assert ";" not in queries()[name]


def test_migrating_again_changes_nothing(cloud: Any) -> None:
    assert migrate(cloud.database_url) == []


def test_migrations_are_applied_in_the_order_of_their_numbers() -> None:
    names = [name for name, _ in migrations()]

    assert names == sorted(names)
    assert [int(name[:4]) for name in names] == list(range(1, len(names) + 1))


def parameters(sql: str) -> list[str]:
    """The query's parameters, each once, in order of appearance."""
    return list(dict.fromkeys(re.findall(r"(?<![:\w]):([a-z_]+)", sql)))
