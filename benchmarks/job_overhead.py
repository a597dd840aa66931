"""What a job costs beside its engine: from the order over HTTP until its owner is told that it is delivered.

A studio runs as `make up` runs it. For each sentence the stage that speaks it is called here, directly, and then
ordered as a job; both do the same work once, in turn, so that what else the machine does meets both.
"""

import json
import os
import statistics
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
from websockets.sync.client import ClientConnection, connect

from benchmarks.result import output_path, write
from benchmarks.studio import running
from mutoscope.kinds.kind import Recipe
from mutoscope.kinds.speech import SPEECH
from mutoscope.laptop.home import Home
from mutoscope.progress.tickets import SOCKET_PATH
from mutoscope.settings import Settings
from mutoscope.stages.stage import Bench, Record

JOBS = 40
WARM_UP = 5
ASKED_MS = 150
PATIENCE = 60


def measure(home: Home) -> dict[str, object]:
    home.prepare()
    key = {"Authorization": f"Bearer {home.owner().secret}"}
    overheads, orders, direct = [], [], []
    with (
        running(home) as (url, _),
        httpx.Client(base_url=url, headers=key) as api,
        connect(url.replace("http", "ws", 1) + SOCKET_PATH, additional_headers=key) as socket,
    ):
        socket.send(json.dumps({"action": "subscribe", "jobs": "all"}))
        for number in range(WARM_UP + JOBS):
            given = {"input": f"Sentence number {number} of this measurement."}
            alone = seconds_alone(given)
            ordering, whole = seconds_as_job(api, socket, given)
            if number >= WARM_UP:
                direct.append(alone)
                orders.append(ordering)
                overheads.append(whole - alone)
    return {
        "jobs": JOBS,
        "overhead_ms_median": _ms(statistics.median(overheads)),
        "overhead_ms_p95": _ms(statistics.quantiles(overheads, n=20)[-1]),
        "of_which_order_ms_median": _ms(statistics.median(orders)),
        "engine_ms_median": _ms(statistics.median(direct)),
        "asked_ms_median": ASKED_MS,
        "load_average": round(os.getloadavg()[0], 1),
    }


def seconds_alone(given: dict[str, str]) -> float:
    assert SPEECH.recipe is not None
    recipe = SPEECH.recipe(SPEECH.request.model_validate(given), Settings())
    assert isinstance(recipe, Recipe)
    with _bench() as bench:
        began = time.perf_counter()
        recipe.stage.run(recipe.inputs, bench)
        return time.perf_counter() - began


def seconds_as_job(api: httpx.Client, socket: ClientConnection, given: dict[str, str]) -> tuple[float, float]:
    """Until the order is answered, and until its end is told."""
    began = time.perf_counter()
    job_id = api.post("/v1/jobs", json={"kind": SPEECH.name, "input": given}).raise_for_status().json()["id"]
    ordered = time.perf_counter()
    while True:
        told = json.loads(socket.recv(PATIENCE))
        if told["type"] == "job" and told["job"]["id"] == job_id and told["job"]["status"] == "completed":
            return ordered - began, time.perf_counter() - began


@contextmanager
def _bench() -> Iterator[Bench]:
    with tempfile.TemporaryDirectory() as folder:
        yield Bench(
            settings=Settings(),
            own_settings=Settings,
            folder=Path(folder),
            scratch=Path(folder),
            fetch=lambda *_: Path(),
            bring=lambda _: Path(),
            read=_nothing,
            report=lambda _: None,
        )


def _nothing(key: str) -> Record:
    raise KeyError(key)


def _ms(seconds: float) -> float:
    return round(1000 * seconds, 1)


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        write(measure(Home(Path(folder) / "home")), output_path())


if __name__ == "__main__":
    main()
