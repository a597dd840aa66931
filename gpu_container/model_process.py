"""The worker's side of its child: starts it when it is first needed, sends orders, hands out the answers.

Invariant: an order ends with exactly one answer, also when the child dies; the next order starts a new child.
"""

import itertools
import os
import queue
import signal
import socket
import subprocess
import sys
import threading
from multiprocessing.connection import Connection

from gpu_container.errors import ModelProcessDied
from gpu_container.metrics import write_metrics
from gpu_container.wire import Done, Failed, Ready, Run, Stats, Stepped, Stop, raised
from mutoscope.engines.tasks import Generated, GenerateRequest
from mutoscope.observability import logger

News = Stepped | Done | Failed


class Call:
    """One order under way; `next` is its next news, or None when there was none within the time."""

    def __init__(self, number: int, model: str) -> None:
        self.number = number
        self.model = model
        self.news: queue.SimpleQueue[News | None] = queue.SimpleQueue()

    def next(self, timeout: float) -> float | Generated | None:
        """A share done, or the result. Raises what the child raised, or ModelProcessDied."""
        try:
            news = self.news.get(timeout=timeout)
        except queue.Empty:
            return None
        match news:
            case Stepped():
                return news.share
            case Done():
                return news.result
            case Failed():
                raise raised(news)
            case None:
                raise ModelProcessDied(engine=self.model, reason="its socket closed")


class ModelProcess:
    def __init__(
        self, command: tuple[str, ...] = (sys.executable, "-m", "gpu_container.child"), *, environment: str = ""
    ) -> None:
        """`environment` is the cloud's that the worker belongs to, which its card's readings are told by."""
        self._command = command
        self._environment = environment
        self._numbers = itertools.count(1)
        self._calls: dict[int, Call] = {}
        self._lock = threading.Lock()
        self._link: Connection | None = None
        self._process: subprocess.Popen[bytes] | None = None
        self.card = ""
        self.stats: dict[str, float] = {}

    @property
    def pid(self) -> int | None:
        return self._process.pid if self._process else None

    def submit(self, request: GenerateRequest) -> Call:
        with self._lock:
            link = self._link or self._start()
            call = Call(next(self._numbers), request.model)
            self._calls[call.number] = call
        try:
            link.send(Run(call.number, request))
        except OSError:
            call.news.put(None)
        return call

    def stop(self, call: Call) -> None:
        """Nobody wants the answer any more: the child leaves off at its next step."""
        self._calls.pop(call.number, None)
        link = self._link
        if link is not None:
            try:
                link.send(Stop(call.number))
            except OSError:
                return

    def close(self) -> None:
        """Ends the child at once; what it was doing is done again by whoever takes the message next."""
        process = self._process
        if process is not None and process.poll() is None:
            os.kill(process.pid, signal.SIGKILL)
            process.wait()

    def _start(self) -> Connection:
        ours, theirs = socket.socketpair()
        self._process = subprocess.Popen([*self._command, str(theirs.fileno())], pass_fds=[theirs.fileno()])
        theirs.close()
        self._link = Connection(ours.detach())
        threading.Thread(target=self._listen, args=(self._link, self._process), name="models", daemon=True).start()
        logger.info("model process started", pid=self._process.pid)
        return self._link

    def _listen(self, link: Connection, process: "subprocess.Popen[bytes]") -> None:
        while True:
            try:
                news = link.recv()
            except (EOFError, OSError):
                break
            match news:
                case Stepped() | Done() | Failed():
                    self._hand_out(news)
                case Stats():
                    self.stats = news.values
                    write_metrics(sys.stdout, self._environment, self.card, news.values)
                case Ready():
                    self.card = news.card
                    logger.info("models ready", card=news.card, memory_mb=news.memory_mb)
        self._bury(link, process)

    def _hand_out(self, news: News) -> None:
        call = self._calls.get(news.number) if isinstance(news, Stepped) else self._calls.pop(news.number, None)
        if call is not None:
            call.news.put(news)

    def _bury(self, link: Connection, process: "subprocess.Popen[bytes]") -> None:
        with self._lock:
            calls, self._calls = self._calls, {}
            self._link = None
        link.close()
        logger.warning("model process ended", pid=process.pid, status=process.wait(), orders=len(calls))
        for call in calls.values():
            call.news.put(None)
