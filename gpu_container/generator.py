"""The `Generator` of a worker with models: hands the order to the child and follows it, step by step.

Whatever ends the wait (the job is over, the worker is told to stop) stops the child's work within one step.
"""

import threading
from collections.abc import Callable

from gpu_container.model_process import ModelProcess
from mutoscope.engines.tasks import Generated, GenerateRequest
from mutoscope.stages.perform import HandedBack

TICK_SECONDS = 0.1
"""How often a silent child (it loads weights) is looked away from, to hear of the job's end and of a stop."""


class ChildGenerator:
    name = "models"
    version = "1"

    def __init__(self, process: ModelProcess, leaving: threading.Event) -> None:
        self._process = process
        self._leaving = leaving

    def generate(self, request: GenerateRequest, report: Callable[[float], None]) -> Generated:
        """Raises HandedBack, and what the child raises."""
        call, share = self._process.submit(request), 0.0
        try:
            while True:
                if self._leaving.is_set():
                    raise HandedBack(what="The worker")
                news = call.next(TICK_SECONDS)
                if isinstance(news, Generated):
                    return news
                share = share if news is None else news
                report(share)
        except BaseException:
            self._process.stop(call)
            raise
