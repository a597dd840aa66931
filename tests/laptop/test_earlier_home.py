"""A home of an earlier studio: it migrates by itself, and its owner keeps key and films, and runs the studio."""

import json
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import psycopg
import pytest
from psycopg.conninfo import make_conninfo

from mutoscope.accounts.api_keys import LOCAL_OWNER, ApiKey, caller_of_key, digest, issue, register_owner
from mutoscope.accounts.roles import Role
from mutoscope.adapters.postgres.migrate import migrate
from mutoscope.adapters.postgres.psycopg_database import PsycopgDatabase
from mutoscope.db.queries import migrations
from mutoscope.identifiers import new_id
from mutoscope.studio import Studio

EARLIER = ("0001_studio", "0002_builds_of_a_film")
SPEC = {
    "aspect": "16:9", "seconds": 60, "language": "en", "voice": "v", "captions": "burned", "music": "none",
    "style": "s", "seed": 0, "topic": "Rice", "review": False, "music_file": "",
}  # fmt: skip


@pytest.fixture
def earlier(cloud: Any, studio: Studio) -> Iterator[tuple[str, ApiKey, str]]:
    """The address of a database as the first studio left it, the owner's key, and the film they made."""
    name = studio.settings.bucket
    with psycopg.connect(cloud.database_url, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}".encode())
    url = make_conninfo(cloud.database_url, dbname=name)
    key, film_id = issue(), new_id("film")
    with psycopg.connect(url) as connection:
        connection.execute("CREATE TABLE migrations (name text PRIMARY KEY, applied_at timestamptz DEFAULT now())")
        for migration, script in migrations():
            if migration in EARLIER:
                connection.execute(script.encode())
                connection.execute("INSERT INTO migrations (name) VALUES (%s)", (migration,))
        connection.execute("INSERT INTO users (user_id, name) VALUES (%s, 'Owner')", (LOCAL_OWNER,))
        values = (key.key_id, LOCAL_OWNER, digest(key.secret, "pepper"))
        connection.execute("INSERT INTO api_keys (key_id, user_id, digest) VALUES (%s, %s, %s)", values)
        film = (film_id, LOCAL_OWNER, json.dumps(SPEC), new_id("job"))
        connection.execute("INSERT INTO films (film_id, user_id, request, job_id) VALUES (%s, %s, %s, %s)", film)
    yield url, key, film_id
    with psycopg.connect(cloud.database_url, autocommit=True) as connection:
        connection.execute(f"DROP DATABASE {name} WITH (FORCE)".encode())


def test_the_owner_of_an_earlier_home_keeps_key_and_films_and_is_a_super_admin(
    studio: Studio, earlier: tuple[str, ApiKey, str]
) -> None:
    url, key, film_id = earlier

    applied = migrate(url)
    again = migrate(url)
    database = PsycopgDatabase(url)
    migrated = replace(studio, database=database)
    register_owner(migrated, key)
    caller = caller_of_key(migrated, key.secret)
    film = database.row("get_film", film_id=film_id)
    database.close()

    assert applied == [name for name, _ in migrations() if name not in EARLIER]
    assert again == []
    assert (caller.user_id, caller.role, caller.level) == (LOCAL_OWNER, Role.SUPER_ADMIN, 5)
    assert film is not None
    assert (film["user_id"], film["request"]["topic"]) == (LOCAL_OWNER, "Rice")
