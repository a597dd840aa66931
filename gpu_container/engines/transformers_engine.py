"""Models of transformers: they read pictures, speak and compose, each by the task that its row names.

A run is bit for bit the model's own call after `torch.manual_seed` with the order's seed.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
import transformers

from gpu_container.engines import reading, sounding
from gpu_container.engines.engine import Bay, Step
from gpu_container.engines.generating import Parts
from gpu_container.engines.seeing import PictureChat
from gpu_container.model_cache import ComponentKey
from gpu_container.planner import Plan
from gpu_container.weights import require_weights
from mutoscope.engines.models import Model
from mutoscope.engines.tasks import Generated, GenerateRequest

Task = Callable[[Parts, GenerateRequest, Step], Generated]
TASKS: dict[str, Task] = {
    "caption": reading.caption,
    "clothes": reading.clothes,
    "answer": reading.answer,
    "tagged": reading.tagged,
    "parallax": reading.parallax,
    "speak": sounding.speak,
    "speak_vocoded": sounding.speak_vocoded,
    "compose": sounding.compose,
}

PROCESSORS: dict[str, Any] = {"PictureChat": PictureChat}
"""Those of ours, which go before the library's."""


@dataclass(frozen=True)
class Loaded:
    parts: Parts
    keys: tuple[ComponentKey, ...]


class TransformersEngine:
    def __init__(self, bay: Bay) -> None:
        self._bay = bay
        self._loaded: dict[str, Loaded] = {}

    def run(self, model: Model, orders: Sequence[GenerateRequest], _plan: Plan, step: Step) -> list[Generated]:
        loaded = self._loaded.get(model.name) or self._require(model)
        return [self._run_one(model, loaded, order, step) for order in orders]

    def prefetch(self, model: Model, _plan: Plan) -> None:
        self._require(model)

    def forget(self, model: Model) -> None:
        with self._bay.loading:
            loaded = self._loaded.pop(model.name, None)
            for key in loaded.keys if loaded else ():
                self._bay.cache.forget(key)

    def forget_component(self, key: ComponentKey) -> None:
        self._loaded = {name: loaded for name, loaded in self._loaded.items() if key not in loaded.keys}

    def _run_one(self, model: Model, loaded: Loaded, order: GenerateRequest, step: Step) -> Generated:
        with (
            self._bay.cache.lease(loaded.keys),
            torch.inference_mode(),
            torch.random.fork_rng(devices=[self._bay.device] if self._bay.device.type == "cuda" else []),
        ):
            torch.manual_seed(order.seed)
            return TASKS[model.task](loaded.parts, order, step)

    def _require(self, model: Model) -> Loaded:
        """What is fetched ahead and what is wanted now may be the same."""
        with self._bay.loading:
            if model.name not in self._loaded:
                self._loaded[model.name] = self._load(model)
            return self._loaded[model.name]

    def _load(self, model: Model) -> Loaded:
        require_weights(self._bay.settings, model)
        folder, dtype = self._bay.folder(model.repo), self._bay.dtype(model)
        module = getattr(transformers, model.class_).from_pretrained(folder, dtype=dtype).eval()
        more = {
            name: getattr(transformers, part.class_)
            .from_pretrained(self._bay.folder(part.repo), subfolder=part.subfolder, dtype=dtype)
            .eval()
            for name, part in model.parts.items()
        }
        keys = []
        for name, each in {"model": module, **more}.items():
            key = ComponentKey(model.repo, model.revision, str(dtype), f"{model.class_}/{name}")
            self._bay.cache.keep(key, each.requires_grad_(False))
            keys.append(key)
        processor = load_processor(model, folder)
        parts = Parts(module, processor, more, self._bay.device, _options(model))
        return Loaded(parts, tuple(keys))


def load_processor(model: Model, folder: Path) -> Any:
    source = PROCESSORS.get(model.processor) or getattr(transformers, model.processor)
    return source.from_pretrained(folder)


def _options(model: Model) -> dict[str, Any]:
    return dict(model.fixed)
