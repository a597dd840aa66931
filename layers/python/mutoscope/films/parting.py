"""Two scenes after one another that are both set in type: neither is seen through the other.

Invariant: segments do not know it. What is seen of both scenes is in the seam alone, so that an edit of one scene
leaves the other's segment as it is.
"""

from collections.abc import Sequence

from mutoscope.engines.draw.statements import find_statement
from mutoscope.films.script import Scene, Script, is_titled
from mutoscope.render.timeline import Timeline, Transition


def part_types(script: Script, timelines: Sequence[Timeline]) -> list[Timeline]:
    """The timelines of the script's scenes, a scene of type pushing out one of type where it would lie over it."""
    last = len(script.scenes)
    typed = [_is_typed(script, scene, number, last) for number, scene in enumerate(script.scenes, start=1)]
    return [
        _pushing(timeline) if number and typed[number - 1] and typed[number] else timeline
        for number, timeline in enumerate(timelines)
    ]


def _is_typed(script: Script, scene: Scene, number: int, last: int) -> bool:
    """Whether the scene's picture carries the film's title, or what the scene states."""
    states = is_titled(number, last) or find_statement(scene.narration, script.language) is not None
    return states and not scene.picture_file


def _pushing(timeline: Timeline) -> Timeline:
    first, *others = timeline.shots
    if first.transition not in (Transition.CROSSFADE, Transition.WIPE):
        return timeline
    pushing = first.model_copy(update={"transition": Transition.PUSH})
    return timeline.model_copy(update={"shots": (pushing, *others)})
