"""`mutoscope mcp`: the studio as tools of an assistant, over the Model Context Protocol on standard input and output.

Each tool is one or two requests to the studio's HTTP API with the owner's key, so an assistant may do what its key may.
"""

import time
import uuid
from collections.abc import Callable
from typing import Annotated, Any, Literal
from urllib.parse import quote as quote_part

import httpx
from mcp.server import MCPServer
from mcp.server.mcpserver.exceptions import ToolError
from pydantic import BaseModel, Field, ValidationError

from mutoscope import __version__
from mutoscope.explain import explain, place
from mutoscope.laptop.session import Session
from mutoscope.settings import Settings

LONGEST_WAIT = 50
"""Seconds. Assistants give a tool a minute."""
_INSTRUCTIONS = (
    "Mutoscope makes narrated films. make_film orders one and answers at once; ask film_status until its status is"
    " completed, failed or cancelled (wait_seconds saves asking often), then give the user the links in files. quote"
    " says beforehand what something costs in credits. edit_scene changes one scene of a film and builds it again."
)

Narration = Annotated[str | None, Field(description="The narration itself; empty lines part scenes.")]
Page = Annotated[str | None, Field(description="An https page to tell of.")]
Seconds = Annotated[int | None, Field(ge=10, le=1800)]
Shape = Literal["16:9", "9:16", "1:1"]
FilmId = Annotated[str, Field(description="A film's id, as make_film and list_films answer it: film_...")]
MaxCredits = Annotated[int | None, Field(ge=0, description="The order is refused when it would cost more.")]
Where = Callable[[], tuple[str, str]]


class SceneSummary(BaseModel):
    id: str
    status: str
    narration: str
    picture: str


class FilmSummary(BaseModel):
    """A film as an assistant needs it; `files` are links that want the studio's key."""

    id: str
    title: str
    status: str
    progress: int
    stage: str | None
    estimated_seconds: int | None
    credits_held: int
    credits_charged: int
    scenes: list[SceneSummary]
    files: dict[str, str]
    error: str | None


class Quote(BaseModel):
    credits: int
    lines: list[dict[str, Any]]


class StudioApi:
    """The studio's API, wherever it is by now: `where` answers its address and the key."""

    def __init__(self, where: Where) -> None:
        self._where = where

    def call(self, method: str, path: str, **options: Any) -> tuple[str, Any]:
        """The studio's address and the answer. Raises ToolError in the studio's own words."""
        url, key = self._where()
        headers = {"Authorization": f"Bearer {key}", "Idempotency-Key": uuid.uuid4().hex}
        try:
            answer = httpx.request(method, url + path, headers=headers, timeout=60.0, **options)
        except httpx.TransportError as error:
            raise ToolError(f"The studio at {url} does not answer. Start it with `mutoscope up`.") from error
        if answer.status_code >= 400:
            raise ToolError(_told(answer))
        return url, answer.json()

    def film(self, method: str, path: str, **options: Any) -> FilmSummary:
        return _summary(*self.call(method, path, **options))


class StudioServer(MCPServer):
    """Refuses wrong arguments in the studio's words."""

    async def call_tool(self, name: str, arguments: dict[str, Any], context: Any = None) -> Any:
        try:
            return await super().call_tool(name, arguments, context)
        except ToolError as error:
            if not isinstance(error.__cause__, ValidationError):
                raise
            wrong = [f"{place(each['loc'])}: {explain(each)}." for each in error.__cause__.errors()]
            raise ToolError(" ".join([*wrong, "Correct it and call the tool again. (invalid_input)"])) from None


def studio_tools(api: StudioApi) -> MCPServer:
    server = StudioServer("mutoscope", version=__version__, instructions=_INSTRUCTIONS, log_level="WARNING")

    @server.tool()
    def make_film(
        topic: str | None = None,
        text: str | None = None,
        script: Narration = None,
        source_url: Page = None,
        title: str | None = None,
        seconds: Seconds = None,
        aspect: Shape | None = None,
        language: str | None = None,
        voice: str | None = None,
        style: str | None = None,
        music: str | None = None,
        max_credits: MaxCredits = None,
    ) -> FilmSummary:
        """Order a narrated film from exactly one of topic, text, script and source_url. Answers before it is made."""
        given = {
            "topic": topic, "text": text, "script": script, "source_url": source_url, "title": title,
            "seconds": seconds, "aspect": aspect, "language": language, "voice": voice, "style": style,
            "music": music, "max_credits": max_credits,
        }  # fmt: skip
        return api.film("POST", "/v1/films", json=_given(given))

    @server.tool()
    def film_status(
        film_id: FilmId,
        wait_seconds: Annotated[
            int, Field(ge=0, le=LONGEST_WAIT, description="Wait so long for the film to be over.")
        ] = 0,
    ) -> FilmSummary:
        """How a film stands: its status, progress in per cent, scenes, and links to its files when it is completed."""
        until = time.monotonic() + wait_seconds
        film = api.film("GET", _film(film_id))
        while film.status in ("queued", "in_progress") and time.monotonic() < until:
            time.sleep(1)
            film = api.film("GET", _film(film_id))
        return film

    @server.tool()
    def edit_scene(
        film_id: FilmId,
        scene_id: Annotated[str, Field(description="s01, s02, ...: film_status lists them.")],
        narration: str | None = None,
        picture: Annotated[str | None, Field(description="What is seen, in words.")] = None,
        max_credits: MaxCredits = None,
    ) -> FilmSummary:
        """Change what one scene says or shows and build the film again; what is not touched is kept."""
        given = {"narration": narration, "picture": picture, "max_credits": max_credits}
        return api.film("PATCH", f"{_film(film_id)}/scenes/{quote_part(scene_id, safe='')}", json=_given(given))

    @server.tool()
    def quote(
        input: Annotated[dict[str, Any] | None, Field(description="What would be ordered of another kind.")] = None,
        kind: Annotated[str, Field(description="film, speech, text_to_image, music, ...")] = "film",
        topic: str | None = None,
        text: str | None = None,
        script: Narration = None,
        source_url: Page = None,
        title: str | None = None,
        seconds: Seconds = None,
        aspect: Shape | None = None,
        language: str | None = None,
        voice: str | None = None,
        style: str | None = None,
        music: str | None = None,
    ) -> Quote:
        """What a film of these fields, or an order of another kind with this input, costs at most; orders nothing."""
        flat = {
            "topic": topic, "text": text, "script": script, "source_url": source_url, "title": title,
            "seconds": seconds, "aspect": aspect, "language": language, "voice": voice, "style": style,
            "music": music,
        }  # fmt: skip
        _, answer = api.call("POST", "/v1/quotes", json={"kind": kind, "input": {**(input or {}), **_given(flat)}})
        return Quote(credits=answer["credits"], lines=answer["lines"])

    @server.tool()
    def list_films(limit: Annotated[int, Field(ge=1, le=100)] = 10) -> list[FilmSummary]:
        """The films there are, the newest first."""
        url, answer = api.call("GET", "/v1/films", params={"limit": limit})
        return [_summary(url, film) for film in answer["data"]]

    @server.tool()
    def cancel_film(film_id: FilmId) -> FilmSummary:
        """Stop making a film; a film that is made stays as it is."""
        _, film = api.call("GET", _film(film_id))
        if film["job_id"]:
            api.call("DELETE", f"/v1/jobs/{film['job_id']}")
        return api.film("GET", _film(film_id))

    return server


def serve(settings: Settings) -> None:
    """Until the assistant hangs up. A studio of this machine is started when none runs, and stopped with this."""
    if settings.studio_url:
        address, key = settings.studio_url.rstrip("/"), settings.studio_key.get_secret_value()
        studio_tools(StudioApi(lambda: (address, key))).run()
        return
    with Session(settings) as session:

        def here() -> tuple[str, str]:
            session.ensure()
            return session.url, session.key

        studio_tools(StudioApi(here)).run()


def _film(film_id: str) -> str:
    """Quoted, because an assistant may have been talked into an id that leads elsewhere."""
    return f"/v1/films/{quote_part(film_id, safe='')}"


def _given(values: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if value is not None}


def _told(answer: httpx.Response) -> str:
    try:
        error = answer.json()["error"]
    except (ValueError, KeyError):
        return f"The studio answered {answer.status_code}."
    return f"{error['message']} {error.get('hint') or ''} ({error['code']})".replace("  ", " ")


def _summary(url: str, film: dict[str, Any]) -> FilmSummary:
    return FilmSummary(
        **{name: film[name] for name in ("id", "title", "status", "progress", "stage", "estimated_seconds")},
        credits_held=film["credits"]["held"],
        credits_charged=film["credits"]["charged"],
        scenes=[SceneSummary(**{name: scene[name] for name in SceneSummary.model_fields}) for scene in film["scenes"]],
        files={variant: url + path for variant, path in film["files"].items()},
        error=film["error"]["message"] if film["error"] else None,
    )
