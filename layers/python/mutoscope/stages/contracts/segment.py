"""What the segment stage takes and tells; `stages/segment.py` does it."""

from mutoscope.render.timeline import Timeline
from mutoscope.stages.stage import Frozen, Stage, worked_in

SEGMENT, FIRST_VIEW, LAST_VIEW, POSTER = "segment.mp4", "first-view.png", "last-view.png", "poster.jpg"


class SegmentInputs(Frozen):
    """The timeline names its pictures by the keys of the picture stages that drew them."""

    timeline: Timeline


class SegmentFacts(Frozen):
    frames: int
    appeal: int
    """How well its poster would stand for the film, in thousandths."""


SEGMENT_STAGE = Stage("segment", "10", SegmentFacts, worked_in("mutoscope.stages.segment"))
