"""Databases of a test's own on the server of the session."""

import secrets
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from typing import Any, Protocol

import psycopg
import pytest
from psycopg.conninfo import conninfo_to_dict, make_conninfo


class Cloud(Protocol):
    """Where the embedded engines of this test session answer."""

    @property
    def database_url(self) -> str: ...


@contextmanager
def _made(server: str, template: str = "template1") -> Iterator[str]:
    name = f"t{secrets.token_hex(6)}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name} TEMPLATE {template}".encode())
        yield make_conninfo(server, dbname=name)
        connection.execute(f"DROP DATABASE {name} WITH (FORCE)".encode())


@pytest.fixture
def empty(cloud: Cloud) -> Iterator[str]:
    """The connection string of a database with nothing in it."""
    with _made(cloud.database_url) as url:
        yield url


@pytest.fixture(scope="module")
def empty_of_module(cloud: Cloud) -> Iterator[str]:
    with _made(cloud.database_url) as url:
        yield url


@pytest.fixture
def copied(cloud: Cloud) -> Iterator[Callable[[str], str]]:
    """Copies a database that nobody is connected to."""
    with ExitStack() as stack:

        def copy(url: str) -> str:
            return stack.enter_context(_made(cloud.database_url, str(conninfo_to_dict(url)["dbname"])))

        yield copy


@pytest.fixture
def schema() -> Callable[[str], list[Any]]:
    """All that migrations make, as the catalogue tells it."""

    def read(url: str) -> list[Any]:
        with psycopg.connect(url) as connection:
            columns = connection.execute(
                "SELECT table_name, column_name, data_type, is_nullable, column_default FROM information_schema.columns"
                " WHERE table_schema = 'public' ORDER BY 1, 2"
            ).fetchall()
            indexes = connection.execute("SELECT indexdef FROM pg_indexes WHERE schemaname = 'public' ORDER BY 1")
            functions = connection.execute(
                "SELECT proname, prosrc FROM pg_proc WHERE pronamespace = CAST('public' AS regnamespace) ORDER BY 1, 2"
            )
            return [columns, indexes.fetchall(), functions.fetchall()]

    return read
