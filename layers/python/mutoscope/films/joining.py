"""The seams of a film, where two scenes are seen at once: each is made by whoever filmed the later of its two scenes.

So both workers are busy until the last scene is filmed, and the film's end only joins what is there. What was missed,
because two scenes ended at the same moment or a worker died, the film's end makes up for.
"""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from itertools import pairwise

from mutoscope.films.plan import Plan, filmed, parted, picture_work, seam_inputs, voice_work
from mutoscope.films.script import Scene, Script
from mutoscope.jobs.messages import BuildState, Ref
from mutoscope.stages.contracts.master import ScenePart
from mutoscope.stages.contracts.seam import SEAM
from mutoscope.stages.perform import Order, StageHeld, perform
from mutoscope.stages.store import find_record


def make_seams_of(plan: Plan, order: Order) -> None:
    """Those of the scene that was just filmed, to neighbours that are filmed already."""
    script = plan.script()
    here = script.scenes.index(plan.scene())
    pairs = [(first, first + 1) for first in (here - 1, here) if 0 <= first < len(script.scenes) - 1]
    for first, second in pairs:
        before, scene = (_expected(plan, script, script.scenes[number]) for number in (first, second))
        neighbour = before if second == here else scene
        if find_record(plan.studio.media, plan.film.user_id, neighbour.segment) is not None:
            # Whoever filmed the neighbour at the same moment may be at it already.
            with suppress(StageHeld):
                make_seams(order, [before, scene])


def make_seams(order: Order, scenes: Sequence[ScenePart]) -> None:
    """One after another: two encoders at once would not fit into a worker's memory."""
    for before, scene in pairwise(scenes):
        seam = seam_inputs(before, scene)
        if seam:
            perform(replace(order, scene=scene.scene_id), SEAM, seam)


def _expected(plan: Plan, script: Script, scene: Scene) -> ScenePart:
    """A scene as the film's end will find it: what its stages are called follows from their inputs."""
    (voice, voiced), (picture, pictured) = voice_work(plan, scene), picture_work(plan, scene)
    state = BuildState(
        job_id=plan.state.job_id,
        attempt=plan.state.attempt,
        scene_id=scene.scene_id,
        voice=Ref(key=voice.key(voiced)),
        picture=Ref(key=picture.key(pictured)),
    )
    return parted(script, filmed(plan, script, state))
