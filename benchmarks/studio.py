"""The studio from outside, as its owner meets it: start cold and warm, a film of a minute, one scene edited, memory.

Wall times are this machine's own; the ratio of the film's CPU to its length and the peaks travel.
"""

import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
import psutil

from benchmarks.result import output_path, write
from mutoscope.laptop.home import Home, free_port

TOPIC = "How long does rice take to grow?"


@contextmanager
def running(home: Home) -> Iterator[tuple[str, float]]:
    """The studio's address and how long it took to be ready."""
    port = free_port()
    began = time.perf_counter()
    with home.supervisor_log.open("ab") as log:
        supervisor = subprocess.Popen(
            [sys.executable, "-m", "mutoscope.laptop"],
            env={**_usual(), "MUTOSCOPE_HOME": str(home.folder), "MUTOSCOPE_PORT": str(port)},
            stdout=log,
            stderr=log,
        )
    try:
        while not ((address := home.address()) and address.ready and address.supervisor == supervisor.pid):
            if supervisor.poll() is not None:
                raise SystemExit(f"the studio did not start: {home.failure()}")
            time.sleep(0.01)
        yield f"http://127.0.0.1:{port}", time.perf_counter() - began
    finally:
        supervisor.send_signal(signal.SIGTERM)
        supervisor.wait(30)


def _usual() -> dict[str, str]:
    """The environment, but with what Python compiles kept for the next start, as it is by default."""
    return {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}


def measure(home: Home) -> dict[str, object]:
    with running(home) as (_, cold):
        pass
    with running(home) as (url, warm):
        film, seconds = ordered(home, url, "POST", "/v1/films", {"topic": TOPIC})
        peak, cpu = max(_peak_mib(worker) for worker in _workers(home)), worker_cpu(home)
        edit = f"/v1/films/{film['id']}/scenes/s03"
        edited, edit_seconds = ordered(home, url, "PATCH", edit, {"narration": "A scene that says something else."})
    return {
        "start_cold_seconds": round(cold, 2),
        "start_warm_seconds": round(warm, 2),
        "asked_start_warm_seconds": 3,
        "film_seconds": film["duration"],
        "film_build_seconds": round(seconds, 2),
        "film_worker_cpu_seconds": round(cpu, 2),
        "edit_one_scene_seconds": round(edit_seconds, 2),
        "edit_share_of_build": round(edit_seconds / seconds, 3),
        "stages_run_by_edit": [f"{row['name']} {row['scene'] or ''}".strip() for row in _ran(edited)],
        "worker_peak_mib": round(peak),
        "asked_worker_peak_mib": 400,
    }


def ordered(home: Home, url: str, method: str, path: str, body: dict[str, Any]) -> tuple[dict[str, Any], float]:
    """The finished film, and the seconds from the order to where its owner sees that it is finished."""
    headers = {"Authorization": f"Bearer {home.owner_key.read_text().strip()}"}
    # One client, as the studio's own command has one: httpx.get() costs 24 ms of processor each time.
    with httpx.Client(base_url=url, headers=headers, timeout=30) as client:
        began = time.perf_counter()
        film: dict[str, Any] = client.request(method, path, json=body).json()
        while film["status"] in ("queued", "in_progress"):
            # As often as the studio's own command asks: answering takes time that the film has not.
            time.sleep(0.4)
            film = client.get(f"/v1/films/{film['id']}").json()
        if film["status"] != "completed":
            raise SystemExit(f"the film is {film['status']}: {film['error']}")
        return film, time.perf_counter() - began


def worker_cpu(home: Home) -> float:
    """CPU seconds of all workers since they were started, and of loading what they share."""
    return float(sum(sum(worker.cpu_times()[:2]) for worker in (_forge(home), *_workers(home))))


def _workers(home: Home) -> list[psutil.Process]:
    children: list[psutil.Process] = _forge(home).children()
    return children


def _forge(home: Home) -> psutil.Process:
    """The process from which all workers are forked."""
    processes = [psutil.Process(pid) for pid, _ in json.loads(home.processes.read_text())]
    return next(process for process in processes if "mutoscope.laptop.workers" in process.cmdline())


def _peak_mib(worker: psutil.Process) -> float:
    """VmHWM where there is /proc; what is resident now elsewhere."""
    status = Path(f"/proc/{worker.pid}/status")
    if not status.exists():
        return float(worker.memory_info().rss) / 2**20
    line = next(line for line in status.read_text().splitlines() if line.startswith("VmHWM"))
    return int(line.split()[1]) / 1024


def _ran(film: dict[str, Any]) -> list[dict[str, Any]]:
    return [row for row in film["stages"] if not row["cached"]]


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        home = Home(Path(folder))
        home.prepare()
        write(measure(home), output_path())


if __name__ == "__main__":
    main()
