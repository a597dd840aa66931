"""The clip stage: a description, or a picture of one's own, as a short film of moving pictures.

A description becomes a concept first: its shots, each drawn in layers that a camera moves between. A picture of one's
own is one shot: the camera moves over it, and what the description names moves in its air.
"""

from bisect import bisect_right
from collections.abc import Sequence
from itertools import accumulate

from mutoscope.clips.shots import (
    Idea,
    Move,
    ShotPlan,
    camera_of,
    ideas_of,
    picture_name,
    plan_shots,
    without_camera,
)
from mutoscope.clips.sound import make_sound
from mutoscope.engines import registry
from mutoscope.engines.tasks import Writer, WriteRequest
from mutoscope.engines.write.extractive import ExtractiveWriter
from mutoscope.render.air import AirArtist
from mutoscope.render.clip import Paint, Shape, save_clip
from mutoscope.render.frames import FrameArtist
from mutoscope.render.planes import Planes
from mutoscope.render.timeline import SAMPLE_RATE
from mutoscope.stages.contracts.clip import ClipFacts
from mutoscope.stages.contracts.moving_pictures import ClipInputs
from mutoscope.stages.moving_pictures import Seen, engine_of, pictures_of, sources_of, stirred, timeline_of
from mutoscope.stages.stage import Bench


def run(inputs: ClipInputs, bench: Bench) -> ClipFacts:
    shape = Shape(inputs.width, inputs.height, inputs.seconds * inputs.fps, inputs.fps)
    samples = inputs.seconds * SAMPLE_RATE
    heard = make_sound(inputs.sound, samples, bench.settings, bench.scratch, seed=inputs.seed)
    plans = _concept(inputs, shape.frames, bench)
    paint = _painter(inputs, plans, pictures_of(inputs, plans, bench), bench)
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


def _painter(inputs: ClipInputs, plans: Sequence[ShotPlan], pictures: dict[str, Seen], bench: Bench) -> Paint:
    artist = FrameArtist(
        timeline_of(inputs, plans), sources_of(pictures), bench.settings.assets, stirred(pictures, inputs.fps)
    )
    starts = list(accumulate((plan.frames for plan in plans), initial=0))
    airs = [pictures[picture_name(plan)].air for plan in plans]
    moving = {air: AirArtist(air, inputs.width, inputs.height, inputs.seed) for air in airs}

    def paint(number: int, frame: Planes) -> None:
        artist.draw(number, frame)
        moving[airs[bisect_right(starts, number) - 1]].draw(number / inputs.fps, frame)

    return paint
