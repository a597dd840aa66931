"""The contract of `Database`, over both adapters: values of every type, JSON as JSON, failures in our own words."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any, Protocol
from uuid import UUID

import psycopg
import pytest

from mutoscope.adapters.postgres.data_api_database import DataApiDatabase
from mutoscope.adapters.postgres.data_api_stand_in import DataApiStandIn
from mutoscope.adapters.postgres.psycopg_database import PsycopgDatabase
from mutoscope.errors import (
    CheckViolation,
    ConstraintViolation,
    ForeignKeyViolation,
    InvalidInput,
    ResultTooLarge,
    Unavailable,
    UniqueViolation,
)
from mutoscope.ports import Database
from mutoscope.settings import Settings
from mutoscope.studio import Studio

VALUES: list[tuple[str, object]] = [
    ("text", "Hello."),
    ("text", ""),
    ("text", "वर्षा 🎬 % : ' \" \\ \n ::text :name"),
    ("text", "e\u0301 \u202e bidi \ufeff"),
    ("integer", -(2**31)),
    ("bigint", 2**63 - 1),
    ("boolean", True),
    ("boolean", False),
    ("double precision", 0.1),
    ("numeric", Decimal("12345678901234567890.123456789")),
    ("jsonb", {"text": "वर्षा % : ' \" \\", "list": [1, None, True], "nested": {"a": 1.5}}),
    ("jsonb", ["a", {"b": []}]),
    ("uuid", UUID("6f1e5c1e-4d6b-4b0e-9a53-0d3c2f1b7a10")),
    ("timestamptz", datetime(2026, 2, 28, 23, 59, 59, 123456, UTC)),
    ("timestamptz", datetime(2026, 2, 28, 12, 0, tzinfo=UTC)),
    ("date", date(2024, 2, 29)),
    ("bytea", bytes(range(256))),
]
TYPES = sorted({kind for kind, _ in VALUES})
STATEMENTS = {
    **{kind: f"SELECT CAST(:value AS {kind}) AS value" for kind in TYPES},
    "words": "SELECT ARRAY(SELECT jsonb_array_elements_text(CAST(:value AS jsonb))) AS value",
    "numbers": "SELECT ARRAY(SELECT CAST(n AS bigint) FROM generate_series(1, 3) AS n) AS value",
    "many": "SELECT n, repeat('x', 1000) AS filling FROM generate_series(1, CAST(:rows AS integer)) AS n",
    "quoted": "SELECT ':value' AS quoted, :value AS value -- :value is no parameter here",
    "add": "INSERT INTO contract_things (name, size, part_of) VALUES (:name, CAST(:size AS integer), :part_of)",
    "resize": "UPDATE contract_things SET size = CAST(:size AS integer) WHERE name = :name RETURNING name, size",
    "wrong": "SELECT nothing FROM nowhere",
    "ended_by_an_operator": "SELECT pg_terminate_backend(pg_backend_pid())",
}
TABLE = """
CREATE TABLE contract_things (
    name    text CONSTRAINT contract_things_name PRIMARY KEY,
    size    integer NOT NULL CONSTRAINT contract_things_size CHECK (size > 0),
    part_of text CONSTRAINT contract_things_part_of REFERENCES contract_things
)"""


class Cloud(Protocol):
    """Where the embedded engines of this test session answer."""

    @property
    def database_url(self) -> str: ...


@pytest.fixture
def database(cloud: Cloud, data_api: DataApiStandIn, data_api_settings: Settings, request: Any) -> Iterator[Database]:
    """The contract's statements over one adapter or the other, and a table of their own."""
    with psycopg.connect(cloud.database_url, autocommit=True) as connection:
        connection.execute("DROP TABLE IF EXISTS contract_things")
        connection.execute(TABLE)
        opened: PsycopgDatabase | DataApiDatabase
        if request.param == "psycopg":
            opened = PsycopgDatabase(cloud.database_url, statements=STATEMENTS)
        else:
            opened = DataApiDatabase(data_api_settings, statements=STATEMENTS)
        yield opened
        opened.close()
        connection.execute("DROP TABLE contract_things")


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Whoever asks for the database runs over both adapters."""
    if "database" in metafunc.fixturenames:
        metafunc.parametrize("database", ["psycopg", "data_api"], indirect=True)


@pytest.mark.parametrize(("kind", "value"), VALUES, ids=lambda value: str(value)[:20])
def test_a_value_comes_back_as_it_went(database: Database, kind: str, value: object) -> None:
    row = database.row(kind, value=value)

    assert row == {"value": value}
    assert row is not None
    assert type(row["value"]) is type(value)


@pytest.mark.parametrize("kind", TYPES)
def test_null_of_every_type_is_none(database: Database, kind: str) -> None:
    assert database.row(kind, value=None) == {"value": None}


def test_a_list_travels_as_json_and_comes_back_as_an_array(database: Database) -> None:
    assert database.row("words", value=["a", "ü", ""]) == {"value": ["a", "ü", ""]}
    assert database.row("numbers") == {"value": [1, 2, 3]}
    assert database.row("words", value=[]) == {"value": []}


def test_what_only_looks_like_a_parameter_is_left_alone(database: Database) -> None:
    assert database.row("quoted", value="a") == {"quoted": ":value", "value": "a"}


def test_a_row_is_found_or_nothing_is(database: Database) -> None:
    assert database.row("resize", name="a", size=1) is None
    assert list(database.rows("resize", name="a", size=1)) == []


def test_a_statement_without_an_answer_answers_no_rows(database: Database) -> None:
    assert list(database.rows("add", name="a", size=1, part_of=None)) == []
    assert database.row("resize", name="a", size=2) == {"name": "a", "size": 2}


@pytest.mark.parametrize(
    ("added", "violation", "constraint"),
    [
        ({"name": "a", "size": 1, "part_of": None}, UniqueViolation, "contract_things_name"),
        ({"name": "b", "size": 0, "part_of": None}, CheckViolation, "contract_things_size"),
        ({"name": "b", "size": 1, "part_of": "z"}, ForeignKeyViolation, "contract_things_part_of"),
        ({"name": "b", "size": None, "part_of": None}, ConstraintViolation, "not null"),
    ],
)
def test_a_violated_constraint_is_named(
    database: Database, added: dict[str, object], violation: type[ConstraintViolation], constraint: str
) -> None:
    database.row("add", name="a", size=1, part_of=None)

    with pytest.raises(ConstraintViolation) as refused:
        database.row("add", **added)

    assert type(refused.value) is violation
    assert refused.value.constraint == constraint


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        ("text", "a\0b"),
        ("text", "\ud800"),
        ("jsonb", {"a": "\0"}),
        ("jsonb", {"a": "\ud800"}),
        ("integer", 2**40),
    ],
)
def test_what_cannot_be_stored_is_the_senders_mistake(database: Database, kind: str, value: object) -> None:
    with pytest.raises(InvalidInput) as refused:
        database.row(kind, value=value)

    assert refused.value.code == "unstorable_value"


def test_a_connection_that_is_ended_is_unavailable_and_the_next_one_works(database: Database) -> None:
    with pytest.raises(Unavailable):
        database.row("ended_by_an_operator")

    assert database.row("text", value="a") == {"value": "a"}


def test_a_mistake_of_ours_is_not_disguised(database: Database) -> None:
    with pytest.raises(Exception, match="nowhere") as failed:
        database.row("wrong")

    assert not isinstance(failed.value, Unavailable | InvalidInput)


@pytest.mark.parametrize(
    "kind",
    [
        "DatabaseResumingException",
        "DatabaseUnavailableException",
        "ServiceUnavailableError",
        "InternalServerErrorException",
        "StatementTimeoutException",
        "ThrottlingException",
    ],
)
def test_a_data_api_that_cannot_answer_now_is_unavailable(
    data_api: DataApiStandIn, data_api_settings: Settings, kind: str
) -> None:
    database = DataApiDatabase(data_api_settings, statements=STATEMENTS)
    data_api.fail_next(kind)

    with pytest.raises(Unavailable):
        database.row("text", value="a")

    assert database.row("text", value="a") == {"value": "a"}


def test_a_statement_is_sent_to_the_data_api_once(data_api: DataApiStandIn, data_api_settings: Settings) -> None:
    database = DataApiDatabase(data_api_settings, statements=STATEMENTS)
    data_api.fail_next("ServiceUnavailableError", "ServiceUnavailableError")

    for _ in range(2):
        with pytest.raises(Unavailable):
            database.row("text", value="a")

    assert database.row("text", value="a") == {"value": "a"}


@pytest.mark.parametrize("wrong", ["database_resource_arn", "database_secret_arn", "database_name"])
def test_a_wrong_address_of_the_data_api_is_not_disguised_as_an_outage(data_api_settings: Settings, wrong: str) -> None:
    changed = data_api_settings.model_copy(update={wrong: "arn:aws:nothing:of:that:name"})

    with pytest.raises(Exception, match=r"ForbiddenException|InvalidSecretException|DatabaseNotFoundException"):
        DataApiDatabase(changed, statements=STATEMENTS).row("text", value="a")


def test_an_answer_of_more_than_a_mebibyte_is_too_large_for_the_data_api(data_api_settings: Settings) -> None:
    database = DataApiDatabase(data_api_settings, statements=STATEMENTS)

    assert len(database.rows("many", rows=900)) == 900
    with pytest.raises(ResultTooLarge):
        database.rows("many", rows=1100)


def test_a_database_that_does_not_answer_is_unavailable(nowhere: Studio) -> None:
    with pytest.raises(Unavailable):
        nowhere.database.row("get_job", job_id="job_1")


def test_a_data_api_that_does_not_answer_is_unavailable(data_api_settings: Settings) -> None:
    nowhere = data_api_settings.model_copy(update={"aws_endpoint_url": "http://127.0.0.1:1"})

    with pytest.raises(Unavailable):
        DataApiDatabase(nowhere, statements=STATEMENTS).row("text", value="a")
