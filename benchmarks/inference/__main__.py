"""`python -m benchmarks.inference --output FILE [ROW ...]`: our engine and plain diffusers in turn, in one process.

With a CUDA card: true sizes, 16 bits. Without: tiny ones, only to show that everything runs to its end.
"""

import argparse
import gc
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import diffusers
import torch

from benchmarks.inference import claims
from benchmarks.inference.measures import peak_mb, tflop, throughput, timed
from benchmarks.inference.sizes import TRUE, build
from benchmarks.result import write
from gpu_container.bay import open_bay
from gpu_container.engines.arguments import arguments, generators
from gpu_container.engines.diffusers_engine import DiffusersEngine
from gpu_container.engines.engine import Bay
from gpu_container.planner import Plan, default_request, make_plan
from mutoscope.engines.models import Model, require_model
from mutoscope.engines.tasks import GenerateRequest
from mutoscope.settings import Settings

_TINY = {"width": 64, "height": 64, "steps": 2}


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--output", type=Path, required=True)
    parser.add_argument("rows", nargs="*", default=list(TRUE))
    given = parser.parse_args()
    diffusers.utils.logging.set_verbosity_error()
    settings = Settings()
    bay = open_bay(settings)
    if bay.device.type == "cpu":
        # On a machine that does other things as well, two threads spend their time waiting for each other.
        torch.set_num_threads(1)
    dtype = torch.bfloat16 if bay.device.type == "cuda" else torch.float32
    measured = throughput(bay.device, dtype)
    results: dict[str, Any] = {
        "date": datetime.now(UTC).date().isoformat(),
        "device": torch.cuda.get_device_name() if bay.device.type == "cuda" else "processor",
        "sizes": "true" if bay.device.type == "cuda" else "tiny: these figures say nothing about a card",
        "torch": torch.__version__,
        "tflops_measured": round(measured, 3),
        "rows": {},
    }
    for name in given.rows:
        row = require_model(settings.catalogue, name)
        results["rows"][name] = _row(row, bay, dtype, measured)
        print(name, results["rows"][name], flush=True)
        _empty(bay)
    results["claims"] = _claims(require_model(settings.catalogue, "sdxl"), bay, dtype)
    print("claims", results["claims"], flush=True)
    write(results, given.output)


def _row(row: Model, bay: Bay, dtype: torch.dtype, measured: float) -> dict[str, Any]:
    order = _order(row, bay)
    pipe = build(row.name, bay.device, dtype)
    pipe.set_progress_bar_config(disable=True)
    engine = DiffusersEngine(bay)
    plan = replace(make_plan(row, bay.card, order), choices=())
    engine.adopt(row, pipe)
    found: dict[str, Any] = {"size": f"{order.width}x{order.height}", "frames": order.frames, "steps": order.steps}
    with engine.held(row):
        found["tflop"] = round(tflop(lambda steps: _plain(pipe, row, replace(order, steps=steps)), order.steps), 4)
        found["limit_s"] = found["tflop"] / measured
        found["plain"] = timed(lambda: _plain(pipe, row, order), bay.device)
        found["plain_peak_mb"] = peak_mb(lambda: _plain(pipe, row, order), bay.device)
        found["ours"] = timed(lambda: _ours(engine, row, order, 1, plan), bay.device)
        found["ours_peak_mb"] = peak_mb(lambda: _ours(engine, row, order, 1, plan), bay.device)
        found["overhead_percent"] = round((found["ours"]["median"] / found["plain"]["median"] - 1) * 100, 2)
        if row.safe_batch > 1:
            size = row.safe_batch
            batch = timed(lambda: _ours(engine, row, order, size, plan), bay.device)
            found["bucket"] = {"size": size, "each_s": batch["median"] / size}
    return found


def _plain(pipe: Any, row: Model, order: GenerateRequest) -> Any:
    given = arguments(row, [order], encoded=False)
    with torch.inference_mode():
        return pipe(**given, generator=generators([order])[0])


def _ours(engine: DiffusersEngine, row: Model, order: GenerateRequest, count: int, plan: Plan) -> Any:
    """Other prompts and seeds each time, so that no cache of prompts shortens it."""
    engine.prompts.forget()
    orders = [replace(order, seed=number, prompt=f"a red cat {number}") for number in range(count)]
    return engine.run(row, orders, plan, lambda *_: None)


def _order(row: Model, bay: Bay) -> GenerateRequest:
    order = replace(default_request(row), prompt="a red cat", seed=1)
    if bay.device.type == "cuda":
        return order
    return replace(order, frames=min(order.frames, 9), **_TINY)  # type: ignore[arg-type]


def _claims(row: Model, bay: Bay, dtype: torch.dtype) -> dict[str, Any]:
    order = _order(row, bay)
    pipe = build(row.name, bay.device, dtype).to(bay.device)
    pipe.set_progress_bar_config(disable=True)
    few = replace(order, steps=min(order.steps, 5))

    def batch() -> Any:
        given = arguments(row, [few, few, few, few], encoded=False)
        with torch.inference_mode():
            return pipe(**given, generator=generators([few] * 4))

    return claims.measure(pipe, lambda: _plain(pipe, row, few), batch, bay.device, dtype)


def _empty(bay: Bay) -> None:
    for key in list(bay.cache.in_memory):
        bay.cache.forget(key)
    gc.collect()
    if bay.device.type == "cuda":
        torch.cuda.empty_cache()


if __name__ == "__main__":
    main()
