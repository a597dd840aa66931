"""A whole studio as its own processes, started, killed and looked at from outside, as a person would."""

import json
import os
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx
import psutil
import pytest

from mutoscope.laptop.home import Home, free_port

START_SECONDS = 60.0
FILM_SECONDS = 150.0

PROGRAMS = {"workers": "laptop.workers", "api": "laptop.serve", "guarded_engine": "guarded_engine"}
"""What the recorded programs are, by what is in their command lines."""


class LaptopStudio:
    """One home and port; `start` and `kill` act on real processes."""

    def __init__(self, folder: Path) -> None:
        self.home = Home(folder)
        self.home.prepare()
        self.port = free_port()
        self._supervisor: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        environment = {**os.environ, "MUTOSCOPE_HOME": str(self.home.folder), "MUTOSCOPE_PORT": str(self.port)}
        self._supervisor = subprocess.Popen(
            [sys.executable, "-m", "mutoscope.laptop"],
            env=environment,
            stdout=self.home.supervisor_log.open("ab"),
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        self.wait_for(lambda: self._is_ready(), START_SECONDS, "the studio to be ready")

    def _is_ready(self) -> bool:
        address = self.home.address()
        return address is not None and address.ready and address.supervisor == self.supervisor

    @property
    def supervisor(self) -> int:
        assert self._supervisor is not None
        return self._supervisor.pid

    def programs(self) -> dict[str, list[int]]:
        """Process ids by what they are: supervisor, postgres, guarded_engine, api, workers, and each worker."""
        found: dict[str, list[int]] = {"supervisor": [self._supervisor.pid] if self._supervisor else []}
        recorded = json.loads(self.home.processes.read_text()) if self.home.processes.exists() else []
        for pid, _ in recorded:
            found.setdefault(_name_of(pid), []).append(pid)
        found["worker"] = [pid for workers in found.get("workers", []) for pid in _children(workers)]
        postmaster = self.home.postgres / "postmaster.pid"
        found["postgres"] = [int(postmaster.read_text().split()[0])] if postmaster.exists() else []
        return found

    def kill(self, target: str) -> None:
        programs = self.programs()
        chosen = [pid for pids in programs.values() for pid in pids] if target == "all" else programs[target][:1]
        for pid in chosen:
            os.kill(pid, signal.SIGKILL)
        assert self._supervisor is not None
        if self.supervisor in chosen:
            self._supervisor.wait()

    def is_up(self) -> bool:
        return self._supervisor is not None and self._supervisor.poll() is None

    def stop(self) -> None:
        if self.is_up():
            assert self._supervisor is not None
            self._supervisor.send_signal(signal.SIGTERM)
            self._supervisor.wait(20)

    def call(self, method: str, path: str, **arguments: Any) -> dict[str, Any]:
        """The API's answer as JSON, asked again while the studio mends itself."""
        headers = {"Authorization": f"Bearer {self.home.owner_key.read_text().strip()}"}
        deadline = time.monotonic() + START_SECONDS
        while True:
            try:
                answer = httpx.request(
                    method, f"http://127.0.0.1:{self.port}{path}", headers=headers, timeout=10, **arguments
                )
                if answer.status_code != 503:
                    body: dict[str, Any] = answer.json()
                    return body
            except httpx.TransportError:
                pass
            assert time.monotonic() < deadline, f"{method} {path} found nobody"
            time.sleep(0.1)

    def order(self, **request: Any) -> str:
        film: dict[str, Any] = self.call("POST", "/v1/films", json=request)
        return str(film["id"])

    def film(self, film_id: str) -> dict[str, Any]:
        return self.call("GET", f"/v1/films/{film_id}")

    def finished(self, film_id: str) -> dict[str, Any]:
        self.wait_for(lambda: self.film(film_id)["status"] not in ("queued", "in_progress"), FILM_SECONDS, "the film")
        return self.film(film_id)

    def ends_in_the_books(self, job_id: str) -> list[str]:
        """The movements by which the job's hold ended."""
        rows = self.call("GET", "/v1/credits/statement", params={"limit": 100})["data"]
        return [row["kind"] for row in rows if row["reference"] == job_id and row["kind"] != "hold"]

    def require_sound_books(self) -> None:
        """Nothing is held any more, and neither the owner's books nor anybody's have a finding."""
        assert self.call("GET", "/v1/credits")["held"] == 0
        assert self.call("GET", "/v1/credits/verify")["findings"] == []
        assert self.call("GET", "/v1/admin/credits/audit")["findings"] == []

    def finishes(self) -> Counter[str]:
        """How often each stage's result was made, by key, from the workers' logs."""
        lines = [line for path in self.home.logs.glob("workers.log") for line in path.read_text().splitlines()]
        events = [json.loads(line) for line in lines if line.startswith("{")]
        return Counter(event["key"] for event in events if event["message"] == "stage finished")

    def left_over(self) -> list[str]:
        """Command lines of processes that belong to this home and not to the studio that runs now."""
        ours = {pid for pids in self.programs().values() for pid in pids} if self.is_up() else set()
        found = []
        for process in psutil.process_iter(["pid", "cmdline", "environ", "status"]):
            environment = process.info["environ"] or {}
            belongs = environment.get("MUTOSCOPE_HOME") == str(self.home.folder) or str(self.home.folder) in " ".join(
                process.info["cmdline"] or []
            )
            if belongs and process.info["pid"] not in ours and process.info["status"] != psutil.STATUS_ZOMBIE:
                found.append(" ".join(process.info["cmdline"]))
        return found

    @staticmethod
    def wait_for(condition: Callable[[], bool], seconds: float, what: str) -> None:
        deadline = time.monotonic() + seconds
        while not condition():
            assert time.monotonic() < deadline, f"waited {seconds} s for {what}"
            time.sleep(0.05)

    def end(self) -> None:
        """Stops it, and kills what a failed test left."""
        self.stop()
        for pid in {pid for pids in self.programs().values() for pid in pids}:
            if psutil.pid_exists(pid):
                os.kill(pid, signal.SIGKILL)


def _name_of(pid: int) -> str:
    try:
        command = " ".join(psutil.Process(pid).cmdline())
    except psutil.NoSuchProcess:
        return "gone"
    return next((name for name, part in PROGRAMS.items() if part in command), "other")


def _children(pid: int) -> list[int]:
    try:
        return [child.pid for child in psutil.Process(pid).children()]
    except psutil.NoSuchProcess:
        return []


@pytest.fixture
def laptop(tmp_path: Path) -> Iterator[LaptopStudio]:
    studio = LaptopStudio(tmp_path / "home")
    yield studio
    studio.end()


@pytest.fixture
def neighbour(tmp_path: Path) -> Iterator[LaptopStudio]:
    """A second studio on the same machine, in a folder with a space in its name."""
    studio = LaptopStudio(tmp_path / "other home")
    yield studio
    studio.end()
