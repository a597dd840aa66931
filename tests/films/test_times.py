"""When scenes are: by estimate before a film is built, by its voices after it, without a gap."""

from collections.abc import Callable
from typing import Any

import pytest

from mutoscope.films.script import Script, parse_script
from mutoscope.films.times import estimated_times

TEXT = "Rice grows in flooded fields.\n\nIt is cut after four months, when the field is dry.\n\nThen it is eaten."


@pytest.fixture
def script() -> Script:
    return parse_script(TEXT, language="en", title=None)


def test_estimated_times_follow_one_another_without_a_gap(script: Script) -> None:
    times = estimated_times(script)

    assert times[0].start == 0
    assert [time.end for time in times[:-1]] == [time.start for time in times[1:]]
    assert all(time.start < time.end for time in times)


def test_a_longer_narration_is_estimated_to_take_longer(script: Script) -> None:
    first, second, _ = estimated_times(script)

    assert second.end - second.start > first.end - first.start


def test_a_film_shows_estimated_times_until_its_voices_tell_them(
    order: Callable[..., dict[str, Any]], build: Callable[[str], dict[str, Any]]
) -> None:
    ordered = order(TEXT)

    film = build(ordered["id"])

    estimated, measured = ordered["scenes"], film["scenes"]
    assert [scene["order"] for scene in measured] == [1, 2, 3]
    assert ({scene["timing"] for scene in estimated}, {scene["timing"] for scene in measured}) == (
        {"estimated"},
        {"measured"},
    )
    assert [scene["end_time"] for scene in measured[:-1]] == [scene["start_time"] for scene in measured[1:]]
    assert measured[-1]["end_time"] == pytest.approx(film["duration"], abs=0.002)
    assert [scene["end_time"] for scene in measured] != [scene["end_time"] for scene in estimated]
    assert estimated[-1]["end_time"] == pytest.approx(film["duration"], rel=0.25)
