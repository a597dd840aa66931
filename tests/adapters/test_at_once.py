"""The contract of `AtOnce`: what the database would answer, or `NotAtOnce`; and never a loop that stands still."""

import asyncio
from collections.abc import Iterator
from typing import Any

import psycopg
import pytest

from mutoscope.adapters.postgres import psycopg_at_once, psycopg_pipeline
from mutoscope.adapters.postgres.psycopg_database import PsycopgDatabase
from mutoscope.errors import NotAtOnce
from mutoscope.ports import Row
from tests.adapters.test_database import STATEMENTS, VALUES, Cloud

MORE = {
    "both": "SELECT :first AS first, CAST(:second AS integer) + CAST(:second AS integer) AS twice",
    "slow": "SELECT pg_sleep(10)",
    "write": "CREATE TABLE at_once_wrote (id integer)",
    "written": "SELECT to_regclass('at_once_wrote') AS found",
    "backend": "SELECT pg_backend_pid() AS pid",
}


@pytest.fixture(autouse=True)
def patience(monkeypatch: pytest.MonkeyPatch) -> None:
    """A busy machine is no reason to give up."""
    monkeypatch.setattr(psycopg_pipeline, "PATIENCE_SECONDS", 60.0)


@pytest.fixture
def database(cloud: Cloud) -> Iterator[PsycopgDatabase]:
    opened = PsycopgDatabase(cloud.database_url, statements={**STATEMENTS, **MORE})
    yield opened
    opened.close()


def asked(database: PsycopgDatabase, query: str, **values: object) -> list[Row]:
    return list(asyncio.run(database.at_once.ask(query, values)))


@pytest.mark.parametrize(("kind", "value"), VALUES, ids=lambda value: str(value)[:20])
def test_a_value_comes_back_as_the_database_gives_it(database: PsycopgDatabase, kind: str, value: object) -> None:
    found = asked(database, kind, value=value)

    assert found == database.rows(kind, value=value)
    assert type(found[0]["value"]) is type(value)


def test_null_and_lists_travel(database: PsycopgDatabase) -> None:
    async def both() -> list[Any]:
        return [
            await database.at_once.ask("text", {"value": None}),
            await database.at_once.ask("words", {"value": ["a", "ü", ""]}),
        ]

    assert asyncio.run(both()) == [[{"value": None}], [{"value": ["a", "ü", ""]}]]


def test_a_parameter_may_be_used_twice(database: PsycopgDatabase) -> None:
    assert asked(database, "both", first="a", second=2) == [{"first": "a", "twice": 4}]


def test_many_at_a_time_are_each_told_their_own(database: PsycopgDatabase) -> None:
    async def all_of_them() -> list[Any]:
        await database.at_once.ask("integer", {"value": 0})
        return await asyncio.gather(*(database.at_once.ask("integer", {"value": each}) for each in range(100)))

    assert asyncio.run(all_of_them()) == [[{"value": each}] for each in range(100)]


@pytest.mark.parametrize("wrong", ["nul\0", "half \ud800"])
def test_what_cannot_be_sent_spoils_nothing_for_those_beside_it(database: PsycopgDatabase, wrong: str) -> None:
    async def beside() -> list[Any]:
        asks = [database.at_once.ask("text", {"value": each}) for each in ("a", wrong, "b")]
        await database.at_once.ask("text", {"value": ""})
        return await asyncio.gather(*asks, return_exceptions=True)

    one, refused, two = asyncio.run(beside())

    assert (one, two) == ([{"value": "a"}], [{"value": "b"}])
    assert isinstance(refused, NotAtOnce)


def test_after_a_value_that_is_refused_the_same_connection_answers(database: PsycopgDatabase) -> None:
    async def after() -> tuple[Any, Any]:
        before = await database.at_once.ask("backend", {})
        await database.at_once.ask("integer", {"value": 0})
        asks = [database.at_once.ask("integer", {"value": each}) for each in ("none", 2)]
        refused = await asyncio.gather(*asks, return_exceptions=True)
        assert all(isinstance(each, NotAtOnce) for each in refused)
        return before, await database.at_once.ask("backend", {})

    before, after_it = asyncio.run(after())

    assert before == after_it


def test_what_was_to_be_prepared_beside_a_value_that_is_refused_is_answered_when_it_is_asked_again(
    database: PsycopgDatabase,
) -> None:
    async def again() -> tuple[Any, ...]:
        before = await database.at_once.ask("backend", {})
        asks = [database.at_once.ask(*each) for each in (("integer", {"value": "none"}), ("text", {"value": "a"}))]
        refused = await asyncio.gather(*asks, return_exceptions=True)
        assert all(isinstance(each, NotAtOnce) for each in refused)
        found = [
            await database.at_once.ask("text", {"value": "b"}),
            await database.at_once.ask("integer", {"value": 1}),
        ]
        return before, await database.at_once.ask("backend", {}), found

    before, after, found = asyncio.run(again())

    assert found == [[{"value": "b"}], [{"value": 1}]]
    assert before == after


def test_what_is_asked_before_it_is_known_that_it_was_not_prepared_keeps_the_connection(
    database: PsycopgDatabase,
) -> None:
    async def meanwhile() -> tuple[Any, Any]:
        before = await database.at_once.ask("backend", {})
        asks = [database.at_once.ask(*each) for each in (("integer", {"value": "none"}), ("text", {"value": "a"}))]
        refused = asyncio.gather(*asks, return_exceptions=True)
        await asyncio.sleep(0)
        await asyncio.sleep(0)
        await asyncio.gather(database.at_once.ask("text", {"value": "b"}), refused, return_exceptions=True)
        return before, await database.at_once.ask("backend", {})

    before, after = asyncio.run(meanwhile())

    assert before == after


def test_nothing_is_written(database: PsycopgDatabase) -> None:
    with pytest.raises(NotAtOnce):
        asked(database, "write")

    assert database.row("written") == {"found": None}


def test_the_loop_goes_on_while_the_database_is_slow_and_gives_up_soon(
    database: PsycopgDatabase, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(psycopg_pipeline, "PATIENCE_SECONDS", 0.2)

    async def counted() -> int:
        turns = 0
        slow = asyncio.ensure_future(database.at_once.ask("slow", {}))
        while not slow.done():
            await asyncio.sleep(0.001)
            turns += 1
        with pytest.raises(NotAtOnce):
            slow.result()
        return turns

    assert asyncio.run(counted()) > 1


def test_a_connection_that_is_cut_answers_nobody_and_another_follows(
    database: PsycopgDatabase, cloud: Cloud, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(psycopg_at_once, "REST_SECONDS", 0.0)

    async def cut() -> tuple[Any, Any]:
        (before,) = await database.at_once.ask("backend", {})
        with psycopg.connect(cloud.database_url, autocommit=True) as connection:
            connection.execute("SELECT pg_terminate_backend(%s, 5000)", [before["pid"]])
        with pytest.raises(NotAtOnce):
            await database.at_once.ask("backend", {})
        (after,) = await database.at_once.ask("backend", {})
        return before, after

    before, after = asyncio.run(cut())

    assert before != after


def test_without_a_database_there_is_no_answer_at_once() -> None:
    database = PsycopgDatabase("postgresql://127.0.0.1:1/nothing", statements=STATEMENTS)

    with pytest.raises(NotAtOnce):
        asked(database, "text", value="a")

    database.close()
