"""Migrations go forward only, over both adapters: once each, whole or not at all, whoever else migrates meanwhile."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import psycopg
import pytest

from mutoscope.adapters.postgres.data_api_database import DataApiDatabase
from mutoscope.adapters.postgres.data_api_stand_in import DataApiStandIn
from mutoscope.adapters.postgres.migrate import Migrated, apply, migrate
from mutoscope.adapters.postgres.psycopg_migrated import PsycopgMigrated
from mutoscope.db.queries import migrations
from mutoscope.settings import Settings

Schema = Callable[[str], list[Any]]
NAMES = [name for name, _ in migrations()]
GOOD = ("0001_good", "CREATE TABLE good (n integer); INSERT INTO good VALUES (1);")
BAD = ("0002_bad", "CREATE TABLE bad (n integer); INSERT INTO good VALUES (2); SELECT nothing FROM nowhere;")


@pytest.fixture(params=["psycopg", "data_api"])
def database(empty: str, request: Any) -> Iterator[Migrated]:
    """An empty database, reached by one adapter or the other."""
    if request.param == "psycopg":
        yield PsycopgMigrated(empty)
        return
    cluster, secret = "arn:aws:rds:::cluster:empty", "arn:aws:secretsmanager:::secret:empty"
    with DataApiStandIn(empty, resource_arn=cluster, secret_arn=secret, database="mutoscope") as data_api:
        yield DataApiDatabase(
            Settings(database_resource_arn=cluster, database_secret_arn=secret, aws_endpoint_url=data_api.url)
        )


def test_all_of_them_are_applied_and_again_changes_nothing(database: Migrated, empty: str, schema: Schema) -> None:
    first = apply(database, migrations())
    made = schema(empty)

    again = apply(database, migrations())

    assert (first, again) == (NAMES, [])
    assert schema(empty) == made
    assert "films" in str(made)


def test_both_adapters_make_the_same(database: Migrated, empty: str, cloud: Any, schema: Schema) -> None:
    apply(database, migrations())

    assert schema(empty)[1:] == schema(cloud.database_url)[1:]


def test_a_migration_that_fails_leaves_nothing_of_itself(database: Migrated, empty: str) -> None:
    with pytest.raises(Exception, match="nowhere"):
        apply(database, [GOOD, BAD])

    with psycopg.connect(empty) as connection:
        assert connection.execute("SELECT n FROM good").fetchall() == [(1,)]
        assert connection.execute("SELECT to_regclass('bad')").fetchall() == [(None,)]
        assert connection.execute("SELECT name FROM migrations").fetchall() == [("0001_good",)]


def test_a_corrected_migration_goes_on_where_it_failed(database: Migrated) -> None:
    with pytest.raises(Exception, match="nowhere"):
        apply(database, [GOOD, BAD])

    assert apply(database, [GOOD, ("0002_bad", "CREATE TABLE bad (n integer)")]) == ["0002_bad"]


def test_two_migrators_at_once_apply_each_migration_once(database: Migrated, empty: str) -> None:
    with ThreadPoolExecutor(4) as threads:
        applied = list(threads.map(lambda _: apply(database, migrations()), range(4)))

    assert sorted(name for names in applied for name in names) == NAMES
    assert migrate(empty) == []


def test_migrations_are_applied_in_the_order_of_their_numbers_and_no_two_share_one() -> None:
    assert sorted(NAMES) == NAMES
    assert len({int(name[:4]) for name in NAMES}) == len(NAMES)
