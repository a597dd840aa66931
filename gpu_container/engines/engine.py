"""What the runner asks of an engine: to run a batch of orders of one model, step by step, and to say what it holds."""

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

import torch

from gpu_container.model_cache import ModelCache
from gpu_container.planner import Plan
from gpu_container.profiles import Card
from mutoscope.engines.models import Model
from mutoscope.engines.tasks import Generated, GenerateRequest
from mutoscope.settings import Settings

Step = Callable[[int, int], None]
"""`step(done, total)` is called after every step; what it raises ends the run there."""


class ModelEngine(Protocol):
    def run(self, model: Model, orders: Sequence[GenerateRequest], plan: Plan, step: Step, /) -> list[Generated]:
        """One result per order. `torch.OutOfMemoryError` goes through: the ladder is the runner's."""

    def prefetch(self, model: Model, plan: Plan, /) -> None:
        """Brings the weights into the machine's memory."""

    def forget(self, model: Model) -> None:
        """Lets go of the model, so that the next run loads it anew by another plan."""


@dataclass(frozen=True)
class Bay:
    """Where models run: the card, its cache of components, and the studio's settings."""

    settings: Settings
    card: Card
    device: torch.device
    cache: ModelCache
    loading: threading.RLock = field(default_factory=threading.RLock)
    """One model is loaded at a time: while the libraries load one, whatever another thread makes has no weights."""

    def folder(self, repo: str) -> Path:
        from gpu_container.weights import folder_of

        return folder_of(self.settings, repo)

    def dtype(self, model: Model) -> torch.dtype:
        """The row's type, where the hardware has it: processors compute in 32 bits, older cards have no bfloat16."""
        if self.device.type == "cpu":
            return torch.float32
        if model.dtype == "bfloat16" and not self.card.bf16:
            return torch.float16
        chosen = getattr(torch, model.dtype)
        assert isinstance(chosen, torch.dtype)
        return chosen
