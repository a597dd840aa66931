"""What rendering costs beside x264 alone: ten seconds of 1080p with moving stills, transitions and burned captions.

Both run in processes of their own, in the same run on the same frames with the same settings; ratios are what travels
between machines. Prints JSON, or writes it to `--output`.
"""

import argparse
import json
import multiprocessing
import resource
import sys
import tempfile
import time
from dataclasses import asdict, dataclass
from pathlib import Path

import av
import cv2
import numpy as np

from mutoscope.render.segment import add_video, draw_frames, new_frame, planes_of, render_segment
from mutoscope.render.timeline import FPS, SAMPLES_PER_FRAME, Aspect, Captions, Cue, CueWord, Shot, Timeline, Transition
from mutoscope.render.timeline import View as V
from mutoscope.settings import settings

SECONDS = 10
_VIEWS = ((V(zoom=1000), V(zoom=1200, x=420)), (V(zoom=1200, x=300), V(zoom=1200, x=700)), (V(zoom=1180, y=300), V()))
_WORDS = ("Farmers", "flood", "the", "fields,", "plant", "young", "rice", "and", "wait", "for", "the", "rain")


@dataclass(frozen=True)
class Cost:
    cpu_seconds: float
    wall_seconds: float
    peak_mib: float


def timeline(aspect: Aspect) -> Timeline:
    """Three moving shots and a caption of eight words every two and a half seconds."""
    width, height = aspect.size
    shots = tuple(
        Shot(
            picture=str(number), frames=SECONDS * FPS // 3, start=start, end=end,
            transition=Transition.CROSSFADE, transition_frames=15,
        )
        for number, (start, end) in enumerate(_VIEWS)
    )  # fmt: skip
    cues = tuple(_cue(first) for first in range(0, SECONDS * FPS, 75))
    return Timeline(width=width, height=height, language="en", captions=Captions.BURNED, shots=shots, cues=cues)


def _cue(first: int) -> Cue:
    at = first * SAMPLES_PER_FRAME
    words = tuple(CueWord(text=_WORDS[(first // 75 * 8 + n) % len(_WORDS)], start=at, end=at) for n in range(8))
    return Cue(first=first, last=first + 75, words=words)


def paint_pictures(folder: Path, film: Timeline) -> dict[str, Path]:
    """Seeded pictures with broad colours, hard edges and a little grain, as an illustration has them."""
    pictures = {}
    for number in range(len(_VIEWS)):
        random = np.random.default_rng(number)
        wide, high = film.width * 5 // 4, film.height * 5 // 4
        picture = cv2.resize(random.integers(0, 255, (5, 8, 3), np.uint8), (wide, high), interpolation=cv2.INTER_CUBIC)
        for _ in range(60):
            centre = (int(random.integers(wide)), int(random.integers(high)))
            colour = tuple(int(level) for level in random.integers(0, 255, 3))
            cv2.circle(picture, centre, int(random.integers(8, 160)), colour, -1, cv2.LINE_AA)
        grainy = picture + random.normal(0, 2, picture.shape)
        pictures[str(number)] = folder / f"{number}.png"
        cv2.imwrite(str(pictures[str(number)]), np.clip(grainy, 0, 255).astype(np.uint8))
    return pictures


def cost_of_rendering(film: Timeline, pictures: dict[str, Path], output: Path) -> Cost:
    cpu, wall = time.process_time(), time.perf_counter()
    render_segment(film, pictures, output, fonts=settings().assets)
    return Cost(time.process_time() - cpu, time.perf_counter() - wall, _peak_mib())


def cost_of_encoding(film: Timeline, raw: Path, output: Path) -> Cost:
    """x264 alone: only the calls of the encoder count, not the reading of the frames."""
    cpu = wall = 0.0
    frame = new_frame(film.width, film.height)
    with raw.open("rb") as file, av.open(str(output), "w", format="mp4") as container:
        stream = add_video(container, film)
        for number in range(film.frames):
            for plane in planes_of(frame):
                plane[:] = np.frombuffer(file.read(plane.size), np.uint8).reshape(plane.shape)
            frame.pts = number
            cpu_before, wall_before = time.process_time(), time.perf_counter()
            container.mux(stream.encode(frame))
            cpu, wall = cpu + time.process_time() - cpu_before, wall + time.perf_counter() - wall_before
        cpu_before, wall_before = time.process_time(), time.perf_counter()
        container.mux(stream.encode(None))
        cpu, wall = cpu + time.process_time() - cpu_before, wall + time.perf_counter() - wall_before
    return Cost(cpu, wall, _peak_mib())


def write_raw(film: Timeline, pictures: dict[str, Path], raw: Path) -> None:
    with raw.open("wb") as file:
        for frame in draw_frames(film, pictures, settings().assets, 0, film.frames):
            for plane in planes_of(frame):
                file.write(np.ascontiguousarray(plane).tobytes())


def _peak_mib() -> float:
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / 2**20 if sys.platform == "darwin" else peak / 2**10


def compare(aspect: Aspect) -> dict[str, object]:
    film = timeline(aspect)
    alone = multiprocessing.get_context("spawn")
    with tempfile.TemporaryDirectory() as name, alone.Pool(1, maxtasksperchild=1) as pool:
        folder = Path(name)
        pictures = paint_pictures(folder, film)
        pool.apply(write_raw, (film, pictures, folder / "raw.yuv"))
        rendering = pool.apply(cost_of_rendering, (film, pictures, folder / "rendered.mp4"))
        encoding = pool.apply(cost_of_encoding, (film, folder / "raw.yuv", folder / "encoded.mp4"))
    return {
        "film": f"{film.seconds:g} s of {film.width}x{film.height}",
        "rendering": asdict(rendering),
        "x264_alone": asdict(encoding),
        "cpu_ratio": round(rendering.cpu_seconds / encoding.cpu_seconds, 3),
        "wall_ratio": round(rendering.wall_seconds / encoding.wall_seconds, 3),
    }


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--aspect", type=Aspect, choices=list(Aspect), default=Aspect.WIDE)
    arguments.add_argument("--output", type=Path)
    chosen = arguments.parse_args()
    report = json.dumps(compare(chosen.aspect), indent=2) + "\n"
    if chosen.output:
        chosen.output.write_text(report)
    else:
        sys.stdout.write(report)


if __name__ == "__main__":
    main()
