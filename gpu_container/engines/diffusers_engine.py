"""Every pipeline of diffusers, driven by rows of the catalogue: nothing here knows a model by name.

A run at batch 1 is bit for bit the pipeline's own call with the same arguments.
"""

import functools
import inspect
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from typing import Any

import torch

from gpu_container.embeddings import PromptCache, joined, moved
from gpu_container.engines import techniques
from gpu_container.engines.arguments import arguments, generators
from gpu_container.engines.engine import Bay, Step
from gpu_container.engines.pipelines import keep_components, load_pipeline
from gpu_container.engines.pixels import to_bytes, to_sound
from gpu_container.errors import Refused
from gpu_container.model_cache import ComponentKey
from gpu_container.planner import Plan, Technique
from mutoscope.engines.models import Model, Output
from mutoscope.engines.tasks import Generated, GenerateRequest


@dataclass(frozen=True)
class Loaded:
    pipe: Any
    keys: dict[str, ComponentKey]
    """The pipeline's components in the cache, by their names."""


class DiffusersEngine:
    def __init__(self, bay: Bay) -> None:
        self._bay = bay
        self._loaded: dict[str, Loaded] = {}
        self.prompts = PromptCache()

    def run(self, model: Model, orders: Sequence[GenerateRequest], plan: Plan, step: Step) -> list[Generated]:
        return self.results(model, orders, self.call(model, orders, plan, step))

    def results(self, model: Model, orders: Sequence[GenerateRequest], answer: Any) -> list[Generated]:
        """The pipeline's answer in the studio's terms. Raises Refused, NotFinite."""
        if any(getattr(answer, "nsfw_content_detected", None) or ()):
            raise Refused(engine=model.name, reason="its safety checker found nudity")
        values = getattr(answer, model.field or model.output.value)
        pipe = self.pipe_of(model)
        return [_generated(model, order, value, pipe) for order, value in zip(orders, values, strict=True)]

    def call(self, model: Model, orders: Sequence[GenerateRequest], plan: Plan, step: Step) -> Any:
        """The pipeline's own answer to the orders, with generators of their own."""
        loaded = self._require(model, plan)
        encoded = self._encode(model, loaded, orders, plan)
        given = {**arguments(model, orders, encoded=bool(encoded)), **encoded}
        seeds = generators(orders)
        given["generator"] = seeds if len(seeds) > 1 else seeds[0]
        staged = plan.uses(Technique.STAGED) and encoded
        keys = [key for name, key in loaded.keys.items() if not (staged and name.startswith("text_encoder"))]
        with self._on_card(keys, plan), stepping(loaded.pipe, step), torch.inference_mode():
            return loaded.pipe(**given)

    def adopt(self, model: Model, pipe: Any) -> None:
        """Takes a pipeline that was made elsewhere as the row's own."""
        self._loaded[model.name] = Loaded(pipe, keep_components(pipe, model, self._bay))

    @contextmanager
    def held(self, model: Model) -> Iterator[None]:
        """The row's components stay on the card for as long as the block lasts."""
        with self._bay.cache.lease(list(self._loaded[model.name].keys.values())):
            yield

    def pipe_of(self, model: Model) -> Any:
        """The loaded pipeline."""
        return self._loaded[model.name].pipe

    def prefetch(self, model: Model, plan: Plan) -> None:
        self._require(model, plan)

    def forget(self, model: Model) -> None:
        with self._bay.loading:
            loaded = self._loaded.pop(model.name, None)
            for key in loaded.keys.values() if loaded else ():
                self._bay.cache.forget(key)

    def forget_component(self, key: ComponentKey) -> None:
        """A pipeline that holds a forgotten component goes as well, or its weights would stay in memory."""
        self._loaded = {name: loaded for name, loaded in self._loaded.items() if key not in loaded.keys.values()}

    def _require(self, model: Model, plan: Plan) -> Loaded:
        loaded = self._loaded.get(model.name) or self._load(model, plan)
        techniques.apply(loaded.pipe, plan)
        return loaded

    def _load(self, model: Model, plan: Plan) -> Loaded:
        """What is fetched ahead and what is wanted now may be the same."""
        with self._bay.loading:
            if model.name not in self._loaded:
                pipe, keys = load_pipeline(model, self._bay, plan)
                self._loaded[model.name] = Loaded(pipe, keys)
            return self._loaded[model.name]

    def _encode(self, model: Model, loaded: Loaded, orders: Sequence[GenerateRequest], plan: Plan) -> dict[str, Any]:
        """Embeddings by argument, each order's encoded alone; empty for a pipeline that encodes as it goes."""
        if model.encode is None:
            return {}
        encoders = [key for name, key in loaded.keys.items() if name.startswith("text_encoder")]
        rows = []
        for order in orders:
            how = tuple(sorted(model.encode.fixed.items()))
            key = (model.repo, model.revision, how, order.prompt, order.negative_prompt, order.guidance > 1)
            rows.append(
                self.prompts.get(key, functools.partial(self._encode_one, model, loaded, order, encoders, plan))
            )
        results: dict[str, Any] = {}
        for name, values in zip(model.encode.results, zip(*rows, strict=True), strict=True):
            if name and values[0] is not None:
                results[name] = moved(joined(list(values)), self._bay.device)
        return results

    def _encode_one(
        self, model: Model, loaded: Loaded, order: GenerateRequest, encoders: list[ComponentKey], plan: Plan
    ) -> tuple[object, ...]:
        assert model.encode is not None
        takes = inspect.signature(loaded.pipe.encode_prompt).parameters
        given = {
            "prompt": order.prompt,
            "negative_prompt": order.negative_prompt or None,
            "do_classifier_free_guidance": order.guidance > 1,
            "device": self._bay.device,
            "num_images_per_prompt": 1,
            "num_videos_per_prompt": 1,
            **model.encode.fixed,
        }
        with self._on_card(encoders, plan), torch.inference_mode():
            return tuple(loaded.pipe.encode_prompt(**{name: each for name, each in given.items() if name in takes}))

    @contextmanager
    def _on_card(self, keys: Sequence[ComponentKey], plan: Plan) -> Iterator[None]:
        with nullcontext() if techniques.is_offloaded(plan) else self._bay.cache.lease(keys):
            yield


@contextmanager
def stepping(pipe: Any, step: Step) -> Iterator[None]:
    """Calls `step` after each step of the scheduler: the one hook that every pipeline has.

    What it raises leaves the pipeline as it was, so it can be used again.
    """
    scheduler, done = pipe.scheduler, 0
    original = scheduler.step

    @functools.wraps(original)
    def counted(*given: Any, **named: Any) -> Any:
        nonlocal done
        answer = original(*given, **named)
        done += 1
        step(done, max(len(scheduler.timesteps), done))
        return answer

    scheduler.step = counted
    try:
        yield
    finally:
        del scheduler.step


def _generated(model: Model, order: GenerateRequest, value: Any, pipe: Any) -> Generated:
    match model.output:
        case Output.IMAGES:
            return Generated(picture=to_bytes(value, model.name))
        case Output.FRAMES:
            return Generated(frames=to_bytes(value, model.name), fps=order.fps or 8)
        case Output.AUDIOS:
            rate = int(pipe.vae.config.sampling_rate)
            return Generated(sound=to_sound(value, rate, model.name))
        case Output.TEXT:
            return Generated(text=str(value))
