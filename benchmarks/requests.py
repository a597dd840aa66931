"""What an authenticated GET costs under 64 connections, beside an empty FastAPI route in the same run.

Both run on uvicorn in processes of their own, as on the laptop; the load comes from a third process, in turns, so that
whatever else the machine does falls on both alike. First answers after a pause, before which the live table is asked
who calls, are not among them. Beside the time there is what a request costs the server's own processor: other programs
lengthen the one many times, and the other hardly.
"""

import json
import statistics
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import psutil

from benchmarks.result import output_path, write
from benchmarks.stage_overhead import embedded_studio
from mutoscope.accounts.api_keys import LOCAL_OWNER, ApiKey, issue, register_owner
from mutoscope.jobs.job import find_job
from mutoscope.jobs.order import order_job
from mutoscope.jobs.worker import take
from mutoscope.laptop.home import free_port
from mutoscope.studio import Studio

CONNECTIONS = 64
REQUESTS = 960
"""In each turn. All turns together stay below the 10,000 that the owner has in fifteen minutes."""
TURNS = 3
WARM_UP = 128
START_SECONDS = 60.0


@dataclass(frozen=True)
class Server:
    address: str
    process: psutil.Process

    def processor_seconds(self) -> float:
        spent = self.process.cpu_times()
        return float(spent.user + spent.system)


@dataclass(frozen=True)
class Turn:
    """Each answer's seconds, and the server's processor seconds for one request."""

    taken: list[float]
    processor: float

    @property
    def p95_ms(self) -> float:
        return 1000 * statistics.quantiles(self.taken, n=20)[-1]


@contextmanager
def served(command: list[str], port: int, path: str, environment: dict[str, str] | None = None) -> Iterator[Server]:
    process = subprocess.Popen([sys.executable, "-m", *command], env=environment)
    try:
        _wait(f"http://127.0.0.1:{port}{path}")
        yield Server(f"127.0.0.1:{port}", psutil.Process(process.pid))
    finally:
        process.terminate()
        process.wait(10)


def measure(studio: Studio) -> dict[str, object]:
    key = issue()
    register_owner(studio, key)
    paths = {
        "a list that asks nobody": "/v1/audio/voices",
        "a job from the record": f"/v1/jobs/{_finished_job(studio)}",
        "a list from the record": "/v1/jobs?limit=20",
    }
    empty_port, port = free_port(), free_port()
    with (
        served(["benchmarks.empty_route", str(empty_port)], empty_port, "/empty") as peer,
        served(["mutoscope.laptop.serve"], port, "/health", _environment(studio, port)) as ours,
    ):
        for path in paths.values():
            _load(ours, path, WARM_UP, key)
        _load(peer, "/empty", WARM_UP)
        turns = [_turn(peer, ours, paths, key) for _ in range(TURNS)]
    return _figures(turns, list(paths))


def _turn(peer: Server, ours: Server, paths: dict[str, str], key: ApiKey) -> dict[str, Turn]:
    return {"empty": _load(peer, "/empty", REQUESTS)} | {
        name: _load(ours, path, REQUESTS, key) for name, path in paths.items()
    }


def _figures(turns: list[dict[str, Turn]], names: list[str]) -> dict[str, object]:
    def p95(name: str) -> float:
        return statistics.median(turn[name].p95_ms for turn in turns)

    def times(name: str) -> float:
        return statistics.median(turn[name].p95_ms / turn["empty"].p95_ms for turn in turns)

    def processor(name: str) -> float:
        return 1000 * statistics.median(turn[name].processor for turn in turns)

    return {
        "connections": CONNECTIONS,
        "requests_in_a_turn": REQUESTS,
        "turns": TURNS,
        "empty_route": {"p95_ms": round(p95("empty"), 1), "processor_ms": round(processor("empty"), 3)},
        "routes": {
            name: {
                "p95_ms": round(p95(name), 1),
                "times_the_empty_route": round(times(name), 2),
                "processor_ms": round(processor(name), 3),
                "times_its_processor_time": round(processor(name) / processor("empty"), 2),
            }
            for name in names
        },
        "asked_at_most": {"times_the_empty_route": 3, "p95_ms": 200},
    }


def _load(server: Server, path: str, requests: int, key: ApiKey | None = None) -> Turn:
    command = [sys.executable, "-m", "benchmarks.load", server.address, path, str(CONNECTIONS), str(requests)]
    before = server.processor_seconds()
    done = subprocess.run([*command, *([key.secret] if key else [])], check=True, capture_output=True, text=True)
    taken: list[float] = json.loads(done.stdout)
    return Turn(taken, (server.processor_seconds() - before) / (CONNECTIONS + requests))


def _finished_job(studio: Studio) -> str:
    job_id: str = json.loads(order_job(studio, LOCAL_OWNER, "speech", {"input": "Hello."}, None))["id"]
    while (received := studio.work.receive(wait=2)) is not None:
        take(studio, received)
        job = find_job(studio.database, job_id)
        if job is not None and job.status.is_over:
            return job_id
    raise RuntimeError("the job did not end")


def _environment(studio: Studio, port: int) -> dict[str, str]:
    settings = studio.settings
    return {
        "PATH": "/usr/bin:/bin",
        "PYTHONPATH": ":".join(sys.path),
        "MUTOSCOPE_PORT": str(port),
        "MUTOSCOPE_DATABASE_URL": settings.database_url,
        "MUTOSCOPE_AWS_ENDPOINT_URL": settings.aws_endpoint_url or "",
        "MUTOSCOPE_AWS_SECRET": settings.aws_secret.get_secret_value(),
        "MUTOSCOPE_KEY_PEPPER": settings.key_pepper.get_secret_value(),
    }


def _wait(url: str) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        try:
            with urllib.request.urlopen(url, timeout=1):
                return
        except OSError:
            time.sleep(0.1)
    raise RuntimeError(f"{url} does not answer")


def main() -> None:
    with embedded_studio() as studio:
        write(measure(studio), output_path())


if __name__ == "__main__":
    main()
