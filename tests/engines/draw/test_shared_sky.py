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


@pytest.mark.parametrize(
    ("words", "language"),
    [
        ("What is in dark chocolate?", "en"),
        ("What is in dark matter?", "en"),
        ("A letter in dark ink", "en"),
        ("Dust hides in the dark corners.", "en"),
        ("People ate better after dark bread came.", "en"),
        ("It changes day by day.", "en"),
        ("唐王朝の歴史", "ja"),
        ("朝鮮戦争", "ja"),
        ("朝日新聞", "ja"),
        ("南北朝時代", "ja"),
        ("ألم الظهر", "ar"),
        ("قليلا من الماء", "ar"),
        ("Jessica Alba", "es"),
        ("Le Midi de la France", "fr"),
        ("L'Aube est un département.", "fr"),
        ("Le département de l'Aube", "fr"),
        ("भाव विभोर", "hi"),
    ],
)
def test_words_that_name_no_hour_change_none(words: str, language: str) -> None:
    assert shared_sky((Scene(), Scene("", words), Scene()), 2, "x", language).hour == USUAL
    assert shared_sky((Scene(), Scene(), Scene()), 2, words, language).hour == USUAL


@pytest.mark.parametrize(
    ("words", "language", "hour"),
    [
        ("Owls hunt in the dark.", "en", "night"),
        ("They fly in the dark when the moon is new.", "en", "night"),
        ("The street after dark", "en", "night"),
        ("Bats sleep by day", "en", "day"),
        ("朝の市場", "ja", "dawn"),
        ("毎朝パンを焼く", "ja", "dawn"),
        ("المدينة ليلا", "ar", "night"),
        ("السوق عند الظهر", "ar", "day"),
        ("Los gallos cantan al alba.", "es", "dawn"),
        ("La cloche sonne à midi.", "fr", "day"),
        ("Le coq chante dès l’aube.", "fr", "dawn"),
    ],
)
def test_words_that_name_an_hour_set_it(words: str, language: str, hour: str) -> None:
    assert shared_sky((Scene(), Scene("", words), Scene()), 2, "x", language).hour == hour


def test_an_hour_that_an_edit_names_is_its_neighbours_too_where_they_agree_on_it() -> None:
    before = (Scene("", "The boats leave at night."), Scene("", "Fish are caught."), Scene("", "Fish are sold."))
    after = (*before[:2], Scene("", "Fish are sold at night."))

    assert shared_sky(before, 2, "Fish", "en").hour == USUAL
    assert shared_sky(after, 2, "Fish", "en").hour == "night"
