"""What the seam stage takes and tells; `stages/seam.py` does it."""

from mutoscope.render.timeline import Timeline
from mutoscope.stages.stage import Frozen, Stage, worked_in

SEAM_VIDEO = "seam.mp4"


class SeamInputs(Frozen):
    """`timeline` is the second scene's; `below` and `above` are the keys of the first one's segment and its own."""

    timeline: Timeline
    below: str
    above: str


class SeamFacts(Frozen):
    frames: int


SEAM = Stage("seam", "6", SeamFacts, worked_in("mutoscope.stages.seam"))
