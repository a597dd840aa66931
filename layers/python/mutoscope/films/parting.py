"""Two scenes after one another that are both set in type: neither is seen through the other.

Invariant: segments do not know it. What is seen of both scenes is in the seam alone, so that an edit of one scene
leaves the other's segment as it is.
"""

from mutoscope.engines.draw.statements import find_statement
from mutoscope.films.script import Script, is_titled
from mutoscope.render.timeline import Timeline, Transition


def part_type(script: Script, scene_id: str, timeline: Timeline) -> Timeline:
    """The timeline of one of the script's scenes, pushing out the scene before where type would lie over type."""
    here = next(number for number, scene in enumerate(script.scenes) if scene.scene_id == scene_id)
    over = here and all(_is_typed(script, number) for number in (here - 1, here))
    return _pushing(timeline) if over else timeline


def _is_typed(script: Script, here: int) -> bool:
    """Whether the scene's picture carries the film's title, or what the scene states."""
    scene = script.scenes[here]
    states = is_titled(here + 1, len(script.scenes)) or find_statement(scene.narration, script.language) is not None
    return states and not scene.picture_file


def _pushing(timeline: Timeline) -> Timeline:
    first, *others = timeline.shots
    if first.transition not in (Transition.CROSSFADE, Transition.WIPE):
        return timeline
    pushing = first.model_copy(update={"transition": Transition.PUSH})
    return timeline.model_copy(update={"shots": (pushing, *others)})
