"""`mutoscope mcp` with the protocol's own client over standard input and output, before a studio that works."""

import os
import sys
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager
from typing import Any

import anyio
import pytest
from mcp import ClientSession, StdioServerParameters, stdio_client

from tests.clients.conftest import Server

Session = Callable[[Callable[[ClientSession], Coroutine[Any, Any, Any]]], Any]
FILM = {"script": "Rice grows in water.", "aspect": "1:1", "music": "none"}


@pytest.fixture
def assistant(server: Server) -> Session:
    """Runs what an assistant does with the tools."""

    def run(act: Callable[[ClientSession], Coroutine[Any, Any, Any]]) -> Any:
        async def connected() -> Any:
            async with _tools(server) as session:
                return await act(session)

        return anyio.run(connected)

    return run


@asynccontextmanager
async def _tools(server: Server) -> AsyncIterator[ClientSession]:
    command = StdioServerParameters(
        command=sys.executable,
        args=["-c", "from mutoscope.cli import main; main()", "mcp"],
        env={
            "PATH": os.environ["PATH"],
            "PYTHONPATH": os.environ.get("PYTHONPATH", ""),
            "MUTOSCOPE_STUDIO_URL": server.url,
            "MUTOSCOPE_STUDIO_KEY": server.key,
        },
    )
    async with stdio_client(command) as (read, write), ClientSession(read, write) as session:
        await session.initialize()
        yield session


async def answer(session: ClientSession, tool: str, **given: object) -> Any:
    result = await session.call_tool(tool, given)
    assert not result.is_error, result.content
    return result.structured_content


def test_an_assistant_quotes_orders_waits_edits_and_lists(assistant: Session) -> None:
    async def act(session: ClientSession) -> dict[str, Any]:
        names = [tool.name for tool in (await session.list_tools()).tools]
        price = await answer(session, "quote", input=FILM)
        flat = await answer(session, "quote", **FILM)
        film = await answer(session, "make_film", **FILM, max_credits=price["credits"])
        made = await answer(session, "film_status", film_id=film["id"], wait_seconds=50)
        edited = await answer(session, "edit_scene", film_id=film["id"], scene_id="s01", narration="Rice likes water.")
        cancelled = await answer(session, "cancel_film", film_id=film["id"])
        listed = await answer(session, "list_films")
        misfit = await session.call_tool("make_film", {"topic": "Rice", "seconds": "many", "aspect": "4:3"})
        wrong = await session.call_tool("film_status", {"film_id": "film_of_nobody"})
        return locals()

    done = assistant(act)

    assert set(done["names"]) == {"make_film", "film_status", "edit_scene", "quote", "list_films", "cancel_film"}
    assert done["film"]["credits_held"] == done["price"]["credits"] > 0
    assert (done["made"]["status"], done["made"]["progress"]) == ("completed", 100)
    assert done["made"]["files"]["video"].endswith("content?variant=video")
    assert done["edited"]["scenes"][0]["narration"] == "Rice likes water."
    assert done["cancelled"]["status"] in ("cancelled", "completed")
    assert [film["id"] for film in done["listed"]["result"]] == [done["film"]["id"]]
    assert done["flat"] == done["price"]
    assert done["misfit"].is_error
    assert "seconds: 'many' is not a whole number. aspect: it has to be '16:9'" in done["misfit"].content[0].text
    assert "pydantic" not in done["misfit"].content[0].text
    assert done["wrong"].is_error
    assert "not_found" in done["wrong"].content[0].text
