"""What travels between the worker and its child with the models: frozen values over one private socket pair."""

import importlib
from collections.abc import Mapping
from dataclasses import dataclass

from mutoscope.engines.tasks import Generated, GenerateRequest
from mutoscope.errors import MutoscopeError


@dataclass(frozen=True)
class Run:
    number: int
    request: GenerateRequest


@dataclass(frozen=True)
class Stop:
    number: int


@dataclass(frozen=True)
class Ready:
    card: str
    memory_mb: int


@dataclass(frozen=True)
class Stepped:
    number: int
    share: float


@dataclass(frozen=True)
class Done:
    number: int
    result: Generated


@dataclass(frozen=True)
class Failed:
    """A named error by its class and facts; `error` is empty for one that has no name, whose words are in `facts`."""

    number: int
    error: str
    facts: Mapping[str, object]


@dataclass(frozen=True)
class Stats:
    """One reading of the card (`gpu_stats.py`)."""

    values: dict[str, float]


def failed(number: int, error: MutoscopeError) -> Failed:
    facts = {name: value if isinstance(value, int | float | str) else str(value) for name, value in error.facts.items()}
    return Failed(number, f"{type(error).__module__}:{type(error).__qualname__}", facts)


def raised(news: Failed) -> MutoscopeError:
    """The error as it was raised in the child."""
    module, _, name = news.error.partition(":")
    named = getattr(importlib.import_module(module), name)(**news.facts)
    assert isinstance(named, MutoscopeError)
    return named
