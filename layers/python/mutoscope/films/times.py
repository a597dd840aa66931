"""When each scene of a film begins and ends: measured by its voices once they are there, estimated by its words before.

Invariant: the times follow one another without a gap, and the last one's end is the film's length.
"""

from collections.abc import Sequence
from itertools import accumulate, pairwise

from mutoscope.engines.tasks import SAMPLE_RATE
from mutoscope.engines.write.pace import spoken_seconds
from mutoscope.films.scene_timeline import LEAD_FRAMES, scene_frames
from mutoscope.films.script import Script
from mutoscope.jobs.job import SceneTime
from mutoscope.render.timeline import FPS
from mutoscope.stages.contracts.voice import VoiceFacts

LEAD_SECONDS = LEAD_FRAMES / FPS
"""From the beginning of a scene to its first word."""


def estimated_times(script: Script) -> tuple[SceneTime, ...]:
    """As a calm narrator would tell it."""
    spoken = [spoken_seconds(scene.narration, script.language) for scene in script.scenes]
    return measured_times([VoiceFacts(samples=round(seconds * SAMPLE_RATE), words=()) for seconds in spoken])


def measured_times(voices: Sequence[VoiceFacts]) -> tuple[SceneTime, ...]:
    """From the scenes' narrations in order."""
    frames = [scene_frames(number, len(voices), voice) for number, voice in enumerate(voices, start=1)]
    bounds = [round(frame / FPS, 3) for frame in accumulate(frames, initial=0)]
    return tuple(SceneTime(start=start, end=end) for start, end in pairwise(bounds))
