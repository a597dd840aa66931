"""What the study stage takes and tells; `stages/study.py` does it."""

from mutoscope.clips.sound_order import ClipSound
from mutoscope.stages.stage import EngineId, Frozen, Stage, worked_in


class StudyInputs(Frozen):
    """`text` is told as it is; without one the `writer` writes about `topic`, for about so many `seconds`."""

    writer: EngineId | None = None
    drawer: EngineId
    topic: str = ""
    text: str = ""
    title: str = ""
    seconds: int
    sound: ClipSound
    captions: bool
    width: int
    height: int
    seed: int


class StudyFacts(Frozen):
    title: str
    width: int
    height: int
    frames: int
    fps: int
    seconds: float
    boards: int
    drawings: int


STUDY = Stage("study", "2", StudyFacts, worked_in("mutoscope.stages.study"))
