"""The parallax stage: one picture seen in depth by a moving camera.

A picture of one's own has its depth estimated from classical cues; what is drawn here has it from its own layers.
"""

from math import pi, sin

import cv2
import numpy as np

from mutoscope.clips.camera_path import Path
from mutoscope.clips.depth import CUES, estimate_depth
from mutoscope.clips.depth_camera import ORBIT_SECONDS, DepthCamera
from mutoscope.clips.shots import Move, ShotPlan, ideas_of
from mutoscope.clips.sound import make_sound
from mutoscope.errors import DiskFull
from mutoscope.media.inputs import name_of
from mutoscope.media.picture_file import cover
from mutoscope.render.air import AirArtist
from mutoscope.render.clip import Paint, Shape, save_clip
from mutoscope.render.frames import FrameArtist
from mutoscope.render.planes import Planes
from mutoscope.render.timeline import SAMPLE_RATE, View
from mutoscope.stages.contracts.parallax import DEPTH_MAP, ParallaxFacts, ParallaxInputs
from mutoscope.stages.moving_pictures import pictures_of, sources_of, timeline_of
from mutoscope.stages.stage import Bench

_SWING = 0.055
"""Between what is farthest and what is nearest, in widths of the frame."""
_STILL = 0.45
_VIEWS = {
    Path.ORBIT: (View(zoom=1120), View(zoom=1121)),
    Path.SLIDE: (View(zoom=1120), View(zoom=1135)),
    Path.PUSH: (View(zoom=1020), View(zoom=1170)),
}


def run(inputs: ParallaxInputs, bench: Bench) -> ParallaxFacts:
    shape = Shape(inputs.width, inputs.height, inputs.seconds * inputs.fps, inputs.fps)
    samples = inputs.seconds * SAMPLE_RATE
    sound = make_sound(inputs.sound, samples, bench.settings, bench.scratch, seed=inputs.seed)
    paint = _own(inputs, shape, bench) if inputs.image else _layered(inputs, shape, bench)
    save_clip(paint, shape, bench.folder, bench.scratch, report=bench.report, sound=sound)
    return ParallaxFacts(
        width=shape.width,
        height=shape.height,
        frames=shape.frames,
        fps=inputs.fps,
        seconds=inputs.seconds,
        depth=f"estimated from {CUES}" if inputs.image else "of the drawing's own layers",
    )


def _own(inputs: ParallaxInputs, shape: Shape, bench: Bench) -> Paint:
    """The estimated depth is left beside the clip, so that one can see what it was."""
    rgb = np.ascontiguousarray(cover(bench.bring(inputs.image), inputs.width, inputs.height, name_of(inputs.image)))
    depth = estimate_depth(rgb)
    if not cv2.imwrite(str(bench.folder / DEPTH_MAP), np.rint(depth * 255).astype(np.uint8)):
        raise DiskFull(where=str(bench.folder))
    return DepthCamera(rgb, depth, inputs.path, shape.frames, inputs.fps).paint


def _layered(inputs: ParallaxInputs, shape: Shape, bench: Bench) -> Paint:
    """Layers are moved apart by their own depths, so that nothing has to be stretched."""
    plan = ShotPlan(ideas_of(inputs.prompt, inputs.language)[0], shape.frames, Move.IN, turn=1)
    pictures = pictures_of(inputs, [plan], bench)
    (seen,) = pictures.values()
    timeline = timeline_of(inputs, [plan])
    start, end = _VIEWS[inputs.path]
    shot = timeline.shots[0].model_copy(update={"start": start, "end": end})
    artist = FrameArtist(
        timeline.model_copy(update={"shots": (shot,)}),
        sources_of(pictures),
        bench.settings.assets,
        sway=lambda _, frame, depth: (_aside(inputs.path, frame, shape) * (_STILL - depth), 0.0),
    )
    moving = AirArtist(seen.air, shape.width, shape.height, inputs.seed)

    def paint(number: int, frame: Planes) -> None:
        artist.draw(number, frame)
        moving.draw(number / inputs.fps, frame)

    return paint


def _aside(path: Path, frame: int, shape: Shape) -> float:
    """How far the camera is to the right."""
    share = frame / max(shape.frames - 1, 1)
    if path is Path.ORBIT:
        return _SWING * sin(2 * pi * share * max(1, round(shape.frames / shape.fps / ORBIT_SECONDS)))
    return _SWING * (share * share * (3 - 2 * share) * 2 - 1) if path is Path.SLIDE else 0.0
