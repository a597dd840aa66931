"""The live progress of a film on the terminal: stage by stage, scene by scene, time left; plain lines elsewhere."""

from collections.abc import Iterable

from rich.console import Console, Group, RenderableType
from rich.live import Live
from rich.progress_bar import ProgressBar
from rich.table import Table
from rich.text import Text

from mutoscope.films.resource import FilmResource
from mutoscope.jobs.job import StageRow

STAGES = {
    "write": "Script",
    "voice": "Voices",
    "score": "Music",
    "picture": "Pictures",
    "sound": "Sound",
    "segment": "Scenes",
    "master": "Master",
}
PER_SCENE = ("voice", "picture", "segment")
_MARKS = {"done": ("●", "green"), "running": ("◐", "yellow"), "failed": ("✗", "red"), "waiting": ("○", "dim")}


def follow(console: Console, films: Iterable[FilmResource]) -> FilmResource:
    """Shows each state of the film as it comes and answers the last one."""
    return _follow_live(console, films) if console.is_terminal else _follow_plainly(console, films)


def _follow_live(console: Console, films: Iterable[FilmResource]) -> FilmResource:
    film: FilmResource | None = None
    with Live(console=console, refresh_per_second=8, transient=False) as live:
        for film in films:
            live.update(picture_of(film))
    assert film is not None
    return film


def _follow_plainly(console: Console, films: Iterable[FilmResource]) -> FilmResource:
    film: FilmResource | None = None
    told = ""
    for film in films:
        line = plain_line(film)
        if line.partition("·")[0] != told.partition("·")[0]:
            console.print(line, highlight=False, soft_wrap=True)
        told = line
    assert film is not None
    return film


def plain_line(film: FilmResource) -> str:
    """One line: what is being made, then progress and time left."""
    counts = ", ".join(f"{label.lower()} {_done(film, stage)}/{_total(film, stage)}" for stage, label in STAGES.items())
    return f"  {counts} · {film.progress} %{_time_left(film)}"


def picture_of(film: FilmResource) -> RenderableType:
    bar = Table.grid(padding=(0, 1))
    bar.add_row(
        ProgressBar(total=100, completed=film.progress, width=36),
        Text(f"{film.progress:3d} %", style="bold"),
        Text(_time_left(film).lstrip(" ,"), style="dim"),
    )
    table = Table.grid(padding=(0, 2))
    for stage, label in STAGES.items():
        table.add_row(Text(f"  {label}", style="bold"), _dots(film, stage), Text(_count(film, stage), style="dim"))
    return Group(Text(film.title, style="bold"), bar, table)


def _dots(film: FilmResource, stage: str) -> Text:
    rows = {row.scene: row for row in film.stages if row.name == stage}
    scenes: list[str | None] = [scene.id for scene in film.scenes] if stage in PER_SCENE else [None]
    dots = Text()
    for scene in scenes or [None]:
        mark, style = _MARKS[rows[scene].status if scene in rows else "waiting"]
        dots.append(mark + " ", style=style)
    return dots


def _count(film: FilmResource, stage: str) -> str:
    if stage not in PER_SCENE:
        return ""
    kept = sum(row.cached for row in _rows(film, stage))
    return f"{_done(film, stage)}/{_total(film, stage)}" + (f", {kept} kept" if kept else "")


def _rows(film: FilmResource, stage: str) -> list[StageRow]:
    return [row for row in film.stages if row.name == stage and row.status == "done"]


def _done(film: FilmResource, stage: str) -> int:
    return len(_rows(film, stage))


def _total(film: FilmResource, stage: str) -> str:
    if stage not in PER_SCENE:
        return "1"
    return str(len(film.scenes)) if film.scenes else "?"


def _time_left(film: FilmResource) -> str:
    if film.status not in ("queued", "in_progress") or film.estimated_seconds is None:
        return ""
    minutes, seconds = divmod(film.estimated_seconds, 60)
    return f", about {minutes} min {seconds:02d} s left" if minutes else f", about {seconds} s left"
