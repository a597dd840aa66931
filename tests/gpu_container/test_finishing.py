"""What leaves a worker: looked at, marked as made by a model, signed where the owner wants it; and what it tells."""

import io
import json
import os
import sys
import threading
import time
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest
import torch
from PIL import Image

from gpu_container.bay import open_bay
from gpu_container.engines.engine import Bay
from gpu_container.errors import ModelProcessDied, NotFinite, Refused
from gpu_container.gpu_stats import read
from gpu_container.health import beat, is_healthy
from gpu_container.metrics import write_metrics
from gpu_container.model_process import ModelProcess
from gpu_container.safety import FRAMES, SafetyCheck
from mutoscope.engines.tasks import Generated
from mutoscope.errors import EngineFailed
from mutoscope.media.origin import SOURCE_TYPE, sign
from mutoscope.settings import Settings
from mutoscope.stages.generate import save_generated
from tests.gpu_container.rows import order_of

GREY = np.full((64, 64, 3), 128, np.uint8)


def test_the_checker_looks_at_pictures_and_lets_plain_ones_pass(bay: Bay) -> None:
    made = Generated(picture=GREY)

    assert SafetyCheck(bay)(made) is made


def test_what_the_checker_finds_is_not_delivered(bay: Bay) -> None:
    with pytest.raises(Refused) as refused:
        SafetyCheck(bay, lambda pictures: [True])(Generated(picture=GREY))

    assert refused.value.code == "unsafe_result"
    assert not refused.value.retryable


def test_of_a_video_some_frames_are_looked_at_and_of_a_sound_nothing(bay: Bay) -> None:
    seen: list[int] = []
    check = SafetyCheck(bay, lambda pictures: [seen.append(len(pictures)) is not None])

    check(Generated(frames=np.repeat(GREY[None], 50, axis=0), fps=8))
    check(Generated(sound=np.zeros((10, 1), np.int16)))

    assert seen == [FRAMES]


def test_the_checker_finds_what_its_weights_say(tiny: Settings) -> None:
    bay = open_bay(tiny)
    check = SafetyCheck(bay)
    checker, _, _ = check._load()
    checker.concept_embeds_weights.fill_(-2.0)

    with pytest.raises(Refused):
        check(Generated(picture=GREY))


def test_a_picture_says_that_a_model_made_it_and_still_opens(tmp_path: Path) -> None:
    save_generated("sdxl", Generated(picture=GREY), tmp_path)

    path = tmp_path / "picture.png"
    with Image.open(path) as picture:
        picture.load()
        assert SOURCE_TYPE in picture.info["XML:com.adobe.xmp"]
    decoded = cv2.imread(str(path))
    assert decoded is not None
    assert np.array_equal(decoded, GREY)


def test_a_video_says_that_a_model_made_it(tmp_path: Path) -> None:
    import av

    save_generated("ltx", Generated(frames=np.repeat(GREY[None], 4, axis=0), fps=8), tmp_path)

    with av.open(str(tmp_path / "video.mp4")) as video:
        assert video.metadata["comment"] == SOURCE_TYPE
        assert video.streams.video[0].average_rate == 8


def test_the_owners_program_signs_in_place_and_its_failure_is_named(tmp_path: Path) -> None:
    file, program = tmp_path / "picture.png", tmp_path / "sign"
    file.write_bytes(b"picture")
    program.write_text('#!/bin/sh\nprintf signed >> "$1"\n')
    program.chmod(0o755)

    sign(file, str(program))

    assert file.read_bytes() == b"picturesigned"
    with pytest.raises(EngineFailed, match="status 1"):
        sign(file, "/bin/false")


def test_numbers_that_are_none_are_never_delivered() -> None:
    from gpu_container.engines.pixels import to_bytes

    with pytest.raises(NotFinite, match="1 of 4"):
        to_bytes(torch.tensor([0.1, float("nan"), 0.2, 0.3]), "sdxl")


def test_nothing_at_all_is_a_failure(tmp_path: Path) -> None:
    with pytest.raises(EngineFailed, match="nothing"):
        save_generated("sdxl", Generated(), tmp_path)


@pytest.mark.parametrize(
    ("environment", "dimensions"), [("prod", {"Environment": "prod", "card": "l4"}), ("", {"card": "l4"})]
)
def test_the_cards_readings_are_metrics_of_one_line(environment: str, dimensions: dict[str, str]) -> None:
    written = io.StringIO()

    write_metrics(written, environment, "l4", {"vram_used_mb": 5_000.0, "utilisation_percent": 97.0})

    line: dict[str, Any] = json.loads(written.getvalue())
    [directive] = line["_aws"]["CloudWatchMetrics"]
    assert directive["Dimensions"] == [[*dimensions]]
    assert directive["Metrics"] == [
        {"Name": "vram_used_mb", "Unit": "Megabytes"},
        {"Name": "utilisation_percent", "Unit": "Percent"},
    ]
    assert line.items() >= dimensions.items()
    assert line["vram_used_mb"] == 5_000.0


A_CHILD = """
import sys
from multiprocessing.connection import Connection
from gpu_container.wire import Ready, Stats
link = Connection(int(sys.argv[1]))
link.send(Ready("l4", 23_034))
link.send(Stats({"vram_used_mb": 5_000.0}))
link.recv()
"""


def test_what_the_child_reads_of_its_card_is_in_the_workers_log(capsys: pytest.CaptureFixture[str]) -> None:
    process = ModelProcess((sys.executable, "-c", A_CHILD))

    call = process.submit(order_of("sdxl"))
    with pytest.raises(ModelProcessDied):
        call.next(600)

    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines() if "CloudWatchMetrics" in line]
    assert [(line["card"], line["vram_used_mb"]) for line in lines] == [("l4", 5_000.0)]
    assert process.stats == {"vram_used_mb": 5_000.0}


def test_without_a_card_only_the_childs_memory_is_told() -> None:
    assert read(torch.device("cpu")).keys() == {"process_memory_mb"}


def test_a_worker_is_healthy_while_its_heartbeat_is_fresh(tmp_path: Path) -> None:
    path, leaving = tmp_path / "heartbeat", threading.Event()
    assert not is_healthy(path)

    thread = beat(leaving, path)
    leaving.set()
    thread.join(600)
    assert is_healthy(path)

    os.utime(path, (time.time() - 60, time.time() - 60))
    assert not is_healthy(path)
