"""The command line: `mutoscope film`, `up`, `script`, `scene`, `cancel`, `rebuild`, `films`, `voices`, `styles`, ...

Every failure ends in one sentence with what to do, and a non-zero exit code.
"""

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from mutoscope import planning
from mutoscope.adapters.postgres.migrate import migrate_record
from mutoscope.errors import MutoscopeError
from mutoscope.laptop import cancel_command, film_command, script_command
from mutoscope.laptop.loopback import keep_proxies_off
from mutoscope.laptop.options import FilmOptions
from mutoscope.render.timeline import Aspect, Captions
from mutoscope.settings import settings

app = typer.Typer(
    no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False, help="Topic in, film out."
)
console = Console()
models = typer.Typer(no_args_is_help=True, help="Models of our own: list, pull, check, run.")
app.add_typer(models, name="models")


def _variable(name: str) -> str:
    """The Makefile hands its variables over under these names, so that a desktop's own LANGUAGE does not count."""
    return f"MUTOSCOPE_FILM_{name}"


Topic = Annotated[str | None, typer.Option("--topic", envvar=_variable("TOPIC"), help="What the film is about.")]
From = Annotated[
    str | None,
    typer.Option("--from", envvar=_variable("FROM"), help="A text, Markdown, HTML or PDF file, or an https page."),
]
ScriptFile = Annotated[
    str | None,
    typer.Option("--script", envvar=_variable("SCRIPT"), help="A file with your own script, empty lines part scenes."),
]
Out = Annotated[Path | None, typer.Option("--out", envvar=_variable("OUT"), help="The path of the .mp4.")]
Length = Annotated[
    str | None, typer.Option("--length", envvar=_variable("LENGTH"), help="Seconds, 10 to 1800; 60 if not given.")
]
Language = Annotated[str, typer.Option("--language", envvar=_variable("LANGUAGE"), help="en, es, hi, ...")]
Voice = Annotated[str | None, typer.Option("--voice", envvar=_variable("VOICE"), help="See `mutoscope voices`.")]
Music = Annotated[
    str | None, typer.Option("--music", envvar=_variable("MUSIC"), help="A mood (`mutoscope moods`), or none.")
]
Style = Annotated[str | None, typer.Option("--style", envvar=_variable("STYLE"), help="See `mutoscope styles`.")]
Seed = Annotated[str, typer.Option("--seed", envvar=_variable("SEED"), help="Another seed, another film.")]
AspectOption = Annotated[
    str, typer.Option("--aspect", envvar=_variable("ASPECT"), help=", ".join(each.value for each in Aspect))
]
CaptionsOption = Annotated[
    str, typer.Option("--captions", envvar=_variable("CAPTIONS"), help=", ".join(each.value for each in Captions))
]


@app.command()
def film(
    topic: Topic = None,
    source: From = None,
    script: ScriptFile = None,
    out: Out = None,
    aspect: AspectOption = "16:9",
    length: Length = None,
    language: Language = "en",
    voice: Voice = None,
    captions: CaptionsOption = "burned",
    music: Music = None,
    style: Style = None,
    seed: Seed = "0",
) -> None:
    """Make a film from a topic, a document or a script of your own."""
    options = FilmOptions(topic, source, script, aspect, length, language, voice, captions, music, style, seed)
    film_command.make_film(console, settings(), options, out)


@app.command()
def script(
    topic: Topic = None, source: From = None, length: Length = None, language: Language = "en", seed: Seed = "0"
) -> None:
    """Write a film's script and show it, in the form that --script takes."""
    options = FilmOptions(topic, source, None, length=length, language=language, seed=seed)
    script_command.show_script(console, settings(), options)


@app.command()
def scene(
    film_id: Annotated[str, typer.Argument(help="The film, as `mutoscope films` names it.")],
    scene_id: Annotated[str, typer.Argument(help="The scene: s01, s02, ...")],
    narration: Annotated[str | None, typer.Option(help="What is said instead.")] = None,
    picture: Annotated[str | None, typer.Option(help="What is seen instead.")] = None,
    out: Annotated[Path | None, typer.Option(help="The path of the .mp4.")] = None,
) -> None:
    """Edit one scene of a film and build it again; what is not touched is kept."""
    film_command.change_scene(console, settings(), film_id, scene_id, narration, picture, out)


@app.command()
def cancel(film_id: Annotated[str, typer.Argument(help="The film, as `mutoscope films` names it.")]) -> None:
    """Stop making a film; what it finished is kept, and a film that is made stays."""
    cancel_command.cancel_film(console, settings(), film_id)


@app.command()
def rebuild(
    manifest: Annotated[Path, typer.Argument(help="The .json that was delivered beside the film.")],
    out: Annotated[Path | None, typer.Option(help="The path of the .mp4.")] = None,
    files: Annotated[
        Path | None, typer.Option(help="The folder of your own files; the manifest's if left out.")
    ] = None,
    anyway: Annotated[
        bool, typer.Option("--anyway", help="Also where engines have changed; the bytes differ.")
    ] = False,
) -> None:
    """Make a film again from its manifest, byte for byte."""
    film_command.rebuild_film(console, settings(), manifest, out, files, anyway=anyway)


@app.command()
def films() -> None:
    """List the studio's films, the newest first."""
    film_command.list_films(console, settings())


@app.command()
def up() -> None:
    """Run the studio until Ctrl-C."""
    film_command.run_studio(console, settings())


@app.command()
def mcp() -> None:
    """Serve the studio's tools to an assistant, over standard input and output (Model Context Protocol)."""
    from mutoscope.laptop import mcp_server

    mcp_server.serve(settings())


@app.command()
def migrate() -> None:
    """Bring the database that the settings name up to the newest migration; `up` does it by itself."""
    applied = migrate_record(settings())
    console.print("\n".join(applied) if applied else "Nothing to do.")


@app.command()
def voices(language: Annotated[str | None, typer.Option(help="Only this language.")] = None) -> None:
    """List the voices."""
    from mutoscope.engines.registry import speaker

    rows = [
        (voice.language, voice.name, voice.gender, voice.description)
        for voice in speaker(settings()).voices()
        if language in (None, voice.language)
    ]
    _show(("language", "voice", "gender", ""), rows)


@app.command()
def styles() -> None:
    """List the styles of pictures."""
    from mutoscope.engines.registry import drawer

    _show(("style", ""), list(drawer(settings()).styles().items()))


@app.command()
def moods() -> None:
    """List the moods of music."""
    from mutoscope.engines.registry import composer

    _show(("mood", ""), list(composer(settings()).moods().items()))


for plan in (planning.simulate, planning.quotas, planning.cost):
    app.command()(plan)


ModelName = Annotated[str, typer.Argument(help="See `mutoscope models list`.")]


@models.command("list")
def list_models() -> None:
    """List the models, what a card of 8 GB does to hold each, and which are here."""
    from gpu_container import command

    _show(("model", "for", "licence", "GB", "on 8 GB", ""), command.rows(settings()))


@models.command("pull")
def pull_model(name: ModelName) -> None:
    """Fetch a model's weights and pin them by commit and hash."""
    from gpu_container import command

    console.print(command.pull(settings(), name), highlight=False)


@models.command("check")
def check_model(name: ModelName) -> None:
    """Hash a model's files against what was pinned."""
    from gpu_container import command

    console.print(command.check(settings(), name), highlight=False)


@models.command("run")
def run_model(
    name: ModelName,
    prompt: Annotated[str, typer.Option(help="What it shall make.")] = "",
    out: Annotated[Path, typer.Option(help="The folder for what it makes.")] = Path("out"),
    small: Annotated[bool, typer.Option("--small", help="The smallest size, for tiny checkpoints.")] = False,
) -> None:
    """Run a model once, here."""
    from gpu_container import command

    console.print(command.run(settings(), name, prompt, out, small=small), highlight=False)


def main() -> None:
    keep_proxies_off()
    try:
        app(standalone_mode=True)
    except MutoscopeError as error:
        _explain(error)
        sys.exit(1)


def _explain(error: MutoscopeError) -> None:
    stderr = Console(stderr=True)
    stderr.print(f"[bold red]Error:[/] {_plain(error.message)}", highlight=False, soft_wrap=True)
    if error.advice:
        stderr.print(_plain(error.advice), highlight=False, soft_wrap=True)


def _plain(text: str) -> str:
    return text.replace("[", r"\[")


def _show(headings: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> None:
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0))
    for heading in headings:
        table.add_column(heading, style="dim" if heading == "" else "", header_style="bold")
    for row in rows:
        table.add_row(*row)
    console.print(table)
