"""Brings a database up to the newest migration; forward only, and running it again changes nothing."""

import psycopg

from mutoscope.db.queries import migrations


def migrate(url: str) -> list[str]:
    """Applies what is missing and answers the names; an advisory lock keeps two migrators apart."""
    with psycopg.connect(url) as connection:
        connection.execute("SELECT pg_advisory_xact_lock(740219)")
        connection.execute(
            "CREATE TABLE IF NOT EXISTS migrations (name text PRIMARY KEY, applied_at timestamptz DEFAULT now())"
        )
        applied = {row[0] for row in connection.execute("SELECT name FROM migrations")}
        missing = [(name, sql) for name, sql in migrations() if name not in applied]
        for name, sql in missing:
            connection.execute(sql.encode())
            connection.execute("INSERT INTO migrations (name) VALUES (%s)", (name,))
    return [name for name, _ in missing]
