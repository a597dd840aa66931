"""What the master stage takes and tells; `stages/master.py` does it."""

from mutoscope.films.script import Script
from mutoscope.render.timeline import Clip, Timeline
from mutoscope.stages.contracts.picture import PICTURE_STAGE
from mutoscope.stages.contracts.score import SCORE
from mutoscope.stages.contracts.seam import SEAM
from mutoscope.stages.contracts.segment import SEGMENT_STAGE
from mutoscope.stages.contracts.sound import SOUND
from mutoscope.stages.contracts.voice import VOICE
from mutoscope.stages.stage import EngineId, Frozen, Stage, worked_in

VIDEO, THUMBNAIL = "film.mp4", "film.jpg"
SUBRIP, WEBVTT, MANIFEST = "film.srt", "film.vtt", "film.json"


class ScenePart(Frozen):
    scene_id: str
    timeline: Timeline
    segment: str
    """Key of the segment stage's result."""
    seam: str = ""
    """Key of the seam stage's result, where this scene and the one before it are seen at once."""


class MasterInputs(Frozen):
    script: Script
    scenes: tuple[ScenePart, ...]
    music: tuple[Clip, ...]
    """For the manifest: where the score lies in the sound."""
    sound: str
    """Key of the sound stage's result."""
    engines: dict[str, EngineId]
    settings: dict[str, str | int]
    """How the film was ordered, for the manifest."""


class MasterFacts(Frozen):
    title: str
    seconds: float
    frames: int
    width: int
    height: int


def stage_versions() -> dict[str, str]:
    """Stage to its version, as manifests have it."""
    stages = (VOICE, SCORE, PICTURE_STAGE, SEGMENT_STAGE, SEAM, SOUND, MASTER)
    return {stage.name: stage.version for stage in stages}


MASTER = Stage("master", "8", MasterFacts, worked_in("mutoscope.stages.master"))
