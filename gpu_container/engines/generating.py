"""What a transformers model runs with: the model, its processor, its parts, and a hook at every token."""

from dataclasses import dataclass
from typing import Any

import torch
from transformers import StoppingCriteria, StoppingCriteriaList

from gpu_container.engines.engine import Step


@dataclass(frozen=True)
class Parts:
    model: Any
    processor: Any
    modules: dict[str, Any]
    device: torch.device
    model_options: dict[str, Any]

    def on_device(self, given: Any) -> dict[str, Any]:
        """The processor's tensors on the model's device; floats in the model's type."""
        made = {}
        for name, value in given.items():
            dtype = self.model.dtype if value.is_floating_point() else None
            made[name] = value.to(self.device, dtype)
        return made


class _Counting(StoppingCriteria):
    def __init__(self, step: Step, total: int) -> None:
        self._step = step
        self._total = total
        self._done = 0

    def __call__(self, input_ids: Any, *_: Any, **__: Any) -> Any:
        self._done += 1
        self._step(min(self._done, self._total), self._total)
        return torch.zeros(input_ids.shape[0], dtype=torch.bool, device=input_ids.device)


def stopping(parts: Parts, step: Step, total: int = 0) -> StoppingCriteriaList:
    """Calls `step` at every token; what it raises ends the generation there."""
    return StoppingCriteriaList([_Counting(step, total or int(parts.model_options.get("max_new_tokens", 20)))])
