"""Which engine does which task: the first in its row that is available does the work.

Adding an engine is one file and one line here. Rows are import paths, so a vendor's SDK loads only when it is used.
Each path names a function `offer(settings)` that returns the engine, or None when it is not configured.
"""

from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING, cast

from mutoscope.engines.tasks import (
    Composer,
    Drawer,
    Editor,
    Engine,
    Generator,
    Speaker,
    Task,
    Upscaler,
    Writer,
)
from mutoscope.errors import MutoscopeError
from mutoscope.settings import Settings

if TYPE_CHECKING:
    from mutoscope.engines.understanding import Improver, Looker, Moderator, Transcriber

ENGINES: dict[Task, tuple[str, ...]] = {
    Task.WRITE: (
        "mutoscope.engines.write.hosted.configured:offer",
        "mutoscope.engines.write.extractive:offer",
    ),
    Task.SPEAK: ("mutoscope.engines.speak.speaker:offer",),
    Task.DRAW: ("mutoscope.engines.draw.illustrator:offer",),
    Task.COMPOSE: ("mutoscope.engines.compose.synthesiser:offer",),
    Task.EDIT: ("mutoscope.engines.edit.retoucher:offer",),
    Task.UPSCALE: ("mutoscope.engines.upscale.resampler:offer",),
    Task.TRANSCRIBE: (
        "mutoscope.engines.transcribe.hosted.configured:offer",
        "mutoscope.engines.transcribe.own_speech:offer",
    ),
    Task.MODERATE: (
        "mutoscope.engines.moderate.hosted.configured:offer",
        "mutoscope.engines.moderate.word_rules:offer",
    ),
    Task.LOOK: (
        "mutoscope.engines.look.hosted.configured:offer",
        "mutoscope.engines.look.measured:offer",
    ),
    Task.IMPROVE: (
        "mutoscope.engines.improve.hosted.configured:offer",
        "mutoscope.engines.improve.phrases:offer",
    ),
    # Models are run by the workers of `gpu_container/`, which enter their engine here when they start.
    Task.GENERATE: (),
}


class NoEngine(MutoscopeError):
    """No engine for the task {task} is available."""

    code = "no_engine"
    hint = "Run `make setup` so that set-up completes, or configure an engine for this task."


def writer(settings: Settings, *, keep: bool = True) -> Writer:
    """`keep=False` for settings with somebody's own key: the engine is made for one stage, and the key goes with it."""
    return cast(Writer, (_kept if keep else _choose)(Task.WRITE, settings))


def speaker(settings: Settings) -> Speaker:
    return cast(Speaker, _kept(Task.SPEAK, settings))


def drawer(settings: Settings) -> Drawer:
    return cast(Drawer, _kept(Task.DRAW, settings))


def composer(settings: Settings) -> Composer:
    return cast(Composer, _kept(Task.COMPOSE, settings))


def editor(settings: Settings) -> Editor:
    return cast(Editor, _kept(Task.EDIT, settings))


def upscaler(settings: Settings) -> Upscaler:
    return cast(Upscaler, _kept(Task.UPSCALE, settings))


def transcriber(settings: Settings, *, keep: bool = True) -> "Transcriber":
    """`keep` as for `writer`."""
    return cast("Transcriber", (_kept if keep else _choose)(Task.TRANSCRIBE, settings))


def moderator(settings: Settings) -> "Moderator":
    return cast("Moderator", _kept(Task.MODERATE, settings))


def looker(settings: Settings, *, keep: bool = True) -> "Looker":
    """`keep` as for `writer`, here and below."""
    return cast("Looker", (_kept if keep else _choose)(Task.LOOK, settings))


def improver(settings: Settings, *, keep: bool = True) -> "Improver":
    return cast("Improver", (_kept if keep else _choose)(Task.IMPROVE, settings))


def generator(settings: Settings) -> Generator:
    return cast(Generator, _choose(Task.GENERATE, settings))


def engine_name(task: Task, settings: Settings) -> str:
    """Who does the task; empty where nobody does."""
    try:
        return cast(Engine, _kept(task, settings)).name
    except NoEngine:
        return ""


@cache
def _kept(task: Task, settings: Settings) -> object:
    return _choose(task, settings)


def _choose(task: Task, settings: Settings) -> object:
    for path in ENGINES[task]:
        module, _, offer = path.partition(":")
        engine: object | None = getattr(import_module(module), offer)(settings)
        if engine is not None:
            return engine
    raise NoEngine(task=task)
