"""What drawing a frame of a layered picture costs: the illustrator's own pictures in all its styles, many motifs and
weathers, moving as a film moves them, at 1080p.

CPU milliseconds of the drawing thread, the lesser of two passes, without the encoder; beside them what a single resize
of a whole frame takes, since that is what travels between machines.
"""

import argparse
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from statistics import mean

import cv2

from benchmarks.plot import bars
from benchmarks.result import write
from mutoscope.engines import registry
from mutoscope.films.motion import views
from mutoscope.render.camera import camera_at
from mutoscope.render.layers import LAYERS, LayeredPicture, LayersFile, layered
from mutoscope.render.planes import blank
from mutoscope.render.sheets import load_sheets
from mutoscope.render.stacking import Rooms, draw_sheets
from mutoscope.render.timeline import Aspect, Shot
from mutoscope.settings import settings
from mutoscope.stages.contracts.picture import PICTURE_STAGE, PictureInputs
from mutoscope.stages.stage import Bench, EngineId, Record

SCALE = 1.15
FRAMES, EVERY = 180, 6
SCENES = (
    ("A farmer plants young rice in a flooded field", ("rice", "farmer", "field")),
    ("A ferry crosses the sea to the harbour", ("ship", "sea", "harbour")),
    ("Buses carry people through the city at night", ("city", "bus", "night")),
    ("Deer live in the forest in the rain", ("forest", "deer", "rain")),
    ("A scientist looks through the microscope in the laboratory", ("laboratory", "scientist", "microscope")),
    ("A rocket flies past the moon to the stars", ("rocket", "moon", "space")),
    ("Snow falls on the mountains in winter", ("mountain", "snow", "winter")),
    ("At the market farmers sell fruit and vegetables", ("market", "fruit", "vegetables")),
    ("A camel walks through the desert to the well", ("desert", "camel", "well")),
    ("The bridge over the river is a hundred years old", ("river", "bridge", "century")),
)


def measure() -> dict[str, object]:
    cv2.setNumThreads(1)
    costs = {}
    with tempfile.TemporaryDirectory() as folder:
        for number, (_, keywords) in enumerate(SCENES):
            place = Path(folder) / str(number)
            place.mkdir()
            cost = _frame_seconds(draw_scene(number, place), number + 1)
            costs[f"{_style(number)}: {', '.join(keywords)}"] = round(1000 * cost, 2)
    return {
        "frames": f"{FRAMES // EVERY} of {FRAMES} frames of 1920x1080 for each picture",
        "frame_cpu_ms": costs,
        "frame_cpu_ms_mean": round(mean(costs.values()), 2),
        "frame_cpu_ms_worst": max(costs.values()),
        "asked_ms": 10,
        "resize_of_a_frame_cpu_ms": round(1000 * _resize_seconds(), 2),
    }


def _style(number: int) -> str:
    styles = tuple(registry.drawer(settings()).styles())
    return styles[number % len(styles)]


def draw_scene(number: int, folder: Path) -> LayeredPicture:
    """Scene `number` of SCENES, its layers as files in the folder."""
    text, keywords = SCENES[number]
    width, height = (2 * round(side * SCALE / 2) for side in Aspect.WIDE.size)
    drawer = registry.drawer(settings())
    inputs = PictureInputs(
        engine=EngineId(name=drawer.name, version=drawer.version), layered=True, prompt=text, keywords=keywords,
        style=_style(number), width=width, height=height, seed=number + 1, reserve_bottom=0.22, film_seed=5,
        variation=number + 1, narration=text, topic=text,
    )  # fmt: skip
    bench = Bench(
        settings=settings(), own_settings=settings, folder=folder, scratch=folder, fetch=_no_file, bring=_no_input,
        read=_no_record, report=lambda _: None,
    )  # fmt: skip
    PICTURE_STAGE.run(inputs, bench)
    file = LayersFile.model_validate_json((folder / LAYERS).read_bytes())
    return layered(file, {layer.file: folder / layer.file for layer in file.layers})


def _no_file(key: str, file: str) -> Path:
    raise FileNotFoundError(f"{key}/{file}")


def _no_input(key: str) -> Path:
    raise FileNotFoundError(key)


def _no_record(key: str) -> Record:
    raise FileNotFoundError(key)


def _frame_seconds(picture: LayeredPicture, number: int) -> float:
    screen = Aspect.WIDE.size
    start, end = views(7, number, FRAMES)
    shot = Shot(picture="p", frames=FRAMES, start=start, end=end)
    sheets, frame, rooms = load_sheets(picture, shot, screen), blank(*screen), Rooms.for_frames(*screen)

    def one_pass() -> Iterator[float]:
        for within in range(1, FRAMES, EVERY):
            began = time.thread_time()
            cameras = tuple(camera_at(shot, within, sheets.size, screen, sheet.depth) for sheet in sheets.sheets)
            draw_sheets(sheets, cameras, frame, rooms)
            yield time.thread_time() - began

    return mean(min(passes) for passes in zip(one_pass(), one_pass(), strict=True))


def _resize_seconds() -> float:
    """Luma and chroma of one frame from a picture as large as the illustrator's, the least of many times."""
    width, height = Aspect.WIDE.size
    source, frame = blank(round(width * SCALE), round(height * SCALE / 2) * 2), blank(width, height)
    spent = []
    for _ in range(50):
        began = time.thread_time()
        for plane, resized in zip(source, frame, strict=True):
            cv2.resize(plane, resized.shape[::-1], dst=resized)
        spent.append(time.thread_time() - began)
    return min(spent)


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--output", type=Path)
    chosen = arguments.parse_args()
    figures = measure()
    write(figures, chosen.output)
    if chosen.output:
        costs = figures["frame_cpu_ms"]
        assert isinstance(costs, dict)
        named = {name.partition(",")[0]: cost for name, cost in costs.items()}
        picture = bars("CPU milliseconds to draw a 1080p frame of a layered picture", named)
        chosen.output.with_suffix(".svg").write_text(picture, encoding="utf-8")


if __name__ == "__main__":
    main()
