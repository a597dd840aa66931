"""Whether the studio's x264 settings are as good as the yardstick's, what they cost and how large they are: the same
raw 1080p frames of illustrated pictures and of grainy stills, encoded by both in turn on one thread.

SSIM (Wang et al., 2004) and PSNR are of luma, over every fifth frame.
"""

import argparse
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from statistics import mean, median

import av
import cv2
import numpy as np
from av.container import OutputContainer
from av.video.frame import VideoFrame
from av.video.stream import VideoStream
from numpy.typing import NDArray

from benchmarks.parallax import SCENES, draw_scene
from benchmarks.render import paint_pictures, timeline
from benchmarks.result import write
from benchmarks.yardstick import add_yardstick
from mutoscope.films.motion import views
from mutoscope.render.layers import PictureSource
from mutoscope.render.segment import add_video, draw_frames, planes_of
from mutoscope.render.timeline import Aspect, Captions, Shot, Timeline
from mutoscope.settings import settings

FRAMES, FIRST, ROUNDS, EVERY = 180, 60, 3, 5
CHOSEN = (0, 2, 6)

Luma = NDArray[np.uint8]
Add = Callable[[OutputContainer], VideoStream]


@dataclass(frozen=True)
class Encoded:
    cpu_seconds: float
    size: int
    ssim: float
    psnr: float


def measure() -> dict[str, object]:
    with tempfile.TemporaryDirectory() as name:
        compared = {title: _compared(*film, Path(name)) for title, film in _films(Path(name))}
    summary = {
        key: round(mean(figures[key] for figures in compared.values()), 4) for key in next(iter(compared.values()))
    }
    return {"frames": f"{FRAMES - FIRST} of 1920x1080 each", "rounds": ROUNDS, "films": compared, "mean": summary}


def _films(folder: Path) -> Iterator[tuple[str, tuple[Timeline, dict[str, PictureSource]]]]:
    for number in CHOSEN:
        place = folder / str(number)
        place.mkdir()
        text = SCENES[number][0]
        start, end = views(7, number, FRAMES)
        width, height = Aspect.WIDE.size
        shot = Shot(picture="p", frames=FRAMES, start=start, end=end)
        film = Timeline(width=width, height=height, language="en", captions=Captions.NONE, shots=(shot,))
        yield text, (film, {"p": draw_scene(number, place)})
    flat = timeline(Aspect.WIDE)
    yield "Grainy stills", (flat, dict(paint_pictures(folder, flat)))


def _compared(film: Timeline, pictures: dict[str, PictureSource], folder: Path) -> dict[str, float]:
    frames = [_copied(frame) for frame in draw_frames(film, pictures, settings().assets, FIRST, FRAMES)]
    adds: tuple[Add, Add] = (
        lambda container: add_yardstick(container, film.width, film.height, threads=1),
        lambda container: add_video(container, film),
    )
    rounds = [[_encoded(frames, add, folder / "film.mp4") for add in adds] for _ in range(ROUNDS)]
    yardstick, ours = rounds[0]
    return {
        "cpu_ratio": round(median(one.cpu_seconds / other.cpu_seconds for other, one in rounds), 3),
        "size_ratio": round(ours.size / yardstick.size, 3),
        "ssim": round(ours.ssim, 5),
        "ssim_of_the_yardstick": round(yardstick.ssim, 5),
        "psnr": round(ours.psnr, 2),
        "psnr_of_the_yardstick": round(yardstick.psnr, 2),
    }


def _copied(frame: VideoFrame) -> VideoFrame:
    copy = VideoFrame(frame.width, frame.height, "yuv420p")
    for target, source in zip(planes_of(copy), planes_of(frame), strict=True):
        target[:] = source
    copy.pts, copy.time_base = frame.pts, frame.time_base
    return copy


def _encoded(frames: list[VideoFrame], add: Add, output: Path) -> Encoded:
    with av.open(str(output), "w", format="mp4") as container:
        stream = add(container)
        began = time.process_time()
        for frame in (*frames, None):
            container.mux(stream.encode(frame))
        spent = time.process_time() - began
    with av.open(str(output)) as container:
        decoded = [planes_of(frame).y.copy() for frame in list(container.decode(video=0))[::EVERY]]
    pairs = [(planes_of(frame).y, luma) for frame, luma in zip(frames[::EVERY], decoded, strict=True)]
    error = mean(float(np.square(one.astype(np.float32) - other).mean()) for one, other in pairs)
    return Encoded(spent, output.stat().st_size, mean(_ssim(*pair) for pair in pairs), 10 * np.log10(255**2 / error))


def _ssim(one: Luma, other: Luma) -> float:
    """Mean over the frame, with the paper's window and constants."""
    x, y = one.astype(np.float32), other.astype(np.float32)
    mean_x, mean_y = _seen(x), _seen(y)
    spread_x, spread_y, both = _seen(x * x) - mean_x**2, _seen(y * y) - mean_y**2, _seen(x * y) - mean_x * mean_y
    first, second = (0.01 * 255) ** 2, (0.03 * 255) ** 2
    likeness = (2 * mean_x * mean_y + first) * (2 * both + second)
    return float((likeness / ((mean_x**2 + mean_y**2 + first) * (spread_x + spread_y + second))).mean())


def _seen(values: NDArray[np.float32]) -> NDArray[np.float32]:
    return np.asarray(cv2.GaussianBlur(values, (11, 11), 1.5), np.float32)


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--output", type=Path)
    write(measure(), arguments.parse_args().output)


if __name__ == "__main__":
    main()
