"""All workers of the laptop: what they need is loaded once, by this process, from which each of them is forked.

A worker that ends is replaced. None outlives this process.
"""

import gc
import multiprocessing
import sys
import time
from importlib import import_module
from multiprocessing.connection import wait
from multiprocessing.process import BaseProcess

PAUSE_SECONDS = 0.5
"""Before a worker is replaced, so that one that cannot start does not keep the machine busy."""
_STAGES = ("write", "voice", "picture", "score", "sound", "segment", "seam", "master")
_SERVICES = ("s3", "sqs", "dynamodb", "stepfunctions")


def main() -> None:
    # All that is loaded stays: looking through it for garbage would take time and make each worker copy it.
    gc.disable()
    _load()
    gc.freeze()
    gc.enable()
    _keep_working()


def _load() -> None:
    """What every film takes and would otherwise be loaded with its first scene, by each worker.

    Nothing is opened yet: threads and connections do not survive a fork.
    """
    # Loaded here and not above, so that nothing is before what `main` begins with.
    from mutoscope.adapters.aws.session import client
    from mutoscope.engines import registry
    from mutoscope.settings import settings

    chosen = settings()
    for module in ("laptop.worker", *(f"stages.{stage}" for stage in _STAGES)):
        import_module(f"mutoscope.{module}")
    for engine in (registry.writer, registry.speaker, registry.drawer, registry.composer):
        engine(chosen)
    for service in _SERVICES:
        # A client is made when it is first asked for something.
        _ = client(service, chosen).meta


def _keep_working() -> None:
    from mutoscope.observability import logger
    from mutoscope.settings import settings

    workers = [_begin() for _ in range(settings().workers)]
    while True:
        wait([each.sentinel for each in workers])
        time.sleep(PAUSE_SECONDS)
        for place, ended in enumerate(workers):
            if not ended.is_alive():
                logger.warning("worker replaced", exit_code=ended.exitcode)
                workers[place] = _begin()


def _begin() -> BaseProcess:
    # Nobody forks safely from a process that has loaded macOS's own frameworks: there each worker loads for itself.
    forks = sys.platform == "linux"
    context = multiprocessing.get_context("fork") if forks else multiprocessing.get_context("spawn")
    begun = context.Process(target=_work, name="worker", daemon=True)
    begun.start()
    return begun


def _work() -> None:
    from mutoscope.laptop import worker

    worker.main()


if __name__ == "__main__":
    main()
