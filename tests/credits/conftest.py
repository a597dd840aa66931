"""The ledger's functions as SQL calls, in wallets of each test's own; and servers' databases with a fault planted."""

import secrets
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any, LiteralString, Protocol, cast

import psycopg
import pytest
from psycopg.conninfo import make_conninfo
from psycopg.rows import dict_row

from mutoscope.db.queries import migrations
from mutoscope.identifiers import new_id

NOON = datetime(2030, 1, 1, 12, tzinfo=UTC)
"""When the tests of time begin; a moment is given in hours after it."""
Row = dict[str, Any]


class Cloud(Protocol):
    """Where the embedded engines of this test session answer."""

    @property
    def database_url(self) -> str: ...


def at(hours: float | None) -> datetime | None:
    return None if hours is None else NOON + timedelta(hours=hours)


class Books:
    """The SQL functions of the ledger, called over one connection; `now` is the hour they are told it is."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.connection = psycopg.connect(url, autocommit=True, row_factory=dict_row)
        self.now = 0.0

    def grant(self, owner: str, ref: str, amount: int, *, bucket: str = "pack", until: float | None = None) -> Row:
        return self._call("grant_credits", owner, ref, bucket, amount, at(until), "test")

    def hold(self, owner: str, job: str, amount: int, *, until: float | None = None) -> Row:
        return self._call("hold_credits", owner, job, amount, at(until))

    def capture(self, job: str, charge: int) -> Row:
        return self._call("capture_credits", job, charge)

    def release(self, job: str) -> Row:
        return self._call("release_credits", job, "test")

    def refund(self, job: str, amount: int) -> Row:
        return self._call("refund_credits", job, amount, "test")

    def take_back(self, ref: str, granted: str, how: str, amount: int) -> Row:
        return self._call("take_back_credits", ref, granted, how, amount, "test")

    def wallet(self, owner: str) -> Row:
        """The wallet as it is at this hour: what ran out is gone from it."""
        self.rows("SELECT lock_wallet(%s, %s)", owner, at(self.now))
        found = self.rows("SELECT subscription, pack, held, debt, sequence FROM wallets WHERE wallet_id = %s", owner)
        return found[0]

    def lots(self, owner: str) -> list[tuple[str, str, int, float | None]]:
        """Ref, bucket, credits and the hour it expires, in the order they are spent."""
        found = self.rows("SELECT l.* FROM wallets w, unnest(w.lots) l WHERE w.wallet_id = %s", owner)
        return [(row["ref"], row["bucket"], row["amount"], _hour(row["expires_at"])) for row in found]

    def movements(self, owner: str) -> list[Row]:
        return self.rows("SELECT * FROM movements WHERE wallet_id = %s ORDER BY sequence", owner)

    def findings(self) -> list[Row]:
        return self.rows("SELECT * FROM ledger_findings")

    def findings_of(self, owner: str) -> list[Row]:
        return self.rows("SELECT * FROM ledger_findings WHERE wallet_id = %s", owner)

    def rows(self, sql: LiteralString, *values: object) -> list[Row]:
        return list(self.connection.execute(sql, values))

    def another(self) -> "Books":
        """The same books over a connection of its own, as another process has."""
        return Books(self.url)

    def close(self) -> None:
        self.connection.close()

    def _call(self, function: str, *values: object) -> Row:
        places = ", ".join(["%s"] * len(values))
        statement = f"SELECT * FROM {function}({places}, moment => %s)"
        return next(self.connection.execute(cast(LiteralString, statement), (*values, at(self.now))))


def _hour(moment: datetime | None) -> float | None:
    return None if moment is None else (moment - NOON) / timedelta(hours=1)


@pytest.fixture
def books(cloud: Cloud) -> Iterator[Books]:
    opened = Books(cloud.database_url)
    yield opened
    opened.close()


@pytest.fixture
def owner() -> str:
    return new_id("user")


@pytest.fixture
def planted(cloud: Cloud) -> Callable[[str, str, str], AbstractContextManager[Books]]:
    """`with planted(migration, right, wrong) as books:` gives books of their own whose SQL has that fault."""

    @contextmanager
    def with_fault(migration: str, right: str, wrong: str) -> Iterator[Books]:
        name = f"fault_{secrets.token_hex(6)}"
        with psycopg.connect(cloud.database_url, autocommit=True) as server:
            server.execute(cast(LiteralString, f"CREATE DATABASE {name}"))
            books = Books(make_conninfo(cloud.database_url, dbname=name))
            try:
                for each, sql in migrations():
                    assert each != migration or right in sql, "what the fault takes out is not there any more"
                    books.connection.execute((sql.replace(right, wrong) if each == migration else sql).encode())
                yield books
            finally:
                books.close()
                server.execute(cast(LiteralString, f"DROP DATABASE {name} WITH (FORCE)"))

    return with_fault


@pytest.fixture
def at_once() -> Callable[[int, Callable[[int], Any]], list[Any]]:
    """Does the same thing in so many threads at the same moment and answers what each got."""

    def race(count: int, call: Callable[[int], Any]) -> list[Any]:
        with ThreadPoolExecutor(count) as threads:
            return list(threads.map(call, range(count)))

    return race
