"""A film of a minute from a document, start of the warm studio included, beside the time that x264 takes for its frames
alone; and one scene of a ten-scene film edited, beside the whole build.

Film and x264 take turns, each film with pictures of its own, so that nothing comes from a cache. x264 gets the film's
own frames, decoded beforehand, and as many threads as the studio has workers; only its calls are timed.
"""

import argparse
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from statistics import median
from typing import Any

import av
import httpx
from av.video.frame import VideoFrame

from benchmarks.plot import bars
from benchmarks.result import write
from benchmarks.studio import ordered, running, worker_cpu
from benchmarks.yardstick import add_yardstick
from mutoscope.laptop.home import Home

DOCUMENT = Path(__file__).parent.parent / "tests" / "data" / "documents" / "rice.md"
THREADS = 2
_AT_ONCE = 120
_SCENES = (
    "Rice begins its life in a small bed of wet earth.",
    "After a month the farmer carries the seedlings to the field.",
    "Water keeps the weeds away and the roots cool.",
    "The sun turns the young leaves into a green sea.",
    "Birds and frogs live between the stalks all summer.",
    "In the third month the plants begin to flower.",
    "Rain fills the canals and the ponds of the village.",
    "The grains grow heavy and the stalks bend down.",
    "Golden fields tell that the harvest is near.",
    "At last the market sells the new rice of the year.",
)


@dataclass(frozen=True)
class Turn:
    """Seconds: of the whole film as its owner waits for it, of the start in that, and of x264 on its frames."""

    film: float
    start: float
    x264: float
    length: float
    worker_cpu: float


def take_turn(home: Home, seed: int) -> Turn:
    began = time.perf_counter()
    order = {"text": DOCUMENT.read_text(), "seconds": 60, "seed": seed}
    with running(home) as (url, start), tempfile.NamedTemporaryFile(suffix=".mp4") as file:
        film, _ = ordered(home, url, "POST", "/v1/films", order)
        whole, cpu = time.perf_counter() - began, worker_cpu(home)
        Path(file.name).write_bytes(_content(home, url, film))
        return Turn(whole, start, encode_alone(Path(file.name)), film["duration"], cpu)


def _content(home: Home, url: str, film: dict[str, Any]) -> bytes:
    key = home.owner_key.read_text().strip()
    address = f"{url}/v1/films/{film['id']}/content"
    return httpx.get(
        address, headers={"Authorization": f"Bearer {key}"}, timeout=60, follow_redirects=True
    ).raise_for_status().content  # fmt: skip


def encode_alone(video: Path) -> float:
    """Wall seconds of x264's calls on the video's frames at the yardstick's settings."""
    spent = 0.0
    with av.open(str(video)) as source, tempfile.NamedTemporaryFile(suffix=".mp4") as target:
        track = source.streams.video[0]
        with av.open(target.name, "w") as container:
            stream = add_yardstick(container, track.width, track.height, threads=THREADS)
            for frames in _batches(source.decode(track)):
                began = time.perf_counter()
                for frame in frames:
                    container.mux(stream.encode(frame))
                spent += time.perf_counter() - began
            began = time.perf_counter()
            container.mux(stream.encode(None))
            spent += time.perf_counter() - began
    return spent


def _batches(frames: Iterator[VideoFrame]) -> Iterator[list[VideoFrame]]:
    """Frames ready in memory, some seconds of them at a time: a whole film of them is six gigabytes."""
    while batch := list(islice(frames, _AT_ONCE)):
        yield batch


def edit_share(home: Home) -> dict[str, float]:
    """Seconds of a ten-scene film's build and of the build after one of its narrations was changed."""
    script = {"title": "Rice", "scenes": [{"narration": line} for line in _SCENES]}
    with running(home) as (url, _):
        film, build = ordered(home, url, "POST", "/v1/films", {"script": script, "seed": 11})
        edit = f"/v1/films/{film['id']}/scenes/s05"
        _, edited = ordered(home, url, "PATCH", edit, {"narration": "Frogs and small fish live between the stalks."})
    return {
        "build_seconds": round(build, 2),
        "edit_seconds": round(edited, 2),
        "edit_share_of_build": round(edited / build, 3),
        "asked_share": 0.2,
    }


def measure(home: Home, rounds: int) -> dict[str, object]:
    with running(home):
        pass
    turns = [take_turn(home, seed) for seed in range(1, rounds + 1)]
    return {
        "document": DOCUMENT.name,
        "rounds": rounds,
        "film_seconds": [round(turn.length, 2) for turn in turns],
        "build_and_start_seconds": [round(turn.film, 2) for turn in turns],
        "of_which_start_seconds": [round(turn.start, 2) for turn in turns],
        "worker_cpu_seconds": [round(turn.worker_cpu, 2) for turn in turns],
        "x264_alone_seconds": [round(turn.x264, 2) for turn in turns],
        "ratio_to_x264_alone": round(median(turn.film / turn.x264 for turn in turns), 3),
        "asked_ratio": 1.6,
        "one_of_ten_scenes_edited": edit_share(home),
    }


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--rounds", type=int, default=3)
    arguments.add_argument("--output", type=Path)
    chosen = arguments.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        home = Home(Path(folder))
        home.prepare()
        figures = measure(home, chosen.rounds)
    write(figures, chosen.output)
    if chosen.output:
        title = "Wall time of a film of a minute from a document, x264 alone on its frames = 1"
        ratios = {"x264 alone, two threads": 1.0, "studio's start and film": figures["ratio_to_x264_alone"]}
        chosen.output.with_suffix(".svg").write_text(bars(title, ratios), encoding="utf-8")  # type: ignore[arg-type]


if __name__ == "__main__":
    main()
