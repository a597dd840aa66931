"""Orders of models: from the GPU queue to the picture in the store, through the stages that every worker has."""

import threading
from collections.abc import Callable

import cv2
import numpy as np
from fastapi.testclient import TestClient

from mutoscope.jobs.job import JobStatus, find_job
from mutoscope.jobs.worker import take
from mutoscope.ports import Received
from mutoscope.studio import Studio

Order = Callable[..., str]


def receive(studio: Studio) -> Received:
    received = studio.gpu.receive(wait=5)
    assert received is not None
    return received


def test_a_message_on_the_queue_becomes_a_picture_in_the_store(
    studio: Studio, client: TestClient, order: Order, work_off: Callable[[], int]
) -> None:
    job_id = order()

    work_off()

    job = client.get(f"/v1/jobs/{job_id}").json()
    picture = client.get(job["files"]["image"]).content
    pixels = cv2.imdecode(np.frombuffer(picture, np.uint8), cv2.IMREAD_COLOR)
    assert (job["status"], job["progress"], job["error"]) == ("completed", 100, None)
    assert pixels is not None
    assert pixels.shape == (64, 64, 3)
    assert pixels.std() > 0


def test_frames_ordered_as_a_gif_are_delivered_as_one(
    client: TestClient, order: Order, work_off: Callable[[], int]
) -> None:
    job_id = order(model="animatediff", frames=4, format="gif")

    work_off()

    job = client.get(f"/v1/jobs/{job_id}").json()
    answer = client.get(job["files"]["gif"])
    assert (job["status"], answer.headers["content-type"]) == ("completed", "image/gif")
    assert answer.content.startswith(b"GIF89a")
    assert answer.content.count(b"\x21\xf9") == 4


def test_an_order_of_a_model_never_meets_a_worker_without_models(studio: Studio, order: Order) -> None:
    order()

    assert studio.work.receive(wait=0) is None
    assert studio.gpu.receive(wait=1) is not None


def test_the_same_order_again_is_not_computed_again(studio: Studio, order: Order, work_off: Callable[[], int]) -> None:
    order()
    work_off()
    again = order()

    work_off()

    [mark] = studio.live.marks(again)
    assert (mark.cached, mark.runs) == (True, 0)


def test_a_redelivered_order_runs_once(studio: Studio, order: Order, work_off: Callable[[], int]) -> None:
    job_id, message = order(), receive(studio)
    take(studio, message, studio.gpu)
    first = find_job(studio.database, job_id)

    take(studio, message, studio.gpu)

    [mark] = studio.live.marks(job_id)
    assert mark.runs == 1
    assert find_job(studio.database, job_id) == first


def test_a_worker_that_leaves_hands_its_order_back_at_once(
    studio: Studio, order: Order, work_off: Callable[[], int], leaving: threading.Event
) -> None:
    job_id, message = order(steps=100, width=256, height=256), receive(studio)
    taking = threading.Thread(target=take, args=(studio, message, studio.gpu))
    taking.start()
    while not studio.live.marks(job_id):
        taking.join(0.05)

    leaving.set()
    taking.join(600)

    assert not taking.is_alive()
    again = studio.gpu.receive(wait=5)
    assert again is not None
    assert (again.body, again.receives) == (message.body, 1)
    job = find_job(studio.database, job_id)
    assert job is not None
    assert job.status is JobStatus.IN_PROGRESS
