"""The seam stage: the few frames in which a scene and the one before it are seen at once.

It stands between two segments, so an edit of one scene makes two seams again and leaves the others.
"""

from mutoscope.render.seams import Seam, render_seam
from mutoscope.stages.contracts.seam import SEAM_VIDEO, SeamFacts, SeamInputs
from mutoscope.stages.contracts.segment import FIRST_VIEW, LAST_VIEW
from mutoscope.stages.stage import Bench


def run(inputs: SeamInputs, bench: Bench) -> SeamFacts:
    shot = inputs.timeline.shots[0]
    seam = Seam(shot, bench.fetch(inputs.below, LAST_VIEW), bench.fetch(inputs.above, FIRST_VIEW))
    render_seam(inputs.timeline, seam, bench.folder / SEAM_VIDEO)
    return SeamFacts(frames=shot.joined_frames)
