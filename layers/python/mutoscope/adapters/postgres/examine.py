"""What a database shows of itself after it was restored: what it holds, and whether that adds up.

It reads in one transaction and changes nothing, over either adapter; a record without findings can be worked with.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from mutoscope.adapters.postgres.migrate import Migrated, Transaction
from mutoscope.db.queries import migrations, queries

_SNAPSHOT = "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY"
_TABLES = (
    "SELECT CAST(CAST(c.oid AS regclass) AS text) AS name FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace"
    " WHERE n.nspname = 'public' AND c.relkind = 'r' ORDER BY c.relname"
)
_FOREIGN_KEYS = (
    "SELECT c.conname AS name, CAST(CAST(c.conrelid AS regclass) AS text) AS child,"
    " CAST(CAST(c.confrelid AS regclass) AS text) AS parent, c.convalidated AS is_validated,"
    " (SELECT string_agg(format('child.%I = parent.%I', a.attname, b.attname), ' AND ' ORDER BY k.n)"
    "    FROM unnest(c.conkey, c.confkey) WITH ORDINALITY AS k (own, theirs, n)"
    "    JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = k.own"
    "    JOIN pg_attribute b ON b.attrelid = c.confrelid AND b.attnum = k.theirs) AS matching,"
    " (SELECT string_agg(format('child.%I IS NOT NULL', a.attname), ' AND ')"
    "    FROM unnest(c.conkey) AS k (own) JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = k.own) AS given"
    " FROM pg_constraint c JOIN pg_namespace n ON n.oid = c.connamespace"
    " WHERE c.contype = 'f' AND n.nspname = 'public' ORDER BY c.conname"
)
_INDEXES = (
    "SELECT CAST(CAST(i.indexrelid AS regclass) AS text) AS name FROM pg_index i JOIN pg_class c ON c.oid = i.indrelid"
    " JOIN pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname = 'public' AND NOT (i.indisvalid AND i.indisready)"
)
_NEWEST = (
    "SELECT greatest((SELECT max(at) FROM audit_log), (SELECT max(created_at) FROM movements),"
    " (SELECT max(created_at) FROM jobs)) AS newest"
)
_SUM = "SELECT COALESCE(sum(subscription + pack + held + system - debt), 0) AS rest FROM movements"
MOST_FINDINGS = 100


@dataclass(frozen=True)
class Examination:
    migrations: tuple[str, ...]
    rows: dict[str, int]
    """By table."""
    newest: datetime | None
    """When the last thing happened that it knows of: the age of the backup."""
    findings: tuple[str, ...]


def examine(database: Migrated, known: Sequence[str] | None = None) -> Examination:
    """`known` are the migrations that it should have, this version's unless others are named."""
    wanted = tuple(name for name, _ in migrations()) if known is None else tuple(known)
    with database.transaction() as transaction:
        transaction.execute(_SNAPSHOT)
        tables = [str(row["name"]) for row in transaction.execute(_TABLES)]
        if "migrations" not in tables:
            return Examination((), {}, None, ("It has no table of migrations: nothing was restored.",))
        applied = tuple(str(row["name"]) for row in transaction.execute("SELECT name FROM migrations ORDER BY name"))
        findings = list(_level(applied, wanted))
        if not findings:
            findings = [*_books(transaction), *_references(transaction), *_indexes(transaction)]
        newest = transaction.execute(_NEWEST)[0]["newest"] if not findings else None
        rows = {name: _count(transaction, name) for name in tables}
    return Examination(applied, rows, newest, tuple(findings))


def differences(before: Examination, after: Examination) -> tuple[str, ...]:
    """What a copy has not as the original had it, when nobody worked in between."""
    names = sorted({*before.rows, *after.rows})
    counts = [(name, before.rows.get(name), after.rows.get(name)) for name in names]
    found = [f"{name} has {now} rows instead of {then}." for name, then, now in counts if then != now]
    if before.migrations != after.migrations:
        found.append("Its migrations are not those of the original.")
    return tuple(found)


def _level(applied: Sequence[str], wanted: Sequence[str]) -> Iterator[str]:
    for name in wanted:
        if name not in applied:
            yield f"The migration {name} is missing."
    for name in applied:
        if name not in wanted:
            yield f"The migration {name} is none of this version's."


def _books(transaction: Transaction) -> Iterator[str]:
    rest = int(transaction.execute(_SUM)[0]["rest"])
    if rest:
        yield f"The movements of credits sum to {rest} instead of zero."
    for row in transaction.execute(queries()["findings"], limit=MOST_FINDINGS):
        place = f"{row['wallet_id']}, {row['ref']}" if row["ref"] else row["wallet_id"]
        yield f"The books of {place}: {row['finding']}."


def _references(transaction: Transaction) -> Iterator[str]:
    for key in transaction.execute(_FOREIGN_KEYS):
        if not key["is_validated"]:
            yield f"The reference {key['name']} is not validated."
        # All names come from PostgreSQL's own catalogue, which quotes them.
        orphans = (
            f"SELECT count(*) AS n FROM {key['child']} AS child WHERE {key['given']}"
            f" AND NOT EXISTS (SELECT 1 FROM {key['parent']} AS parent WHERE {key['matching']})"
        )
        count = int(transaction.execute(orphans)[0]["n"])
        if count:
            yield f"{count} rows of {key['child']} refer to nothing ({key['name']})."


def _indexes(transaction: Transaction) -> Iterator[str]:
    for row in transaction.execute(_INDEXES):
        yield f"The index {row['name']} is not valid."


def _count(transaction: Transaction, table: str) -> int:
    return int(transaction.execute(f"SELECT count(*) AS n FROM {table}")[0]["n"])
