"""Rules of money under SIGKILL: wherever a worker dies, each job has one output and one charge, and nothing is held."""

import random
import time
from typing import Any

import pytest

OVER = ("completed", "failed", "cancelled")


def kill_workers_at(laptop: Any, points: int, seed: int) -> None:
    """At every second point a worker dies as soon as a result is stored, which is before its job is charged."""
    chance = random.Random(seed)
    jobs = []
    for point in range(points):
        stored = len(laptop.finishes())
        order = {"kind": "speech", "input": {"input": f"Order {seed}, number {point}."}}
        jobs.append(laptop.call("POST", "/v1/jobs", json=order)["id"])
        if point % 2:
            laptop.wait_for(lambda before=stored: len(laptop.finishes()) > before, 60, "a stored result")
        else:
            time.sleep(chance.uniform(0.0, 0.6))
        laptop.kill("worker")

    for job_id in jobs:
        laptop.wait_for(lambda each=job_id: laptop.call("GET", f"/v1/jobs/{each}")["status"] in OVER, 120, "the job")

    done = [laptop.call("GET", f"/v1/jobs/{job_id}") for job_id in jobs]
    assert {job["status"] for job in done} == {"completed"}
    assert {(job["credits"]["charged"], tuple(job["files"])) for job in done} == {(1, ("audio", "words"))}
    assert [laptop.ends_in_the_books(job_id) for job_id in jobs] == [["capture"]] * points
    laptop.require_sound_books()


def test_a_worker_that_is_killed_anywhere_charges_once(laptop: Any) -> None:
    laptop.start()

    kill_workers_at(laptop, points=4, seed=1)


@pytest.mark.soak
def test_a_worker_that_is_killed_at_twenty_points_charges_once(laptop: Any) -> None:
    laptop.start()

    kill_workers_at(laptop, points=20, seed=2)
