"""The clip stage: a description, or a picture of one's own, as a short film of moving pictures.

A description becomes a concept first: its shots, each drawn in layers that a camera moves between. A picture of one's
own is one shot: the camera moves over it, and what the description names moves in its air.
"""

import re
from collections.abc import Callable, Sequence
from itertools import accumulate
from math import pi, sin
from pathlib import Path

import cv2

from mutoscope.clips.shots import (
    Idea,
    Move,
    ShotPlan,
    camera_of,
    ideas_of,
    picture_name,
    plan_shots,
    shots_of,
    without_camera,
)
from mutoscope.clips.sound import ClipSound, make_sound
from mutoscope.engines import registry
from mutoscope.engines.tasks import Air, DrawRequest, Writer, WriteRequest
from mutoscope.engines.write.extractive import ExtractiveWriter
from mutoscope.errors import DiskFull
from mutoscope.media.inputs import name_of
from mutoscope.media.picture_file import cover
from mutoscope.render.air import AirArtist
from mutoscope.render.clip import Shape, save_clip
from mutoscope.render.frames import FrameArtist
from mutoscope.render.layers import PictureSource, layered
from mutoscope.render.planes import Planes
from mutoscope.render.timeline import SAMPLE_RATE, Captions, Timeline
from mutoscope.stages.picture import PICTURE, save_layers
from mutoscope.stages.stage import Bench, EngineId, Frozen, Stage

Sources = dict[str, PictureSource]
PICTURE_SCALE = 1.2
"""Pictures are drawn this much larger than the frame, because nearest things are shown so much larger."""
_SWAY, _SWAY_SECONDS = 0.0035, 4.6
_RESERVED = 0.06
_AIRS = {
    Air.RAIN: "rain rainy storm stormy drizzle downpour monsoon",
    Air.SNOW: "snow snowy snowing snowfall blizzard winter",
    Air.LEAVES: "leaf leaves autumn fall forest",
    Air.PETALS: "petal petals blossom blossoms spring",
    Air.FIREFLIES: "firefly fireflies",
    Air.BUBBLES: "bubbles underwater reef aquarium",
    Air.MOTES: "dust dusty motes sunbeam magic sparkle",
}


class ClipInputs(Frozen):
    """`image` is the key of a picture of one's own; without one the `drawer` draws what the `writer` makes of it."""

    writer: EngineId | None = None
    drawer: EngineId | None = None
    prompt: str
    negative_prompt: str
    image: str = ""
    seconds: int
    width: int
    height: int
    fps: int
    style: str = ""
    language: str
    seed: int
    sound: ClipSound


class ClipFacts(Frozen):
    """`engine` says what made it."""

    width: int
    height: int
    frames: int
    fps: int
    seconds: int
    shots: int
    engine: str


def run(inputs: ClipInputs, bench: Bench) -> ClipFacts:
    shape = Shape(inputs.width, inputs.height, inputs.seconds * inputs.fps, inputs.fps)
    samples = inputs.seconds * SAMPLE_RATE
    heard = make_sound(inputs.sound, samples, bench.settings, bench.scratch, seed=inputs.seed)
    plans = _concept(inputs, shape.frames, bench)
    sources, airs = pictures_of(inputs, plans, bench)
    paint = _painter(inputs, plans, sources, airs, bench)
    save_clip(
        paint, shape, bench.folder, bench.scratch,
        report=lambda share: bench.report(0.2 + 0.8 * share), sound=heard,
    )  # fmt: skip
    return ClipFacts(
        width=shape.width,
        height=shape.height,
        frames=shape.frames,
        fps=shape.fps,
        seconds=inputs.seconds,
        shots=len(plans),
        engine=engine_of(inputs),
    )


def engine_of(inputs: ClipInputs) -> str:
    return f"{inputs.drawer.name} {inputs.drawer.version}" if inputs.drawer else "a camera over one picture"


def _concept(inputs: ClipInputs, frames: int, bench: Bench) -> tuple[ShotPlan, ...]:
    camera = camera_of(inputs.prompt)
    if inputs.image:
        return (ShotPlan(Idea(inputs.prompt), frames, camera or Move.IN, turn=1),)
    writer = registry.writer(bench.own_settings(), keep=False)
    ideas = _told(writer, inputs) if writer.name != ExtractiveWriter.name else ideas_of(inputs.prompt, inputs.language)
    return plan_shots(ideas, frames=frames, fps=inputs.fps, camera=camera)


def _told(writer: Writer, inputs: ClipInputs) -> tuple[Idea, ...]:
    """What a writing model has in mind. The embedded writer only tells what it is told, so it is not asked."""
    request = WriteRequest(
        topic=without_camera(inputs.prompt), text=None, title=None, language=inputs.language,
        seconds=max(10, inputs.seconds), seed=inputs.seed,
    )  # fmt: skip
    scenes = writer.write(request).scenes
    return tuple(Idea(scene.picture or scene.narration, scene.keywords) for scene in scenes)


def pictures_of(inputs: ClipInputs, plans: Sequence[ShotPlan], bench: Bench) -> tuple[Sources, tuple[Air, ...]]:
    """What each shot shows, by the names that its timeline calls it, and what moves in its air."""
    return _own(inputs, bench) if inputs.image else _drawn(inputs, plans, bench)


def _drawn(inputs: ClipInputs, plans: Sequence[ShotPlan], bench: Bench) -> tuple[Sources, tuple[Air, ...]]:
    drawer, airs = registry.drawer(bench.settings), list[Air]()
    width, height = (round(side * PICTURE_SCALE / 2) * 2 for side in (inputs.width, inputs.height))
    sources: Sources = {}
    for done, plan in enumerate(plans):
        picture = drawer.draw(_request(inputs, plan, width, height))
        folder = bench.scratch / picture_name(plan)
        folder.mkdir()
        airs.append(picture.air)
        if picture.layers:
            listed = save_layers(picture, width, height, folder)
            sources[picture_name(plan)] = layered(listed, {each.file: folder / each.file for each in listed.layers})
        else:
            sources[picture_name(plan)] = _saved(picture.pixels, folder / PICTURE)
        bench.report(0.2 * (done + 1) / len(plans))
    return sources, tuple(airs)


def _request(inputs: ClipInputs, plan: ShotPlan, width: int, height: int) -> DrawRequest:
    return DrawRequest(
        prompt=without_camera(plan.idea.picture),
        keywords=plan.idea.keywords,
        style=inputs.style,
        width=width,
        height=height,
        seed=(inputs.seed * 1_000_003 + plan.turn) % 2**31,
        reserve_bottom=_RESERVED,
        film_seed=inputs.seed,
        variation=plan.turn,
        # Where a shot names things of its own, those of the others have no place in it.
        topic="" if len(plan.idea.keywords) > 1 else without_camera(inputs.prompt),
        avoid=inputs.negative_prompt,
        falls=False,
    )


def _own(inputs: ClipInputs, bench: Bench) -> tuple[Sources, tuple[Air, ...]]:
    width, height = (round(side * PICTURE_SCALE / 2) * 2 for side in (inputs.width, inputs.height))
    pixels = cover(bench.bring(inputs.image), width, height, name_of(inputs.image))
    return {"shot-1": _saved(pixels, bench.scratch / PICTURE)}, (_air_named(inputs.prompt),)


def _air_named(prompt: str) -> Air:
    """What moves in a picture of one's own is only what its owner names in English."""
    said = set(re.findall(r"[a-z]+", prompt.lower()))
    return next((air for air, words in _AIRS.items() if said & set(words.split())), Air.CLEAR)


def _saved(rgb: cv2.typing.MatLike, path: Path) -> Path:
    if not cv2.imwrite(str(path), rgb[:, :, ::-1], [cv2.IMWRITE_PNG_COMPRESSION, 1]):
        raise DiskFull(where=str(path.parent))
    return path


def _painter(
    inputs: ClipInputs,
    plans: Sequence[ShotPlan],
    sources: Sources,
    airs: Sequence[Air],
    bench: Bench,
) -> Callable[[int, Planes], None]:
    timeline = timeline_of(inputs, plans)
    artist = FrameArtist(timeline, sources, bench.settings.assets, sway=lambda at, depth: _sway(at / inputs.fps, depth))
    starts = list(accumulate((plan.frames for plan in plans), initial=0))
    moving = {air: AirArtist(air, inputs.width, inputs.height, inputs.seed) for air in airs}

    def paint(number: int, frame: Planes) -> None:
        artist.draw(number, frame)
        shot = max(place for place, start in enumerate(starts[:-1]) if start <= number)
        moving[airs[shot]].draw(number / inputs.fps, frame)

    return paint


def timeline_of(inputs: ClipInputs, plans: Sequence[ShotPlan]) -> Timeline:
    """At the clip's own rate: a frame of it is one of the clip's."""
    return Timeline(
        width=inputs.width,
        height=inputs.height,
        language=inputs.language,
        captions=Captions.NONE,
        shots=shots_of(plans, inputs.fps),
    )


def _sway(seconds: float, depth: float) -> float:
    """Nearest growth sways in the wind; what is farther stands."""
    return _SWAY * sin(2 * pi * seconds / _SWAY_SECONDS) if depth > 0.95 else 0.0


CLIP = Stage("clip", "1", ClipFacts, run)
