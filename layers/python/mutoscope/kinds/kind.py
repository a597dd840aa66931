"""A kind: what a user can order. Its request is a pydantic model, from which validation, forms and docs follow.

Adding a kind is one file here and one name in `registry.py` (`docs/adding.md`). A kind imports no torch.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel, ConfigDict

from mutoscope.engines.tasks import Task
from mutoscope.settings import Settings
from mutoscope.stages.stage import Frozen, Stage


class KindRequest(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


@dataclass(frozen=True)
class Recipe:
    """One stage, its inputs, and which of its files are delivered: variant name to file name."""

    stage: Stage[Any, Any]
    inputs: Frozen
    files: dict[str, str]


@dataclass(frozen=True)
class Kind:
    """`recipe` is None for a kind that the film's state machine builds instead of one stage."""

    name: str
    summary: str
    request: type[BaseModel]
    recipe: Callable[[Any, Settings], Recipe] | None
    with_own_keys: bool = False
    """True for what its owner's own key of a provider may do: the key decides which engine that is."""
    needs_gpu: bool = False
    """True for what only a worker with models can do: its jobs travel on the queue of those workers."""
    stages: tuple[str, ...] = ()
    """What it is made of, for its price rule; of a kind with a recipe the recipe's stage."""
    task: Task | None = None
    """The task whose engine does its work, so that its engine can be told."""
    better: str = ""
    """What to configure for a better engine than the embedded one, in a sentence. Models of our own need none."""
