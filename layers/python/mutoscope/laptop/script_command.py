"""Writing a film's script and showing it, without a studio: what `mutoscope script` prints, `--script` takes."""

from rich.console import Console

from mutoscope.documents.fetch import fetch_page
from mutoscope.engines import registry
from mutoscope.engines.tasks import WriteRequest
from mutoscope.engines.write.extractive import ExtractiveWriter
from mutoscope.films.pace import narration_seconds, told_seconds
from mutoscope.films.request import FilmRequest
from mutoscope.films.script import Script
from mutoscope.laptop.options import FilmOptions, read_request
from mutoscope.settings import Settings


def show_script(console: Console, settings: Settings, options: FilmOptions) -> None:
    request = read_request(options, "script")
    text, title = request.text, request.title
    if request.source_url is not None:
        page = fetch_page(request.source_url)
        text, title = page.text, page.title
    console.print(as_text(_write(settings, request, text, title)), highlight=False, markup=False, soft_wrap=True)


def outline_seconds(request: FilmRequest, settings: Settings) -> int | None:
    """How long the outline of a bare topic will be; None where a document or a model has more to tell."""
    if request.topic is None or registry.writer(settings).name != ExtractiveWriter.name:
        return None
    return told_seconds(_write(settings, request, None, request.title))


def _write(settings: Settings, request: FilmRequest, text: str | None, title: str | None) -> Script:
    return registry.writer(settings).write(
        WriteRequest(
            topic=request.topic,
            text=text,
            title=title,
            language=request.language,
            seconds=narration_seconds(request.seconds),
            seed=request.seed,
        )
    )


def as_text(script: Script) -> str:
    """The script as SCRIPT files are written: a title, scenes apart, pictures in brackets."""
    scenes = [
        f"{scene.narration}\n[picture: {scene.picture}]" if scene.picture else scene.narration
        for scene in script.scenes
    ]
    return "\n\n".join([f"# {script.title}", *scenes]) + "\n"
