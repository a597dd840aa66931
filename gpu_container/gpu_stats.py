"""What the card is doing, read now and then: use, memory, temperature; written as metrics that CloudWatch takes.

On a machine without a card only the child's own memory is told.
"""

import threading
from collections.abc import Callable

import psutil
import torch

EVERY_SECONDS = 15.0


def read(device: torch.device) -> dict[str, float]:
    """Percent, MB and degrees, by name."""
    own = psutil.Process().memory_info().rss / 2**20
    if device.type != "cuda":
        return {"process_memory_mb": own}
    free, total = torch.cuda.mem_get_info()
    return {
        "process_memory_mb": own,
        "vram_used_mb": (total - free) / 2**20,
        "vram_total_mb": total / 2**20,
        "vram_allocated_mb": torch.cuda.memory_allocated() / 2**20,
        "utilisation_percent": float(torch.cuda.utilization()),
        "temperature_c": float(torch.cuda.temperature()),
    }


def tell(device: torch.device, send: Callable[[dict[str, float]], None]) -> threading.Thread:
    """Sends a reading now and every 15 seconds, for as long as the process lives."""

    def run() -> None:
        while True:
            send(read(device))
            threading.Event().wait(EVERY_SECONDS)

    thread = threading.Thread(target=run, name="gpu-stats", daemon=True)
    thread.start()
    return thread
