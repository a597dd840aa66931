"""What the commands do with a studio: order a film, follow it, write its files; edit a scene; list; run it."""

import os
import secrets
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import NoReturn

from pydantic import ValidationError
from rich.console import Console

from mutoscope.errors import MutoscopeError
from mutoscope.films.rebuild import request_from, require_same_versions
from mutoscope.films.request import FilmRequest, SceneEdit
from mutoscope.films.resource import FilmResource
from mutoscope.laptop.client import FilmClient, Refused
from mutoscope.laptop.delivery import check_out, deliver
from mutoscope.laptop.display import follow
from mutoscope.laptop.home import Home
from mutoscope.laptop.ids import require_film_id, require_scene_id
from mutoscope.laptop.manifest_file import find_own_files, read_manifest
from mutoscope.laptop.options import BadOption, FilmOptions, check_choices, read_request, reason_of
from mutoscope.laptop.orders import Orders
from mutoscope.laptop.script_command import outline_seconds
from mutoscope.laptop.script_file import read_script
from mutoscope.laptop.session import Session
from mutoscope.media.inputs import digest_file, name_of
from mutoscope.settings import Settings

INTERRUPTED = 130
TOLERANCE = 0.15


class FilmFailed(MutoscopeError):
    """{reason}"""

    code = "film_failed"
    hint = "{advice}"


def make_film(console: Console, settings: Settings, options: FilmOptions, out: Path | None) -> None:
    request = read_request(options)
    check_choices(request, settings)
    files = read_script(Path(options.script)).files if options.script is not None else ()
    sources = (*(file.path for file in files), *map(Path, filter(None, (options.script, options.source))))
    check_out(out, sources)
    foretell_length(console, request, settings)
    foretell_no_length(console, options)
    orders = Orders(Home(settings.home).folder / "orders", request)
    studio = _studio(console, settings)
    try:
        with studio as session:
            client = FilmClient(session)
            for file in files:
                client.upload(file.path, name_of(file.key))
            film = _watch(console, client, _ordered(client, orders, request))
            orders.forget()
            _finish(console, client, film, out, sources, is_told_as_given=options.script is not None)
    except KeyboardInterrupt:
        pending = orders.pending()
        _interrupted(console, studio, pending.film_id if pending else None)


class NotTheSameFilm(MutoscopeError):
    """The film is made, but its bytes are not those of the manifest's film."""

    code = "not_the_same_film"
    hint = "Engines and stages are the same: another processor or another release of a library encodes otherwise."


def rebuild_film(
    console: Console, settings: Settings, path: Path, out: Path | None, own_files: Path | None, *, anyway: bool
) -> None:
    """Makes a manifest's film again, and says whether it has the same bytes."""
    manifest = read_manifest(path)
    if not anyway:
        require_same_versions(manifest, settings)
    files = find_own_files(manifest, own_files or path.parent)
    request = request_from(manifest)
    check_choices(request, settings)
    check_out(out)
    studio, film = _studio(console, settings), None
    try:
        with studio as session:
            client = FilmClient(session)
            for key, file in files.items():
                client.upload(file, name_of(key))
            film = client.create(request, secrets.token_hex(16))
            made = _finish(console, client, _watch(console, client, film), out, is_told_as_given=True)
    except KeyboardInterrupt:
        _interrupted(console, studio, film.id if film else None)
    if anyway or not manifest.video_sha256:
        console.print("Whether it has the same bytes cannot be told.", style="dim")
    elif digest_file(made[0]) != manifest.video_sha256:
        raise NotTheSameFilm
    else:
        console.print("It is the same film, byte for byte.")


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
        raise BadOption(option="--narration or --picture", reason=reason_of(error), command="scene") from error
    require_film_id(film_id)
    require_scene_id(scene_id)
    check_out(out)
    studio = _studio(console, settings)
    try:
        with studio as session:
            client = FilmClient(session)
            film = client.edit_scene(film_id, scene_id, edit)
            _finish(console, client, _watch(console, client, film), out)
    except KeyboardInterrupt:
        _interrupted(console, studio, film_id)


def list_films(console: Console, settings: Settings) -> None:
    with _studio(console, settings) as session:
        for film in FilmClient(session).list(50):
            length = f"{film.duration:.0f} s" if film.duration else ""
            console.print(
                f"{film.id}  {film.status.value:<15} {length:>6}  {film.title}", markup=False, highlight=False
            )


def run_studio(console: Console, settings: Settings) -> None:
    """Starts the studio, says where it is, and stays until Ctrl-C or SIGTERM."""
    try:
        with _studio(console, settings) as session:
            console.print(f"The studio is up: [bold]{session.url}[/]  (API: {session.url}/docs)")
            console.print(
                f"Your API key is in {session.home.owner_key}; logs are in {session.home.logs}.", soft_wrap=True
            )
            if not session.started_it:
                console.print("It was up already, and stays up; whoever started it stops it.")
                return
            console.print("Ctrl-C stops it; nothing is lost.")
            session.stay()
    except KeyboardInterrupt:
        console.print("The studio is stopped.")


def foretell_length(console: Console, request: FilmRequest, settings: Settings) -> None:
    """Says before the build where an outline cannot keep to the length, since it states no fact about its topic."""
    seconds = outline_seconds(request, settings)
    if seconds is None or abs(request.seconds - seconds) <= request.seconds * TOLERANCE:
        return
    advice = (
        "For a longer film give FROM=a document, SCRIPT=your own words, or a model to write with (OPENAI_BASE_URL)."
        if seconds < request.seconds
        else "For a shorter one give a shorter topic."
    )
    told = f"A bare topic gives an outline of about {seconds} s, not of {request.seconds} s. {advice}"
    console.print(told, style="dim", soft_wrap=True)


def foretell_no_length(console: Console, options: FilmOptions) -> None:
    if options.script is not None and options.length is not None:
        told = "LENGTH has no effect: a film of a script is as long as it takes to tell the script."
        console.print(told, style="dim", soft_wrap=True)


def _studio(console: Console, settings: Settings) -> Session:
    return Session(settings, lambda: console.print("Starting the studio ...", style="dim"))


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
    try:
        film = client.create(request, pending.key)
    except Refused:
        orders.forget()
        raise
    orders.keep(replace(pending, film_id=film.id))
    return film


def _watch(console: Console, client: FilmClient, film: FilmResource) -> FilmResource:
    return follow(console, client.watch(film.id))


def _finish(
    console: Console,
    client: FilmClient,
    film: FilmResource,
    out: Path | None,
    sources: Sequence[Path] = (),
    *,
    is_told_as_given: bool = False,
) -> list[Path]:
    """A script of one's own is as long as it is; for everything else a length that differs is explained."""
    if film.status != "completed":
        reason = film.error.message if film.error else f"The film is {film.status.value.replace('_', ' ')}."
        advice = film.error.hint if film.error else "Order it again with the same command."
        raise FilmFailed(reason=reason, advice=advice)
    paths = deliver(client, film, out, sources)
    console.print(f"\n[bold green]{paths[0]}[/]  {film.duration:.1f} s", highlight=False, soft_wrap=True)
    if not is_told_as_given and film.duration and abs(film.duration - film.seconds) > film.seconds * TOLERANCE:
        told = (
            "as long as there was something to tell" if film.duration < film.seconds else "as long as telling it took"
        )
        console.print(f"It was ordered at {film.seconds} s, and is {told}.", style="dim", soft_wrap=True)
    for path in paths[1:]:
        console.print(f"{path}", highlight=False, style="dim", soft_wrap=True)
    console.print(
        f"Edit a scene: {os.path.relpath(sys.argv[0])} scene {film.id} s01 --narration '...'",
        highlight=False,
        style="dim",
        soft_wrap=True,
    )
    return paths


def _interrupted(console: Console, studio: Session, film_id: str | None) -> NoReturn:
    """A studio that was up before the command goes on with the film."""
    if film_id is not None and not studio.started_it:
        console.print("\nThe studio was up before, and goes on making the film. The same command shows it again.")
        console.print(f"`mutoscope cancel {film_id}` stops it.", markup=False, highlight=False, soft_wrap=True)
    else:
        console.print("\nStopped. The same command goes on where it stood.")
    sys.exit(INTERRUPTED)
