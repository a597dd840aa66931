"""A film keeps its hour and its weather, unless a scene's own words say otherwise."""

import pytest

from mutoscope.engines.draw.shared_sky import Sky, shared_sky

NIGHT = ("a lamp at night", "a sleeping street", "an owl in the darkness")


def test_a_scene_between_two_nights_is_a_night() -> None:
    assert shared_sky(NIGHT, 2, "The street", "en") == Sky(hour="night")


def test_a_scene_that_names_its_hour_is_left_to_its_own_words() -> None:
    assert shared_sky(NIGHT, 1, "The night", "en") == Sky()


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
    assert shared_sky(("x", "y", "z"), 3, title, language).hour == "night"


def test_weather_is_shared_alike() -> None:
    assert shared_sky(("rain on the roof", "a dog", "a street in the rain"), 2, "A dog", "en") == Sky(weather="rain")


def test_one_night_among_many_scenes_makes_no_night_of_the_others() -> None:
    assert shared_sky(("a bee", "bees at night", "honey", "a hive", "a flower"), 3, "Bees", "en") == Sky()


def test_half_of_the_scenes_say_it_for_the_rest() -> None:
    assert shared_sky(("a lamp at night", "an owl at midnight", "a fox", "a hive"), 4, "Owls", "en").hour == "night"


def test_a_winter_that_is_only_spoken_of_brings_no_snow() -> None:
    assert shared_sky(("bees in winter", "honey", "bees before winter"), 2, "Bees", "en") == Sky()
