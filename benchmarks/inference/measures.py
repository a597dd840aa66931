"""Time, work and memory of a call on this device: warmed up, repeated, and checked to be finite."""

import statistics
import time
from collections.abc import Callable
from typing import Any

import torch
from torch.utils.flop_counter import FlopCounterMode

RUNS = 3


def timed(call: Callable[[], Any], device: torch.device, runs: int = RUNS) -> dict[str, float]:
    """Median and spread in seconds, after one run that does not count."""
    call()
    seconds = []
    for _ in range(runs):
        synchronise(device)
        began = time.perf_counter()
        call()
        synchronise(device)
        seconds.append(time.perf_counter() - began)
    return {"median": statistics.median(seconds), "spread": max(seconds) - min(seconds)}


def tflop(call: Callable[[int], Any], steps: int) -> float:
    """The work of a call of so many steps, in TFLOP, attention included: two short calls tell that of a step."""
    counts = []
    for few in (1, 2):
        with FlopCounterMode(display=False) as counter:
            call(few)
        counts.append(counter.get_total_flops())
    return float(counts[0] + (counts[1] - counts[0]) * (steps - 1)) / 1e12


def peak_mb(call: Callable[[], Any], device: torch.device) -> float | None:
    """The most memory of the card that the call had in use; None where there is no card."""
    if device.type != "cuda":
        call()
        return None
    torch.cuda.empty_cache()
    torch.cuda.reset_peak_memory_stats()
    call()
    return float(torch.cuda.max_memory_allocated()) / 2**20


def throughput(device: torch.device, dtype: torch.dtype) -> float:
    """What the device multiplies in TFLOP/s, measured on one large product: the limit of everything else."""
    side = 8_192 if device.type == "cuda" else 512
    a, b = (torch.randn(side, side, device=device, dtype=dtype) for _ in range(2))
    seconds = timed(lambda: a @ b, device, runs=10)["median"]
    return 2 * side**3 / seconds / 1e12


def synchronise(device: torch.device) -> None:
    if device.type == "cuda":
        torch.cuda.synchronize()
