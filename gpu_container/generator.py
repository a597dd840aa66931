"""The `Generator` of a worker with models: hands the order to the child and follows it, step by step.

Whatever ends the wait (the job is over, the worker is told to stop) stops the work within one step.
"""

import threading
from collections.abc import Callable
from contextlib import ExitStack
from typing import Protocol

from gpu_container.model_process import ModelProcess
from mutoscope.engines.models import Model, require_model
from mutoscope.engines.tasks import Generated, GenerateRequest
from mutoscope.errors import EngineFailed, HandedBack
from mutoscope.settings import Settings

TICK_SECONDS = 0.1
"""How often a silent child (it loads weights) is looked away from, to hear of the job's end and of a stop."""
Report = Callable[[float], None]


class Workflows(Protocol):
    """A server that runs workflows (`engines/comfyui.py`)."""

    def generate(self, model: Model, request: GenerateRequest, report: Report) -> Generated: ...


class ModelGenerator:
    name = "models"
    version = "1"

    def __init__(
        self, settings: Settings, process: ModelProcess, leaving: threading.Event, workflows: Workflows | None = None
    ) -> None:
        self._settings = settings
        self._process = process
        self._leaving = leaving
        self._workflows = workflows

    def generate(self, request: GenerateRequest, report: Report) -> Generated:
        """Raises HandedBack, UnknownModel, and what the child or the server raises."""
        model = require_model(self._settings.catalogue, request.model)
        if model.engine != "comfyui":
            return self._by_child(request, report)
        if self._workflows is None:
            raise EngineFailed(engine=model.name, reason="no ComfyUI server is configured (MUTOSCOPE_COMFYUI_URL)")
        return self._workflows.generate(model, request, self._listening(report))

    def _by_child(self, request: GenerateRequest, report: Report) -> Generated:
        told = self._listening(report)
        call, share = self._process.submit(request), 0.0
        with ExitStack() as unfinished:
            unfinished.callback(self._process.stop, call)
            while True:
                told(share)
                news = call.next(TICK_SECONDS)
                if isinstance(news, Generated):
                    unfinished.pop_all()
                    return news
                share = share if news is None else news

    def _listening(self, report: Report) -> Report:
        def told(share: float) -> None:
            if self._leaving.is_set():
                raise HandedBack(what="The worker")
            report(share)

        return told
