"""Runs one row once, here: to see that its weights are whole and how long it takes on this card."""

import time
from dataclasses import replace
from pathlib import Path

import numpy as np

from gpu_container.batcher import Pending
from gpu_container.bay import open_bay, open_runner
from gpu_container.planner import default_request, make_plan
from gpu_container.runner import Runner, Told
from mutoscope.engines.models import Model, require_model
from mutoscope.engines.tasks import Generated, GenerateRequest
from mutoscope.settings import Settings
from mutoscope.stages.generate import save_generated

_SIDE = 64


def run_once(settings: Settings, name: str, prompt: str, out: Path, *, small: bool) -> str:
    """Answers what was made, how long it took and how the model was fitted. `small`: for tiny checkpoints."""
    model = require_model(settings.catalogue, name)
    bay = open_bay(settings)
    runner = open_runner(bay)
    order = _order(model, prompt, small=small)
    plan = make_plan(model, bay.card, order)
    started = time.monotonic()
    made = _run(runner, model, order)
    seconds = time.monotonic() - started
    out.mkdir(parents=True, exist_ok=True)
    facts = save_generated(name, made, out)
    fitted = "; ".join(f"{choice.technique}: {choice.reason}" for choice in plan.choices)
    return f"{facts.output} in {out}, {seconds:.1f} s on {bay.card.name} ({fitted})"


def _run(runner: Runner, model: Model, order: GenerateRequest) -> Generated:
    """As a worker does it, with everything before and after the model."""
    made: list[Generated] = []

    def fail(_: int, error: BaseException) -> None:
        raise error

    runner.run([Pending(1, model, order)], Told(lambda *_: None, lambda _, result: made.append(result), fail))
    return made[0]


def _order(model: Model, prompt: str, *, small: bool) -> GenerateRequest:
    """The default order, with grey pictures where it needs some and a second of a tone where it needs sound."""
    order = default_request(model)
    if small and order.width:
        order = replace(order, width=_SIDE, height=_SIDE)
    if small:
        order = replace(order, steps=min(order.steps, 2), frames=min(order.frames, 9), seconds=min(order.seconds, 1.0))
    side = (order.height or 512, order.width or 512, 3)
    pictures = {role: np.full(side, 128, np.uint8) for role in model.needs if role not in ("prompt", "sound")}
    tone = (np.sin(np.arange(48_000) * 2 * np.pi * 220 / 48_000) * 8_000).astype(np.int16)
    return replace(
        order, prompt=prompt or "a red cat", pictures=pictures, sound=tone if "sound" in model.needs else None
    )
