"""What the commands do: order a film, follow it, write its files; edit a scene; write a script; run the studio."""

import sys
from dataclasses import dataclass, replace
from pathlib import Path

from pydantic import ValidationError
from rich.console import Console

from mutoscope.documents.fetch import fetch_page
from mutoscope.documents.read import read_document
from mutoscope.engines import registry
from mutoscope.engines.languages import require_language
from mutoscope.engines.tasks import WriteRequest
from mutoscope.errors import InvalidInput, MutoscopeError
from mutoscope.explain import explain
from mutoscope.films.pace import narration_seconds
from mutoscope.films.request import FilmRequest, SceneEdit
from mutoscope.films.resource import FilmResource
from mutoscope.films.script import Script, parse_script
from mutoscope.laptop.client import FilmClient
from mutoscope.laptop.delivery import check_out, deliver
from mutoscope.laptop.display import follow
from mutoscope.laptop.home import Home
from mutoscope.laptop.orders import Orders
from mutoscope.laptop.script_file import read_script_file
from mutoscope.laptop.session import Session
from mutoscope.settings import Settings

INTERRUPTED = 130


@dataclass(frozen=True)
class FilmOptions:
    """The command line's words, before anything is checked."""

    topic: str | None
    source: str | None
    script: str | None
    aspect: str = "16:9"
    length: str = "60"
    language: str = "en"
    voice: str | None = None
    captions: str = "burned"
    music: str | None = None
    style: str | None = None
    seed: str = "0"


class OneSource(InvalidInput):
    """A film is made from exactly one of TOPIC, FROM and SCRIPT; {given}."""

    code = "one_source"
    hint = 'For example: make film TOPIC="How long does rice take to grow?"'


class BadOption(InvalidInput):
    """{option} is not valid: {reason}."""

    code = "invalid_option"
    hint = "`mutoscope film --help` lists the options."


class FilmFailed(MutoscopeError):
    """{reason}"""

    code = "film_failed"
    hint = "{advice}"


def make_film(console: Console, settings: Settings, options: FilmOptions, out: Path | None) -> None:
    request = read_request(options)
    check_out(out)
    orders = Orders(Home(settings.home).folder / "orders", request)
    try:
        with Session(settings) as session:
            client = FilmClient(session)
            film = _watch(console, client, _ordered(client, orders, request))
            orders.forget()
            _finish(console, client, film, out)
    except KeyboardInterrupt:
        _interrupted(console)


def change_scene(
    console: Console,
    settings: Settings,
    film_id: str,
    scene_id: str,
    narration: str | None,
    picture: str | None,
    out: Path | None,
) -> None:
    try:
        edit = SceneEdit(narration=narration, picture=picture)
    except ValidationError as error:
        raise BadOption(option="--narration or --picture", reason=_reason(error)) from error
    check_out(out)
    try:
        with Session(settings) as session:
            client = FilmClient(session)
            film = client.edit_scene(film_id, scene_id, edit)
            _finish(console, client, _watch(console, client, film), out)
    except KeyboardInterrupt:
        _interrupted(console)


def show_script(console: Console, settings: Settings, options: FilmOptions) -> None:
    request = read_request(options)
    text, title = request.text, request.title
    if request.source_url is not None:
        page = fetch_page(request.source_url)
        text, title = page.text, page.title
    written = registry.writer(settings).write(
        WriteRequest(
            topic=request.topic,
            text=text,
            title=title,
            language=request.language,
            seconds=narration_seconds(request.seconds),
            seed=request.seed,
        )
    )
    console.print(as_text(written), highlight=False, markup=False, soft_wrap=True)


def list_films(console: Console, settings: Settings) -> None:
    with Session(settings) as session:
        for film in FilmClient(session).list(50):
            length = f"{film.duration:.0f} s" if film.duration else ""
            console.print(
                f"{film.id}  {film.status.value:<15} {length:>6}  {film.title}", markup=False, highlight=False
            )


def run_studio(console: Console, settings: Settings) -> None:
    """Starts the studio, says where it is, and stays until Ctrl-C or SIGTERM."""
    try:
        with Session(settings) as session:
            console.print(f"The studio is up: [bold]{session.url}[/]  (API: {session.url}/docs)")
            console.print(
                f"Your API key is in {session.home.owner_key}; logs are in {session.home.logs}.", soft_wrap=True
            )
            console.print("Ctrl-C stops it; nothing is lost.")
            session.stay()
    except KeyboardInterrupt:
        console.print("The studio is stopped.")


def as_text(script: Script) -> str:
    """The script as SCRIPT files are written: a title, scenes apart, pictures in brackets."""
    scenes = [
        f"{scene.narration}\n[picture: {scene.picture}]" if scene.picture else scene.narration
        for scene in script.scenes
    ]
    return "\n\n".join([f"# {script.title}", *scenes]) + "\n"


def read_request(options: FilmOptions) -> FilmRequest:
    """The order that the options make, with every local file read and every value checked."""
    given = {"TOPIC": options.topic, "FROM": options.source, "SCRIPT": options.script}
    named = [name for name, value in given.items() if value is not None]
    if len(named) != 1:
        raise OneSource(given="none was given" if not named else f"{' and '.join(named)} were given")
    values: dict[str, object] = {
        "aspect": options.aspect,
        # A script of one's own is as long as it takes to tell.
        **({} if options.script is not None else {"seconds": options.length}),
        "language": require_language(options.language),
        "voice": options.voice,
        "captions": options.captions,
        "music": options.music,
        "style": options.style,
        "seed": options.seed,
    }
    try:
        return FilmRequest.model_validate({**values, **_source(options)})
    except ValidationError as error:
        raise BadOption(option=_option(error), reason=_reason(error)) from error


def _source(options: FilmOptions) -> dict[str, object]:
    if options.topic is not None:
        return {"topic": options.topic}
    if options.script is not None:
        text = read_script_file(Path(options.script))
        parse_script(text, language=require_language(options.language), title=None)
        return {"script": text}
    assert options.source is not None
    if "://" in options.source:
        return {"source_url": options.source}
    document = read_document(Path(options.source))
    return {"text": document.text, "title": document.title}


def _ordered(client: FilmClient, orders: Orders, request: FilmRequest) -> FilmResource:
    """The film that this very command ordered before, if it is still being made; a new one otherwise."""
    pending = orders.pending()
    if pending is not None and pending.film_id is not None:
        try:
            film = client.get(pending.film_id)
        except MutoscopeError:
            film = None
        if film is not None and film.status in ("queued", "in_progress", "completed"):
            return film
        pending = None
    pending = pending or orders.begin()
    film = client.create(request, pending.key)
    orders.keep(replace(pending, film_id=film.id))
    return film


def _watch(console: Console, client: FilmClient, film: FilmResource) -> FilmResource:
    return follow(console, client.watch(film.id))


def _finish(console: Console, client: FilmClient, film: FilmResource, out: Path | None) -> None:
    if film.status != "completed":
        reason = film.error.message if film.error else f"The film is {film.status.value.replace('_', ' ')}."
        advice = film.error.hint if film.error else "Order it again with the same command."
        raise FilmFailed(reason=reason, advice=advice)
    paths = deliver(client, film, out)
    console.print(f"\n[bold green]{paths[0]}[/]  {film.duration:.1f} s", highlight=False, soft_wrap=True)
    for path in paths[1:]:
        console.print(f"{path}", highlight=False, style="dim", soft_wrap=True)
    console.print(
        f"Edit a scene: mutoscope scene {film.id} s01 --narration '...'", highlight=False, style="dim", soft_wrap=True
    )


def _interrupted(console: Console) -> None:
    console.print("\nStopped. The same command goes on where it stood.")
    sys.exit(INTERRUPTED)


_OPTIONS = {"seconds": "LENGTH", "text": "FROM", "source_url": "FROM"}


def _option(error: ValidationError) -> str:
    location = error.errors()[0]["loc"]
    field = str(location[0]) if location else "the film"
    return _OPTIONS.get(field, field.upper())


def _reason(error: ValidationError) -> str:
    return explain(error.errors()[0])
