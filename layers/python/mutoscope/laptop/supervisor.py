"""The one-machine supervisor: starts PostgreSQL, the AWS engine, the API and the workers, watches them, stops them.

Stopping and crashing are the same to it: on start it ends what was left, rebuilds what only memory held, and goes on
with every job that the record calls unfinished. This is the other of the two loops that must not die.
"""

import os
import shutil
import signal
import sys
import threading
import time
import urllib.request
from pathlib import Path
from types import FrameType

from pydantic import SecretStr

from mutoscope.accounts.api_keys import register_owner
from mutoscope.adapters.postgres.migrate import migrate
from mutoscope.bootstrap import connect
from mutoscope.errors import DiskFull, MutoscopeError
from mutoscope.jobs.resume import restart_unfinished
from mutoscope.laptop.aws_engine import NAME as AWS_ENGINE
from mutoscope.laptop.aws_engine import AwsEngine
from mutoscope.laptop.home import Address, Home, free_port, port_is_free
from mutoscope.laptop.postgres import EmbeddedPostgres
from mutoscope.laptop.processes import Processes
from mutoscope.laptop.resources import create_resources
from mutoscope.media.look_into import watch_unfinished
from mutoscope.observability import logger
from mutoscope.progress.tickets import SOCKET_PATH
from mutoscope.settings import Settings
from mutoscope.studio import Studio
from mutoscope.webhooks.telling import resume_webhooks

WATCH_SECONDS = 0.5
API_START_SECONDS = 60.0
LEAST_FREE_BYTES = 300_000_000
API = "api"
WORKERS = "workers"
MODELS = "models"
_GPU_QUEUE = "mutoscope-gpu"
_LEAN_MEMORY = {"MALLOC_ARENA_MAX": "2", "MALLOC_MMAP_THRESHOLD_": "33554432", "MALLOC_TRIM_THRESHOLD_": "67108864"}
"""What is freed is kept until a message is dealt with, when a worker gives all of it back: fresh memory for each layer
of a picture and each second of samples costs a film two seconds of processor, keeping it 15 MiB of a worker's peak.
"""


class LittleDisk(DiskFull):
    """The disk that holds {where} has {free} MB free, and a studio needs {least} MB to start."""

    hint = "Free some space there, or choose a home on another disk: MUTOSCOPE_HOME=..."


class PortInUse(MutoscopeError):
    """The port {port} is in use by another program."""

    code = "port_in_use"
    hint = "Stop that program, or choose another port: MUTOSCOPE_PORT=8010."


class ApiBroken(MutoscopeError):
    """The API does not start."""

    code = "api_broken"
    hint = "Its log is {log}."


class Supervisor:
    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._home = Home(settings.home)
        self._stopping = threading.Event()

    def run(self) -> None:
        """Starts the studio, watches it until SIGTERM or SIGINT, and stops it."""
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self._stop)
        self._home.prepare()
        with self._home.only_one():
            require_room(self._home.folder)
            self._processes = Processes(self._home.processes, self._home.logs)
            self._postgres = EmbeddedPostgres(self._home.postgres)
            try:
                self._start()
                self._watch()
            finally:
                self._end()

    def _start(self) -> None:
        left = self._processes.end_earlier()
        if left:
            logger.info("earlier processes ended", count=left)
        self._check_port()
        shutil.rmtree(self._home.temporary, ignore_errors=True)
        self._home.temporary.mkdir()
        self._home.tidy_files()
        self._engine = AwsEngine(self._home, self._settings, self._processes, free_port())
        self._engine.start()
        self._announce(ready=False)
        self._url = self._postgres.start()
        migrate(self._url)
        self._studio = self._connect()
        register_owner(self._studio, self._home.owner())
        # It takes as long to load as the engine, and asks it for nothing before it is asked itself.
        self._start_program(API)
        self._engine.wait()
        create_resources(self._studio.settings)
        for name in self._workers():
            self._start_program(name)
        self._go_on()
        self._wait_for_api()
        self._announce(ready=True)
        logger.info("studio ready", port=self._settings.port)

    def _watch(self) -> None:
        while not self._stopping.wait(WATCH_SECONDS):
            try:
                self._mend()
            except Exception:  # noqa: BLE001 - the loop must not die; the traceback is logged
                logger.exception("mending failed")

    def _mend(self) -> None:
        if not self._postgres.is_alive():
            logger.warning("postgres restarted")
            self._postgres.start()
        dead = self._processes.dead()
        if AWS_ENGINE in dead:
            self._mend_engine()
        for name in dead:
            if name in self._processes.dead():
                logger.warning("program restarted", program=name)
                self._start_program(name)

    def _mend_engine(self) -> None:
        """Queues, leases and executions died with it: workers start afresh, since nobody knows what they hold."""
        logger.warning("program restarted", program=AWS_ENGINE)
        for name in self._workers():
            self._processes.kill(name)
        self._engine.start()
        self._engine.wait()
        create_resources(self._studio.settings)
        for name in self._workers():
            self._start_program(name)
        self._go_on()

    def _go_on(self) -> None:
        """Queues are empty by now: what the record calls unfinished is begun again."""
        restart_unfinished(self._studio)
        watch_unfinished(self._studio)
        resume_webhooks(self._studio)

    def _end(self) -> None:
        started = time.monotonic()
        self._home.announce(None)
        if AWS_ENGINE in self._processes:
            # It keeps only S3, which is on disk with every answer, and its own farewell takes three seconds.
            self._processes.kill(AWS_ENGINE)
        self._processes.stop()
        self._postgres.stop()
        shutil.rmtree(self._home.temporary, ignore_errors=True)
        logger.info("studio stopped", seconds=round(time.monotonic() - started, 2))

    def _stop(self, number: int, _frame: FrameType | None) -> None:
        if not self._stopping.is_set():
            self._stopping.set()
            return
        # A second signal while starting: leave through the finally clauses.
        raise SystemExit(128 + number)

    def _start_program(self, name: str) -> None:
        python, module = self._program(name)
        environment = {
            "MUTOSCOPE_HOME": str(self._home.folder),
            "MUTOSCOPE_PORT": str(self._settings.port),
            "MUTOSCOPE_DATABASE_URL": self._url,
            "MUTOSCOPE_AWS_ENDPOINT_URL": self._engine.endpoint,
            "MUTOSCOPE_AWS_SECRET": self._engine.secret.get_secret_value(),
            "MUTOSCOPE_KEY_PEPPER": self._home.pepper(),
            "MUTOSCOPE_MASTER_KEY": self._home.master_key(),
            "MUTOSCOPE_TOKEN_KEYS": self._home.token_keys(),
            "MUTOSCOPE_SOCKET_URL": f"http://127.0.0.1:{self._settings.port}{SOCKET_PATH}",
            "MUTOSCOPE_TOPS_UP_OWNER": "1",
            "MUTOSCOPE_WORKERS": str(self._settings.workers),
            "MUTOSCOPE_GPU_QUEUE": self._studio.settings.gpu_queue,
            "MUTOSCOPE_ASSETS": str(self._settings.assets),
            "TMPDIR": str(self._home.temporary),
            "PYTHONUNBUFFERED": "1",
            **_LEAN_MEMORY,
        }
        self._processes.start(name, [python, "-m", module], environment)

    def _program(self, name: str) -> tuple[str, str]:
        """The Python and the module that it runs."""
        if name.startswith(MODELS):
            return str(self._settings.models_python), "gpu_container"
        return sys.executable, "mutoscope.laptop.serve" if name == API else "mutoscope.laptop.workers"

    def _workers(self) -> list[str]:
        return [WORKERS] + [f"{MODELS}-{number}" for number in range(1, self._settings.gpu_workers + 1)]

    def _connect(self) -> Studio:
        changed = {
            "database_url": self._url,
            "aws_endpoint_url": self._engine.endpoint,
            "aws_secret": self._engine.secret,
            "key_pepper": SecretStr(self._home.pepper()),
            "master_key": SecretStr(self._home.master_key()),
            "token_keys": SecretStr(self._home.token_keys()),
            "gpu_queue": self._settings.gpu_queue or (_GPU_QUEUE if self._settings.gpu_workers else ""),
        }
        return connect(self._settings.model_copy(update=changed))

    def _wait_for_api(self) -> None:
        deadline = time.monotonic() + API_START_SECONDS
        while time.monotonic() < deadline and not self._stopping.is_set():
            if API in self._processes.dead():
                break
            try:
                with urllib.request.urlopen(f"http://127.0.0.1:{self._settings.port}/health", timeout=1):
                    return
            except OSError:
                time.sleep(0.05)
        if not self._stopping.is_set():
            raise ApiBroken(log=self._home.logs / f"{API}.log")

    def _announce(self, *, ready: bool) -> None:
        port = int(self._engine.endpoint.rpartition(":")[2])
        self._home.announce(Address(os.getpid(), self._settings.port, port, ready))

    def _check_port(self) -> None:
        if not port_is_free(self._settings.port):
            raise PortInUse(port=self._settings.port)


def require_room(folder: Path) -> None:
    """Raises LittleDisk."""
    free = shutil.disk_usage(folder).free
    if free < LEAST_FREE_BYTES:
        raise LittleDisk(where=folder, free=free // 1_000_000, least=LEAST_FREE_BYTES // 1_000_000)


def supervise(settings: Settings) -> None:
    Supervisor(settings).run()
