"""Type is never seen through type."""

import pytest

from mutoscope.films.motion import entrance
from mutoscope.films.parting import part_type
from mutoscope.films.script import Scene, Script, is_titled, scene_id
from mutoscope.render.timeline import Captions, Shot, Timeline, Transition

TOLD = "The boats go out in the morning."
STATED = ["It is 828 metres high.", "“We build with what the river brings,” she said.", "Germany 40 %, France 60 %."]


def transitions(*narrations: str, picture_file: str = "") -> list[Transition]:
    """How the scenes of such a film come in."""
    last = len(narrations)
    scenes = [
        Scene(scene_id=scene_id(number), narration=told, picture_file=picture_file if 1 < number < last else "")
        for number, told in enumerate(narrations, start=1)
    ]
    coming = [entrance(7, number, last) for number in range(1, last + 1)]
    shots = [Shot(picture="p", frames=60, transition=kind, transition_frames=12) for kind in coming]
    timelines = [Timeline(width=64, height=36, language="en", captions=Captions.NONE, shots=(shot,)) for shot in shots]
    script = Script(title="Rice", language="en", scenes=tuple(scenes))
    parted = [part_type(script, scene.scene_id, told) for scene, told in zip(scenes, timelines, strict=True)]
    return [timeline.shots[0].transition for timeline in parted]


@pytest.mark.parametrize("stated", STATED)
def test_type_after_type_is_pushed_in_or_cut_to(stated: str) -> None:
    kinds = transitions(TOLD, stated, stated, stated, stated, stated, TOLD)

    assert kinds[1] is Transition.PUSH
    assert set(kinds[1:]) <= {Transition.PUSH, Transition.CUT, Transition.BLACK}


def test_a_picture_still_appears_over_type_and_type_over_a_picture() -> None:
    kinds = transitions(TOLD, TOLD, STATED[0], TOLD, TOLD, TOLD, TOLD)

    assert kinds == [entrance(7, number, 7) for number in range(1, 8)]
    assert Transition.CROSSFADE in kinds


def test_a_picture_of_ones_own_carries_no_type() -> None:
    own = f"{'a' * 64}/photo.png"

    assert transitions(TOLD, STATED[0], STATED[0], TOLD, picture_file=own)[1] is Transition.CROSSFADE


def test_a_film_of_two_scenes_shows_its_title_once() -> None:
    assert [is_titled(number, 2) for number in (1, 2)] == [True, False]
    assert [is_titled(number, 4) for number in (1, 2, 3, 4)] == [True, False, False, True]
    assert is_titled(1, 1)
