"""Dying and leaving: a worker or its child that ends at any step loses nothing, and nobody waits for the dead."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from gpu_container.errors import ModelProcessDied
from gpu_container.generator import ModelGenerator
from gpu_container.model_process import ModelProcess
from mutoscope.errors import HandedBack
from mutoscope.jobs.finish import cancel
from mutoscope.jobs.job import JobOver, JobStatus, find_job
from mutoscope.jobs.worker import take
from mutoscope.settings import Settings
from mutoscope.studio import Studio
from tests.gpu_container.conftest import environment
from tests.gpu_container.rows import order_of

ROOT = Path(__file__).parents[2]
Order = Callable[..., str]


PATIENCE = 600.0
"""Ends a test that hangs; nothing is measured by it, and a busy machine may take its time."""


def soon(holds: Callable[[], bool]) -> None:
    deadline = time.monotonic() + PATIENCE
    while not holds():
        assert time.monotonic() < deadline, "it did not happen"
        time.sleep(0.05)


@pytest.fixture
def long(order: Order) -> str:
    """An order of many steps, so that there is a middle to die in."""
    return order(steps=80, width=128, height=128)


def progress(studio: Studio, job_id: str) -> float:
    return max((mark.progress for mark in studio.live.marks(job_id)), default=0.0)


def test_a_job_cancelled_in_the_middle_stops_within_a_step(
    studio: Studio, order: Order, generator: ModelGenerator, process: ModelProcess
) -> None:
    # A worker hears of the end at its next heartbeat: far more steps are left by then.
    long = order(steps=100, width=512, height=512)
    message = studio.gpu.receive(wait=5)
    assert message is not None
    taking = threading.Thread(target=take, args=(studio, message, studio.gpu))
    taking.start()
    soon(lambda: progress(studio, long) > 0)
    job = find_job(studio.database, long)
    assert job is not None

    cancel(studio, job)
    taking.join(PATIENCE)

    assert not taking.is_alive()
    [mark] = studio.live.marks(long)
    assert mark.progress < 1.0
    assert studio.gpu.receive(wait=0) is None


def test_what_report_raises_stops_the_child_within_a_step(
    tiny: Settings, process: ModelProcess, leaving: threading.Event
) -> None:
    shares: list[float] = []

    def over_at_the_third(share: float) -> None:
        shares.append(share)
        if len({each for each in shares if each > 0}) == 3:
            raise JobOver(job_id="job_1")

    engine = ModelGenerator(tiny, process, leaving)
    with pytest.raises(JobOver):
        engine.generate(order_of("sdxl", steps=400), over_at_the_third)
    after = engine.generate(order_of("sdxl"), lambda share: None)

    assert after.picture is not None
    assert max(shares) < 0.1


@pytest.mark.parametrize("step", [1, 3])
def test_a_child_killed_at_a_step_fails_its_orders_by_name_and_the_next_one_runs(
    tiny: Settings, process: ModelProcess, leaving: threading.Event, step: int
) -> None:
    engine = ModelGenerator(tiny, process, leaving)
    seen: set[float] = set()

    def kill(share: float) -> None:
        if share > 0:
            seen.add(share)
        if len(seen) == step and process.pid is not None:
            os.kill(process.pid, signal.SIGKILL)

    with pytest.raises(ModelProcessDied) as died:
        engine.generate(order_of("sdxl", steps=400), kill)
    after = engine.generate(order_of("sdxl"), lambda share: None)

    assert died.value.retryable
    assert after.picture is not None


def test_a_worker_told_to_stop_gives_its_order_up_at_once(
    tiny: Settings, process: ModelProcess, leaving: threading.Event
) -> None:
    started = threading.Event()
    threading.Thread(target=lambda: (started.wait(PATIENCE), leaving.set())).start()

    with pytest.raises(HandedBack):
        ModelGenerator(tiny, process, leaving).generate(order_of("sdxl", steps=400), lambda share: started.set())


@pytest.fixture
def start(studio: Studio, tiny: Settings) -> Iterator[Callable[[], "subprocess.Popen[bytes]"]]:
    """Starts the worker as its container does, on this test's studio."""
    running: list[subprocess.Popen[bytes]] = []

    def run() -> "subprocess.Popen[bytes]":
        settings = studio.settings
        variables = {
            "MUTOSCOPE_DATABASE_URL": settings.database_url,
            "MUTOSCOPE_AWS_ENDPOINT_URL": str(settings.aws_endpoint_url),
            "MUTOSCOPE_AWS_SECRET": settings.aws_secret.get_secret_value(),
            "MUTOSCOPE_BUCKET": settings.bucket,
            "MUTOSCOPE_WORK_QUEUE": settings.work_queue,
            "MUTOSCOPE_GPU_QUEUE": settings.gpu_queue,
            "MUTOSCOPE_LIVE_TABLE": settings.live_table,
            "MUTOSCOPE_FILM_STATE_MACHINE": settings.film_state_machine,
        }
        worker = subprocess.Popen(
            [sys.executable, "-m", "gpu_container"],
            cwd=ROOT,
            env={**os.environ, **environment(tiny), **variables},
        )
        running.append(worker)
        return worker

    yield run
    for worker in running:
        worker.kill()
        worker.wait()


def status(studio: Studio, job_id: str) -> JobStatus | None:
    job = find_job(studio.database, job_id)
    return job.status if job else None


def test_a_killed_workers_order_is_done_by_the_next_one_and_its_child_dies_with_it(
    studio: Studio, long: str, start: Callable[[], Any]
) -> None:
    first = start()
    soon(lambda: progress(studio, long) > 0)
    children = _children(first.pid)

    first.kill()
    first.wait()
    start()

    soon(lambda: status(studio, long) is JobStatus.COMPLETED)
    soon(lambda: not any(_is_alive(child) for child in children))
    [mark] = studio.live.marks(long)
    assert mark.runs == 2


def test_a_worker_sent_sigterm_hands_its_order_back_within_seconds(
    studio: Studio, order: Order, start: Callable[[], Any]
) -> None:
    job_id, worker = order(steps=100, width=256, height=256), start()
    soon(lambda: progress(studio, job_id) > 0)

    worker.terminate()

    assert worker.wait(PATIENCE) == 0
    again = studio.gpu.receive(wait=15)
    # A message that only ran out of the dead worker's time would come as the same one again.
    assert again is not None
    assert again.receives == 1
    assert status(studio, job_id) is JobStatus.IN_PROGRESS


def _children(pid: int) -> list[int]:
    import psutil

    return [child.pid for child in psutil.Process(pid).children(recursive=True)]


def _is_alive(pid: int) -> bool:
    import psutil

    return psutil.pid_exists(pid) and psutil.Process(pid).status() != psutil.STATUS_ZOMBIE
