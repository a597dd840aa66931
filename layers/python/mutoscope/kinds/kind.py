"""A kind: what a user can order. Its request is a pydantic model, from which validation, forms and docs follow.

Adding a kind is one file here and one name in `registry.py` (`docs/adding.md`). A kind imports no torch.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel, ConfigDict

from mutoscope.engines.tasks import Task
from mutoscope.errors import MutoscopeError
from mutoscope.settings import Settings
from mutoscope.stages.stage import Frozen, Stage


class KindRequest(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


@dataclass(frozen=True)
class Step:
    stage: Stage[Any, Any]
    inputs: Frozen


@dataclass(frozen=True)
class Recipe:
    """One result: a stage, its inputs, and which of its files are delivered, variant name to file name.

    A file that the stage turns out not to make is left out. `before` are stages whose results it fetches by their
    keys, in the order they are done.
    """

    stage: Stage[Any, Any]
    inputs: Frozen
    files: dict[str, str]
    before: tuple[Step, ...] = ()

    @property
    def steps(self) -> tuple[Step, ...]:
        return (*self.before, Step(self.stage, self.inputs))


@dataclass(frozen=True)
class Recipes:
    """Several results of one order: the files of the second are named `image_2`, and so on.

    Where `each_alone`, what fails of one stops no other, and an item may be what it was refused for.
    """

    items: tuple[Recipe | MutoscopeError, ...]
    each_alone: bool = False

    @property
    def steps(self) -> tuple[Step, ...]:
        return tuple(step for item in self.items if isinstance(item, Recipe) for step in item.steps)


@dataclass(frozen=True)
class Kind:
    """`recipe` is None for a kind that the film's state machine builds instead of one stage."""

    name: str
    summary: str
    request: type[BaseModel]
    recipe: Callable[[Any, Settings], Recipe | Recipes] | None
    as_film: Callable[[Any], BaseModel] | None = None
    """For a kind that is a film of a certain manner: the film's order that its request stands for."""
    with_own_keys: bool = False
    """True for what its owner's own key of a provider may do: the key decides which engine that is."""
    needs_gpu: bool = False
    """True for what only a worker with models can do: its jobs travel on the queue of those workers."""
    takes_model: Callable[[Any, Settings], bool] | None = None
    """For a kind that a model may do or the embedded engine: whether this request is for the workers with models."""
    stages: tuple[str, ...] = ()
    """What it is made of, for its price rule; of a kind with a recipe the recipe's stage."""
    task: Task | None = None
    """The task whose engine does its work, so that its engine can be told."""
    better: str = ""
    """What to configure for a better engine than the embedded one, in a sentence. Models of our own need none."""

    def goes_to_models(self, parameters: Mapping[str, Any], settings: Settings) -> bool:
        """Whether a job with these parameters travels on the queue of the workers with models."""
        if self.takes_model is None:
            return self.needs_gpu
        return self.takes_model(self.request.model_validate(parameters), settings)
