"""Writing a film's script and showing it, without a studio: what `mutoscope script` prints, `--script` takes."""

from rich.console import Console

from mutoscope.documents.fetch import fetch_page
from mutoscope.engines import registry
from mutoscope.engines.tasks import WriteRequest
from mutoscope.films.pace import narration_seconds
from mutoscope.films.script import Script
from mutoscope.laptop.options import FilmOptions, read_request
from mutoscope.settings import Settings


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


def as_text(script: Script) -> str:
    """The script as SCRIPT files are written: a title, scenes apart, pictures in brackets."""
    scenes = [
        f"{scene.narration}\n[picture: {scene.picture}]" if scene.picture else scene.narration
        for scene in script.scenes
    ]
    return "\n\n".join([f"# {script.title}", *scenes]) + "\n"
