"""How far a film is, from its stage marks alone."""

from datetime import UTC, datetime

import pytest

from mutoscope.films.film import Film
from mutoscope.films.progress import progress_of
from mutoscope.films.request import FilmSpec
from mutoscope.films.script import Scene, Script
from mutoscope.ports import MarkState, StageMark

ORDER = ("write", "voice", "score", "picture", "sound", "segment", "master")


def film_of(scenes: int, *, written: bool = True, seconds: int = 60) -> Film:
    """A film of so many scenes, its script written or not yet."""
    told = tuple(Scene(scene_id=f"s{number:02d}", narration="Rice.") for number in range(1, scenes + 1))
    return Film(
        film_id="film_1",
        user_id="user_1",
        spec=FilmSpec(voice="a", music="none", style="a", topic="Rice", seconds=seconds),
        script=Script(title="Rice", language="en", scenes=told) if written else None,
        script_given=False,
        approved=False,
        awaiting_review=False,
        job_id="job_1",
        created_at=datetime.now(UTC),
    )


def mark(name: str, scene: str | None, state: MarkState = MarkState.DONE, progress: float = 1.0) -> StageMark:
    return StageMark(name, scene, state, 1, cached=False, seconds=1.0, progress=progress)


@pytest.mark.parametrize("seconds", [10, 60, 1800])
@pytest.mark.parametrize("scenes", [1, 3, 60])
def test_progress_does_not_go_back_when_the_script_is_there(scenes: int, seconds: int) -> None:
    written = [mark("write", None)]

    before = progress_of(film_of(scenes, written=False, seconds=seconds), written, workers=2)
    after = progress_of(film_of(scenes, seconds=seconds), written, workers=2)

    assert before.percent <= after.percent


def test_progress_stays_under_100_until_the_film_is_delivered() -> None:
    marks = [mark(name, "s01" if name in ("voice", "picture", "segment") else None) for name in ORDER]

    shown = progress_of(film_of(1), marks, workers=2)

    assert shown.percent == 99
    assert shown.scenes == {"s01": "completed"}


def test_a_film_of_which_nothing_is_done_is_at_the_start() -> None:
    shown = progress_of(film_of(2), [], workers=2)

    assert (shown.percent, shown.stage) == (0, None)
    assert shown.scenes == {"s01": "queued", "s02": "queued"}
    assert shown.estimated_seconds > 0


def test_the_furthest_stage_that_runs_is_the_films() -> None:
    marks = [
        mark("voice", "s01", MarkState.RUNNING, 0.0),
        mark("segment", "s02", MarkState.RUNNING, 0.5),
        mark("write", None),
    ]

    assert progress_of(film_of(2), marks, workers=2).stage == "segment"


def test_a_scene_is_as_its_stages_are() -> None:
    marks = [mark("voice", "s01"), mark("segment", "s02"), mark("voice", "s03", MarkState.FAILED, 0.0)]

    assert progress_of(film_of(4), marks, workers=2).scenes == {
        "s01": "in_progress",
        "s02": "completed",
        "s03": "failed",
        "s04": "queued",
    }


def test_when_a_build_is_over_no_scene_is_under_way() -> None:
    marks = [mark("voice", "s01"), mark("segment", "s02"), mark("voice", "s03", MarkState.FAILED, 0.0)]

    assert progress_of(film_of(4), marks, workers=1, is_over=True).scenes == {
        "s01": "stopped",
        "s02": "completed",
        "s03": "failed",
        "s04": "stopped",
    }


def test_the_time_left_shrinks_with_what_is_done_and_with_more_workers() -> None:
    film = film_of(4)
    begun = [mark("write", None), mark("segment", "s01")]
    further = [*begun, mark("segment", "s02"), mark("segment", "s03")]

    left = progress_of(film, begun, workers=1).estimated_seconds

    assert progress_of(film, further, workers=1).estimated_seconds < left
    assert progress_of(film, begun, workers=4).estimated_seconds < left
