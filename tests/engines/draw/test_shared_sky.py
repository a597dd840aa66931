"""A film keeps its hour and its weather, unless a scene's own words say otherwise."""

import pytest

from mutoscope.engines.draw.shared_sky import USUAL, Scene, Sky, shared_sky


def told(*words: str) -> tuple[Scene, ...]:
    return tuple(Scene(each, ordered=each) for each in words)


NIGHT = told("a lamp at night", "a sleeping street", "an owl in the darkness")


def test_a_scene_between_two_nights_is_a_night() -> None:
    assert shared_sky(NIGHT, 2, "The street", "en") == Sky(hour="night")


@pytest.mark.parametrize(
    ("narration", "hour"),
    [
        ("A barn owl sleeps through the day.", "day"),
        ("It comes home in the early morning.", "dawn"),
        ("When the light fades it wakes.", "dusk"),
        ("The baker comes at first light.", "dawn"),
        ("It hunts mice.", "night"),
    ],
)
def test_a_narration_says_another_hour_than_the_films(narration: str, hour: str) -> None:
    scenes = (Scene(), Scene("an owl", narration), Scene())

    assert shared_sky(scenes, 2, "Owls in the dark", "en").hour == hour


@pytest.mark.parametrize(
    ("title", "language"),
    [
        ("What happens at night?", "en"),
        ("Was geschieht in der Nacht?", "de"),
        ("रात में क्या होता है?", "hi"),
        ("夜晚的城市", "zh"),
    ],
)
def test_a_title_says_the_hour_of_all_scenes(title: str, language: str) -> None:
    assert shared_sky(told("x", "y", "z"), 3, title, language).hour == "night"


def test_weather_is_shared_alike() -> None:
    scenes = told("rain on the roof", "a dog", "a street in the rain")

    assert shared_sky(scenes, 2, "A dog", "en") == Sky(hour=USUAL, weather="rain")


def test_one_night_among_many_scenes_makes_no_night_of_the_others() -> None:
    assert shared_sky(told("a bee", "bees at night", "honey", "a hive", "a flower"), 3, "Bees", "en") == Sky(hour=USUAL)


def test_half_of_the_scenes_say_it_for_the_rest() -> None:
    assert shared_sky(told("a lamp at night", "an owl at midnight", "a fox", "a hive"), 4, "Owls", "en").hour == "night"


def test_a_winter_that_is_only_spoken_of_brings_no_snow() -> None:
    assert shared_sky(told("bees in winter", "honey", "bees before winter"), 2, "Bees", "en") == Sky(hour=USUAL)


def test_an_hour_that_is_only_spoken_of_is_not_the_scenes() -> None:
    scenes = (Scene("wheat"), Scene("tree, night", "Trees bore well, because no night was colder than −1 °C."))

    assert shared_sky(scenes, 2, "The harvest", "en") == Sky(hour=USUAL)
