"""What rendering costs beside x264 alone and beside moviepy 2.2: ten seconds of 1080p with moving stills, crossfades
and burned captions whose spoken word is lit.

Every contender runs in a process of its own, in turn, round after round, on the same film at the same settings; ratios
of the rounds' medians are what travels between machines.
"""

import argparse
import multiprocessing
import resource
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from statistics import median

import av
import cv2
import numpy as np
from av.container import OutputContainer
from av.video.stream import VideoStream

from benchmarks import moviepy_film
from benchmarks.plot import bars
from benchmarks.result import write
from benchmarks.yardstick import add_yardstick
from mutoscope.render.mix import mix
from mutoscope.render.segment import add_video, draw_frames, new_frame, planes_of, render_segment
from mutoscope.render.sound import write_sound
from mutoscope.render.soundtrack import finish
from mutoscope.render.timeline import (
    FPS,
    SAMPLE_RATE,
    SAMPLES_PER_FRAME,
    Aspect,
    Captions,
    Clip,
    Cue,
    CueWord,
    Shot,
    Timeline,
    Transition,
)
from mutoscope.render.timeline import View as V
from mutoscope.settings import settings

SECONDS = 10
ROUNDS = 3
_VIEWS = ((V(zoom=1000), V(zoom=1200, x=420)), (V(zoom=1200, x=300), V(zoom=1200, x=700)), (V(zoom=1180, y=300), V()))
_WORDS = ("Farmers", "flood", "the", "fields,", "plant", "young", "rice", "and", "wait", "for", "the", "rain")


@dataclass(frozen=True)
class Cost:
    cpu_seconds: float
    wall_seconds: float
    peak_mib: float


def timeline(aspect: Aspect) -> Timeline:
    """Three moving shots, a caption of eight words every two and a half seconds, a voice and music."""
    width, height = aspect.size
    shots = tuple(
        Shot(
            picture=str(number), frames=SECONDS * FPS // 3, start=start, end=end,
            transition=Transition.CROSSFADE if number else Transition.BLACK, transition_frames=15,
        )
        for number, (start, end) in enumerate(_VIEWS)
    )  # fmt: skip
    whole = Clip(asset="voice", start=0, samples=SECONDS * SAMPLE_RATE)
    return Timeline(
        width=width,
        height=height,
        language="en",
        captions=Captions.BURNED,
        shots=shots,
        cues=tuple(_cue(first) for first in range(0, SECONDS * FPS, 75)),
        voice=(whole,),
        music=(whole.model_copy(update={"asset": "music"}),),
    )


def _cue(first: int) -> Cue:
    at, each = first * SAMPLES_PER_FRAME, 9 * SAMPLES_PER_FRAME
    words = tuple(
        CueWord(text=_WORDS[(first // 75 * 8 + n) % len(_WORDS)], start=at + n * each, end=at + (n + 1) * each)
        for n in range(8)
    )
    return Cue(first=first, last=first + 75, words=words)


def paint_pictures(folder: Path, film: Timeline) -> dict[str, Path]:
    """Seeded pictures with broad colours, hard edges and a little grain, as an illustration has them."""
    pictures = {}
    for number in range(len(_VIEWS)):
        random = np.random.default_rng(number)
        wide, high = film.width * 13 // 10, film.height * 13 // 10
        picture = cv2.resize(random.integers(0, 255, (5, 8, 3), np.uint8), (wide, high), interpolation=cv2.INTER_CUBIC)
        for _ in range(60):
            centre = (int(random.integers(wide)), int(random.integers(high)))
            colour = tuple(int(level) for level in random.integers(0, 255, 3))
            cv2.circle(picture, centre, int(random.integers(8, 160)), colour, -1, cv2.LINE_AA)
        grainy = picture + random.normal(0, 2, picture.shape)
        pictures[str(number)] = folder / f"{number}.png"
        cv2.imwrite(str(pictures[str(number)]), np.clip(grainy, 0, 255).astype(np.uint8))
    return pictures


def play_sounds(folder: Path) -> dict[str, Path]:
    """A voice in bursts and a chord."""
    at = np.arange(SECONDS * SAMPLE_RATE) / SAMPLE_RATE
    noise = np.random.default_rng(0).normal(0, 3000, len(at)) * (np.sin(2 * np.pi * 2 * at) > 0)
    chord = np.stack([np.sin(2 * np.pi * pitch * at) for pitch in (220, 330)], axis=1) * 9000
    files = {"voice": folder / "voice.flac", "music": folder / "music.flac"}
    write_sound(files["voice"], noise.astype(np.int16))
    write_sound(files["music"], chord.astype(np.int16))
    return files


def render(film: Timeline, pictures: dict[str, Path], output: Path) -> None:
    render_segment(film, pictures, output, fonts=settings().assets)


def render_with_sound(film: Timeline, pictures: dict[str, Path], output: Path) -> None:
    render(film, pictures, output)
    sounds = {name: output.parent / f"{name}.flac" for name in ("voice", "music")}
    finish(mix(film, sounds, output.parent), output.parent)


def encode(film: Timeline, raw: dict[str, Path], output: Path) -> tuple[float, float]:
    """x264 alone at the yardstick's settings, on one thread."""
    return _encoded(film, raw, output, lambda container: add_yardstick(container, film.width, film.height, threads=1))


def encode_as_the_studio(film: Timeline, raw: dict[str, Path], output: Path) -> tuple[float, float]:
    """The same at the studio's own settings: what is left of the studio's cost is what it draws."""
    return _encoded(film, raw, output, lambda container: add_video(container, film))


def _encoded(
    film: Timeline, raw: dict[str, Path], output: Path, add: Callable[[OutputContainer], VideoStream]
) -> tuple[float, float]:
    """CPU and wall seconds of the calls of the encoder, without the reading of the frames."""
    cpu = wall = 0.0
    frame = new_frame(film.width, film.height)
    with raw["raw"].open("rb") as file, av.open(str(output), "w", format="mp4") as container:
        stream = add(container)
        for number in range(film.frames + 1):
            if number < film.frames:
                for plane in planes_of(frame):
                    plane[:] = np.frombuffer(file.read(plane.size), np.uint8).reshape(plane.shape)
                frame.pts = number
            cpu_before, wall_before = time.process_time(), time.perf_counter()
            container.mux(stream.encode(frame if number < film.frames else None))
            cpu, wall = cpu + time.process_time() - cpu_before, wall + time.perf_counter() - wall_before
    return cpu, wall


Contender = Callable[[Timeline, dict[str, Path], Path], tuple[float, float] | None]


def cost_of(contender: Contender, film: Timeline, files: dict[str, Path], output: Path) -> Cost:
    """What a contender costs with all its children; one that knows better than the clocks around it answers itself."""
    before, wall = _cpu(), time.perf_counter()
    told = contender(film, files, output)
    cpu, wall = told or (_cpu() - before, time.perf_counter() - wall)
    return Cost(cpu, wall, _peak_mib())


def _cpu() -> float:
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(usage.ru_utime + usage.ru_stime for usage in used)


def _peak_mib() -> float:
    peak = max(resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return peak / 2**20 if sys.platform == "darwin" else peak / 2**10


def write_raw(film: Timeline, pictures: dict[str, Path], raw: Path) -> None:
    with raw.open("wb") as file:
        for frame in draw_frames(film, pictures, settings().assets, 0, film.frames):
            for plane in planes_of(frame):
                file.write(np.ascontiguousarray(plane).tobytes())


def compare(aspect: Aspect, rounds: int) -> dict[str, object]:
    film = timeline(aspect)
    alone = multiprocessing.get_context("spawn")
    with tempfile.TemporaryDirectory() as name, alone.Pool(1, maxtasksperchild=1) as pool:
        folder = Path(name)
        pictures = paint_pictures(folder, film)
        play_sounds(folder)
        pool.apply(write_raw, (film, pictures, folder / "raw.yuv"))
        contenders: dict[str, tuple[Contender, dict[str, Path]]] = {
            "x264 alone": (encode, {"raw": folder / "raw.yuv"}),
            "x264 alone at the studio's settings": (encode_as_the_studio, {"raw": folder / "raw.yuv"}),
            "mutoscope": (render, pictures),
            "mutoscope with sound": (render_with_sound, pictures),
            moviepy_film.NAME: (moviepy_film.render, pictures),
        }
        costs: dict[str, list[Cost]] = {contender: [] for contender in contenders}
        for _ in range(rounds):
            for contender, (run, files) in contenders.items():
                costs[contender].append(pool.apply(cost_of, (run, film, files, folder / "film.mp4")))
    return {"film": f"{film.seconds:g} s of {film.width}x{film.height}", "rounds": rounds, **_summary(costs)}


def _summary(costs: dict[str, list[Cost]]) -> dict[str, object]:
    middles = {
        name: {field: round(median(asdict(cost)[field] for cost in rounds), 3) for field in asdict(rounds[0])}
        for name, rounds in costs.items()
    }
    floor = middles["x264 alone"]
    ratios = {
        name: {
            "cpu": round(middle["cpu_seconds"] / floor["cpu_seconds"], 3),
            "wall": round(middle["wall_seconds"] / floor["wall_seconds"], 3),
        }
        for name, middle in middles.items()
    }
    return {"costs": middles, "ratios_to_x264_alone": ratios}


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--aspect", type=Aspect, choices=list(Aspect), default=Aspect.WIDE)
    # A round takes more than a minute and a half, two thirds of it for moviepy's film.
    arguments.add_argument("--rounds", type=int, default=ROUNDS)
    arguments.add_argument("--output", type=Path)
    chosen = arguments.parse_args()
    figures = compare(chosen.aspect, chosen.rounds)
    write(figures, chosen.output)
    if chosen.output:
        ratios = figures["ratios_to_x264_alone"]
        assert isinstance(ratios, dict)
        cpu = {name: ratio["cpu"] for name, ratio in ratios.items()}
        picture = bars(f"CPU time for {figures['film']}, x264 alone = 1", cpu)
        chosen.output.with_suffix(".svg").write_text(picture, encoding="utf-8")


if __name__ == "__main__":
    main()
