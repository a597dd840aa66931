"""What the clip stage takes and tells; `stages/clip.py` does it."""

from mutoscope.stages.stage import Frozen, Stage, worked_in


class ClipFacts(Frozen):
    """`engine` says what made it."""

    width: int
    height: int
    frames: int
    fps: int
    seconds: int
    shots: int
    engine: str


CLIP = Stage("clip", "2", ClipFacts, worked_in("mutoscope.stages.clip"))
