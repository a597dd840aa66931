"""Brings a database up to the newest migration, over either adapter; forward only, and doing it again changes nothing.

A migration is one transaction under one lock: two migrators at once apply it once, and one that fails leaves nothing.
"""

from collections.abc import Sequence
from contextlib import AbstractContextManager
from typing import Protocol

from mutoscope.adapters.postgres.data_api_database import DataApiDatabase
from mutoscope.db.queries import migrations
from mutoscope.db.statements import statements
from mutoscope.ports import Row
from mutoscope.settings import Settings

_LOCK = "SELECT CAST(pg_advisory_xact_lock(740219) AS text) AS locked"
_TABLE = "CREATE TABLE IF NOT EXISTS migrations (name text PRIMARY KEY, applied_at timestamptz DEFAULT now())"


class Transaction(Protocol):
    def execute(self, sql: str, **values: object) -> Sequence[Row]: ...


class Migrated(Protocol):
    """A database as migrations need it: several statements that commit together."""

    def transaction(self) -> AbstractContextManager[Transaction]: ...


def migrate(url: str, wanted: Sequence[tuple[str, str]] | None = None) -> list[str]:
    """Applies what is missing to the database at `url` and answers the names."""
    # The driver is not there in the cloud.
    from mutoscope.adapters.postgres.psycopg_migrated import PsycopgMigrated

    return apply(PsycopgMigrated(url), migrations() if wanted is None else wanted)


def migrate_record(settings: Settings) -> list[str]:
    """The same for the database that the settings name, whichever adapter reaches it."""
    if settings.database_resource_arn:
        return apply(DataApiDatabase(settings), migrations())
    return migrate(settings.database_url)


def apply(database: Migrated, wanted: Sequence[tuple[str, str]]) -> list[str]:
    return [name for name, script in wanted if _apply(database, name, script)]


def _apply(database: Migrated, name: str, script: str) -> bool:
    with database.transaction() as transaction:
        transaction.execute(_LOCK)
        transaction.execute(_TABLE)
        if transaction.execute("SELECT name FROM migrations WHERE name = :name", name=name):
            return False
        for statement in statements(script):
            transaction.execute(statement)
        transaction.execute("INSERT INTO migrations (name) VALUES (:name)", name=name)
    return True
