"""The processes of one studio: started in sessions of their own, recorded on disk, stopped for certain.

A record holds process id and start time, so that a later supervisor ends what an earlier one left, and nothing else.
"""

import json
import os
import signal
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path

import psutil

from mutoscope.laptop.home import write_whole

GRACE_SECONDS = 5.0


class Processes:
    def __init__(self, record: Path, logs: Path) -> None:
        self._record = record
        self._logs = logs
        self._running: dict[str, subprocess.Popen[bytes]] = {}

    def start(self, name: str, command: Sequence[str], environment: Mapping[str, str]) -> None:
        with (self._logs / f"{name}.log").open("ab") as log:
            process = subprocess.Popen(
                command,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                env={**os.environ, **environment},
                start_new_session=True,
            )
        self._running[name] = process
        self._save()

    def dead(self) -> list[str]:
        return [name for name, process in self._running.items() if process.poll() is not None]

    def __contains__(self, name: str) -> bool:
        return name in self._running

    def stop(self) -> None:
        """SIGTERM to all of them at once, SIGKILL to what is left after five seconds."""
        _end([process.pid for process in self._running.values()])
        for process in self._running.values():
            process.wait()
        self._running.clear()
        self._save()

    def kill(self, name: str) -> None:
        """For a program that keeps nothing: ended at once with all that it started, and waited for."""
        for process in reversed(_family(self._running[name].pid)):
            _signal(process, signal.SIGKILL)
        self._running[name].wait()

    def end_earlier(self) -> int:
        """Ends what an earlier supervisor of this home left running; answers how many processes that were."""
        left = [pid for pid, started in self._recorded() if _is_same(pid, started)]
        _end(left)
        self._record.unlink(missing_ok=True)
        return len(left)

    def _save(self) -> None:
        entries = []
        for process in self._running.values():
            try:
                entries.append([process.pid, psutil.Process(process.pid).create_time()])
            except psutil.NoSuchProcess:
                continue
        write_whole(self._record, json.dumps(entries))

    def _recorded(self) -> list[tuple[int, float]]:
        try:
            return [(int(pid), float(started)) for pid, started in json.loads(self._record.read_text())]
        except (OSError, ValueError):
            return []


def _is_same(pid: int, started: float) -> bool:
    try:
        return abs(psutil.Process(pid).create_time() - started) < 1.0
    except psutil.NoSuchProcess:
        return False


def _end(pids: Sequence[int]) -> None:
    processes = [process for pid in pids for process in _family(pid)]
    for process in processes:
        _signal(process, signal.SIGTERM)
    _, alive = psutil.wait_procs(processes, timeout=GRACE_SECONDS)
    for process in alive:
        _signal(process, signal.SIGKILL)
    psutil.wait_procs(alive, timeout=GRACE_SECONDS)


def _family(pid: int) -> list[psutil.Process]:
    try:
        parent = psutil.Process(pid)
        return [parent, *parent.children(recursive=True)]
    except psutil.NoSuchProcess:
        return []


def _signal(process: psutil.Process, number: signal.Signals) -> None:
    try:
        process.send_signal(number)
    except psutil.NoSuchProcess:
        return
