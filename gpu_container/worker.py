"""The worker with models: pulls orders from the GPU queue and runs them in its child; nothing ever connects to it.

Stages, leases, heartbeats and settling are the ones of every worker (`jobs/worker.py`). Told to stop, by SIGTERM or a
Spot notice, it hands its work back within a second: another worker takes it at once. It hears of that before the
studio is even imported, so what is slow to import is imported where it is used.
"""

import signal
import threading
from functools import cache
from types import FrameType
from typing import TYPE_CHECKING

from gpu_container import health, spot
from mutoscope.settings import Settings, settings

if TYPE_CHECKING:
    from gpu_container.engines.comfyui import ComfyUi
    from gpu_container.generator import ModelGenerator
    from gpu_container.model_process import ModelProcess
    from mutoscope.studio import Studio

OWN_ENGINE = "gpu_container.worker:offer"

_leaving = threading.Event()
_wanted = threading.Event()


@cache
def _process() -> "ModelProcess":
    from gpu_container.model_process import ModelProcess

    return ModelProcess(environment=settings().environment)


def offer(chosen: Settings) -> "ModelGenerator":
    from gpu_container.generator import ModelGenerator

    return ModelGenerator(chosen, _process(), _leaving, _workflows(chosen))


def _workflows(chosen: Settings) -> "ComfyUi | None":
    if not chosen.comfyui_url:
        return None
    from gpu_container.engines.comfyui import ComfyUi

    return ComfyUi(chosen.comfyui_url)


def register() -> None:
    """Enters the models into this process's registry of engines."""
    from mutoscope.engines.registry import ENGINES
    from mutoscope.engines.tasks import Task

    ENGINES[Task.GENERATE] = (OWN_ENGINE,)


def leave() -> None:
    """Stops polling and hands back what is under way."""
    _wanted.clear()
    _leaving.set()


def main() -> None:
    from mutoscope.bootstrap import open_studio

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, _hear)
    spot.watch(leave, _leaving)
    health.beat(_leaving)
    work(open_studio(), settings().gpu_in_flight)


def work(studio: "Studio", in_flight: int) -> None:
    """Works the GPU queue with so many orders at once until it is told to leave."""
    from mutoscope.jobs.worker import serve

    register()
    _wanted.set()
    threads = [
        threading.Thread(target=serve, args=(studio, _wanted, studio.gpu), name=f"taker-{number}")
        for number in range(1, in_flight + 1)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    _process().close()


def _hear(_number: int, _frame: FrameType | None) -> None:
    leave()
