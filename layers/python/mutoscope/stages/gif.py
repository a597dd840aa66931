"""The gif stage: one moving picture as a GIF that plays for ever and shows no seam where it begins again.

The view goes there and back, and what moves in the air comes and goes within one turn.
"""

from math import cos, pi

import numpy as np

from mutoscope.clips.shots import Idea, Move, ShotPlan, camera_of, ideas_of
from mutoscope.media.gif_file import save_gif
from mutoscope.render.air import AirArtist
from mutoscope.render.frames import FrameArtist
from mutoscope.render.planes import blank, to_rgb
from mutoscope.stages.contracts.clip import ClipFacts
from mutoscope.stages.contracts.gif import ANIMATION
from mutoscope.stages.contracts.moving_pictures import ClipInputs
from mutoscope.stages.moving_pictures import engine_of, pictures_of, sources_of, timeline_of
from mutoscope.stages.stage import Bench

_TOLERANCE = 8.0
"""What is drawn has wide soft gradients: so much is not seen to stand still, and more than halves the file."""
_FINER = 4
"""The view's way has so many times the frames that are shown of it, or it would halt where it turns."""


def run(inputs: ClipInputs, bench: Bench) -> ClipFacts:
    count = inputs.seconds * inputs.fps
    idea = Idea(inputs.prompt) if inputs.image else ideas_of(inputs.prompt, inputs.language)[0]
    plan = ShotPlan(idea, count * _FINER, camera_of(inputs.prompt) or Move.IN, turn=1)
    pictures = pictures_of(inputs, [plan], bench)
    (seen,) = pictures.values()
    artist = FrameArtist(timeline_of(inputs, [plan]), sources_of(pictures), bench.settings.assets)
    moving = AirArtist(seen.air, inputs.width, inputs.height, inputs.seed, period=float(inputs.seconds))
    frames = np.empty((count, inputs.height, inputs.width, 3), np.uint8)
    frame = blank(inputs.width, inputs.height)
    for number in range(count):
        artist.draw(_there_and_back(number, count, plan.frames), frame)
        moving.draw(number / inputs.fps, frame)
        frames[number] = to_rgb(frame, inputs.width, inputs.height)
        bench.report(0.2 + 0.5 * number / count)
    save_gif(frames, inputs.fps, bench.folder / ANIMATION, tolerance=_TOLERANCE)
    return ClipFacts(
        width=inputs.width,
        height=inputs.height,
        frames=count,
        fps=inputs.fps,
        seconds=inputs.seconds,
        shots=1,
        engine=engine_of(inputs),
    )


def _there_and_back(number: int, count: int, frames: int) -> int:
    return round((1 - cos(2 * pi * number / count)) / 2 * (frames - 1))
