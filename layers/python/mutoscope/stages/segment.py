"""The segment stage: a scene rendered to video from its timeline and picture."""

from mutoscope.render.segment import render_segment
from mutoscope.render.timeline import Timeline
from mutoscope.stages.picture import PICTURE
from mutoscope.stages.stage import Bench, Frozen, Stage

SEGMENT = "segment.mp4"


class SegmentInputs(Frozen):
    """The timeline names its pictures by the keys of the picture stages that drew them."""

    timeline: Timeline


class SegmentFacts(Frozen):
    frames: int


def run(inputs: SegmentInputs, bench: Bench) -> SegmentFacts:
    timeline = inputs.timeline
    pictures = {shot.picture: bench.fetch(shot.picture, PICTURE) for shot in timeline.shots}
    render_segment(timeline, pictures, bench.folder / SEGMENT, fonts=bench.settings.assets, on_progress=bench.report)
    return SegmentFacts(frames=timeline.frames)


SEGMENT_STAGE = Stage("segment", "1", SegmentFacts, run)
