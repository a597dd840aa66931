"""A picture of a model: ordered over HTTP, waited for by a fleet of none until it is sized, drawn by a worker of it."""

import time
from collections.abc import Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Any

import cv2
import httpx
import numpy as np

from rehearsal.cloud import Cloud
from rehearsal.failure import RehearsalFailed
from rehearsal.models import Models
from rehearsal.people import Person
from rehearsal.story import Story
from rehearsal.worker import Worker, working

PICTURE_SECONDS = 240.0
_OVER = ("completed", "failed", "cancelled")


@dataclass(frozen=True)
class Picture:
    """What came of an order of a model."""

    fleet: Sequence[int]
    """How many instances were asked for: at first, with the order in the queue, and when it was done."""
    size: tuple[int, int]
    asked_size: tuple[int, int]
    is_the_workers: bool
    """Whether the worker says that it made it."""
    quoted: int
    charged: int
    spent: int

    def faults(self) -> list[str]:
        """Each in a sentence."""
        rules = {
            # What shrinks it is five quiet minutes, which no rehearsal takes.
            f"The fleet was asked to be of {list(self.fleet)} instances.": list(self.fleet) == [0, 1, 1],
            f"The picture is of {self.size}, where {self.asked_size} were to come.": self.size == self.asked_size,
            "The worker with models says nothing of the picture.": self.is_the_workers,
            f"The picture is charged {self.charged} credits, where {self.quoted} were quoted.": 0
            < self.charged
            <= self.quoted,
            f"The wallet is {self.spent} credits smaller, where the picture is charged {self.charged}.": self.spent
            == self.charged,
        }
        return [sentence for sentence, holds in rules.items() if not holds]


def draw_picture(cloud: Cloud, user: Person, chosen: AbstractContextManager[Models], story: Story) -> Picture:
    with chosen as models:
        before = user.call("GET", "/v1/credits")["available"]
        order = {"kind": "generate", "input": models.order}
        with story.step("the user orders a picture of a model") as details:
            quoted = user.call("POST", "/v1/quotes", json=order)["credits"]
            job_id = user.call("POST", "/v1/jobs", json=order)["id"]
            details.append(f"quoted at {quoted} credits")
        with story.step("the scaler looks at the queue, and sizes the fleet") as details:
            fleet = [_instances(cloud), _look(cloud)]
            details.append(f"{fleet[0]} instances before, {fleet[1]} now")
        with working(cloud, models) as worker:
            with story.step(f"a worker takes the queue of models, and draws it by {models.told}"):
                job = _finished(user, job_id, worker)
            made_it = worker.has_finished(job_id)
            with story.step(
                "the worker is told to stop, the picture is fetched, and the scaler looks again"
            ) as details:
                worker.tell_to_stop()
                size = _fetched(user, job["files"]["image"])
                fleet.append(_look(cloud))
                worker.wait()
                details.append(f"{size[0]} x {size[1]} pixels; {fleet[-1]} instances")
    return Picture(
        fleet=fleet,
        size=size,
        asked_size=models.size,
        is_the_workers=made_it,
        quoted=quoted,
        charged=job["credits"]["charged"],
        spent=before - user.call("GET", "/v1/credits")["available"],
    )


def _look(cloud: Cloud) -> int:
    """As the minute's event has the scaler look; answers how many instances the group was asked for."""
    cloud.invoke("scale_fleet", {"source": "aws.events", "detail-type": "Scheduled Event", "detail": {}})
    return _instances(cloud)


def _instances(cloud: Cloud) -> int:
    [group] = cloud.engine.client("autoscaling").describe_auto_scaling_groups()["AutoScalingGroups"]
    return int(group["DesiredCapacity"])


def _finished(user: Person, job_id: str, worker: Worker) -> dict[str, Any]:
    deadline = time.monotonic() + PICTURE_SECONDS
    while time.monotonic() < deadline and worker.is_running:
        job = user.call("GET", f"/v1/jobs/{job_id}")
        if job["status"] == "completed":
            return job
        if job["status"] in _OVER:
            raise RehearsalFailed(f"The picture is {job['status']}: {job.get('error')}")
        time.sleep(0.5)
    raise RehearsalFailed(
        f"The worker with models does not finish the picture; its log ends with: {worker.last_words()}"
    )


def _fetched(user: Person, path: str) -> tuple[int, int]:
    """Across and down."""
    fetched = httpx.get(user.link_to(path), timeout=60)
    pixels = cv2.imdecode(np.frombuffer(fetched.content, np.uint8), cv2.IMREAD_COLOR)
    if pixels is None:
        raise RehearsalFailed(f"The picture's link is answered {fetched.status_code}, and by no picture.")
    height, width = pixels.shape[:2]
    return width, height
