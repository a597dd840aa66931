"""A command's use of the studio: the one that is up, or one started for this command and stopped after it."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from types import TracebackType

import psutil

from mutoscope.errors import MutoscopeError
from mutoscope.laptop.home import Address, AlreadyUp, Home
from mutoscope.settings import Settings

START_SECONDS = 120.0
STOP_SECONDS = 20.0


class StudioDidNotStart(MutoscopeError):
    """{reason}"""

    code = "studio_did_not_start"
    hint = "{advice}"


class Session:
    """`with Session(settings) as session:` the studio answers at `session.url`; stopped again if it was started."""

    def __init__(self, settings: Settings, on_start: Callable[[], None] = lambda: None) -> None:
        self._settings = settings
        self._on_start = on_start
        self.home = Home(settings.home)
        self._started: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> "Session":
        # Whatever ends the command ends it the same way, so that the studio it started is stopped too.
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, signal.default_int_handler)
        self.ensure()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._started is not None and self._started.poll() is None:
            self._started.send_signal(signal.SIGTERM)
            try:
                self._started.wait(STOP_SECONDS)
            except subprocess.TimeoutExpired:
                self._started.kill()

    @property
    def url(self) -> str:
        address = self.home.address()
        return f"http://127.0.0.1:{address.port if address else self._settings.port}"

    @property
    def key(self) -> str:
        return self.home.owner_key.read_text().strip()

    def is_alive(self) -> bool:
        address = self.home.address()
        return address is not None and self._runs(address)

    @property
    def started_it(self) -> bool:
        """Whether this command started the studio, and so stops it."""
        return self._started is not None

    def stay(self) -> None:
        """Keeps the studio up until the caller is interrupted."""
        while True:
            time.sleep(1.0)
            self.ensure()

    def ensure(self) -> None:
        """Waits for a studio that is ready, starting one when there is none."""
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline:
            address = self.home.address()
            if address is not None and self._runs(address):
                if address.ready:
                    return
            elif self._started is None or self._started.poll() is not None:
                self._start_or_explain()
            time.sleep(0.05)
        raise StudioDidNotStart(
            reason="The studio did not become ready.", advice=f"Look into the logs in {self.home.logs}."
        )

    def _start_or_explain(self) -> None:
        failure = self.home.failure() if self._started is not None and self._started.returncode != 0 else None
        if failure is not None and failure.code != AlreadyUp.code:
            raise StudioDidNotStart(reason=failure.message, advice=failure.hint)
        self.home.prepare()
        if self._started is None:
            self._on_start()
        with self.home.supervisor_log.open("ab") as log:
            self._started = subprocess.Popen(
                [sys.executable, "-m", "mutoscope.laptop"],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                env={
                    **os.environ,
                    "MUTOSCOPE_HOME": str(self.home.folder),
                    "MUTOSCOPE_PORT": str(self._settings.port),
                },
                start_new_session=True,
            )

    def _runs(self, address: Address) -> bool:
        """The process is there and is the one that holds the home: after a crash its number may be another's."""
        try:
            alive = psutil.Process(address.supervisor).status() != psutil.STATUS_ZOMBIE
        except psutil.NoSuchProcess:
            return False
        return alive and self.home.is_held()
