"""A stage: one step of a build, a pure function of its inputs. Its result is stored under the hash of all of them.

Adding a stage is one file here (`docs/adding.md`). Bump `version` whenever the same inputs give another result.
"""

import hashlib
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from pydantic import BaseModel, ConfigDict

from mutoscope.settings import Settings

if TYPE_CHECKING:
    from mutoscope.engines.understanding import SpokenBefore


class Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class EngineId(Frozen):
    """Which engine made it: part of the hash, so another engine or version makes it anew."""

    name: str
    version: str


class StoredFileFacts(Frozen):
    name: str
    content_type: str


class Record(Frozen):
    """What is kept of a finished stage, in `result.json` beside its files; written last, so a record means complete."""

    stage: str
    key: str
    job_id: str
    scene: str | None
    runs: int
    seconds: float
    files: tuple[StoredFileFacts, ...]
    facts: dict[str, object]


I = TypeVar("I", bound=Frozen)  # noqa: E741 - the trade's letter for input
F = TypeVar("F", bound=Frozen)


def _keep_to_oneself(_: Path) -> None:
    """Nobody waits for parts of the result."""


@dataclass(frozen=True)
class Bench:
    """Where a stage works: what it leaves in `folder` becomes its result, `scratch` is thrown away."""

    settings: Settings
    own_settings: Callable[[], Settings]
    """The same with the owner's own provider keys: ask for it only to call a provider, and keep none of it."""
    folder: Path
    scratch: Path
    fetch: Callable[[str, str], Path]
    """`fetch(key, file)` brings a file of an earlier stage's result here."""
    bring: Callable[[str], Path]
    """`bring(key)` brings a file that the user sent (`media/inputs.py`) here."""
    read: Callable[[str], Record]
    """`read(key)` is an earlier stage's record."""
    report: Callable[[float], None]
    """`report(share)` tells how much is done, 0 to 1; raises `JobOver` when the result is not wanted any more."""
    spoken: Callable[[int], Sequence["SpokenBefore"]] = lambda _: ()
    """`spoken(samples)` is what the owner's jobs have said that is about so long, the newest first."""
    show: Callable[[Path], None] = _keep_to_oneself
    """`show(path)` lets those who wait see a file of the result before the rest is there."""


@dataclass(frozen=True)
class Stage(Generic[I, F]):
    name: str
    version: str
    facts: type[F]
    run: Callable[[I, Bench], F]

    def key(self, inputs: I) -> str:
        """SHA-256 over name, version and inputs, as 64 hexadecimal digits."""
        document = json.dumps([self.name, self.version, inputs.model_dump(mode="json")], sort_keys=True)
        return hashlib.sha256(document.encode()).hexdigest()


def worked_in(module: str, function: str = "run") -> Callable[..., Any]:
    """What works a stage, found when it is worked: renderers are heavy, and who orders or quotes needs none."""

    def run(*given: object) -> object:
        return getattr(import_module(module), function)(*given)

    return run
