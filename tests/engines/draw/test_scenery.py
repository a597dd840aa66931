"""What a picture shows where words alone would leave it empty or wrong."""

from collections.abc import Callable
from random import Random

import pytest

from mutoscope.engines.draw.choosing import choose
from mutoscope.engines.draw.light import Weather
from mutoscope.engines.draw.motifs import MOTIFS
from mutoscope.engines.draw.own_pictograms import OWN
from mutoscope.engines.draw.pictograms import Pictograms
from mutoscope.engines.draw.places import SCENERY
from mutoscope.engines.draw.staging import BOATS, TILES
from mutoscope.engines.tasks import DrawRequest
from mutoscope.films.script import Role

Order = Callable[..., DrawRequest]


def names(figures: tuple[object, ...]) -> set[str]:
    return {figure.name for figure in figures}  # type: ignore[attr-defined]


def test_a_place_without_things_has_its_own_scenery(pictograms: Pictograms, order: Order) -> None:
    choice = choose(order("coast"), pictograms, Random(1))

    assert choice.figures == ()
    assert names(choice.scenery) == {"sailboat"}


def test_all_scenery_can_be_painted_where_it_is_met(pictograms: Pictograms) -> None:
    met = {name for figures in SCENERY.values() for name in figures}

    assert set(SCENERY) <= set(MOTIFS)
    assert {name for name in met if name not in pictograms} == set()


def test_the_films_subject_stands_for_its_whole_kind(pictograms: Pictograms, order: Order) -> None:
    choice = choose(order("flower", "field", topic="Lavender"), pictograms, Random(1))

    assert names(choice.figures) == {"hyacinth"}


@pytest.mark.parametrize("keywords", [("river", "boat"), ("hill", "ferry")])
def test_a_boat_has_water_under_it(pictograms: Pictograms, order: Order, keywords: tuple[str, ...]) -> None:
    choice = choose(order(*keywords), pictograms, Random(1))

    assert MOTIFS[choice.place].water is not None
    assert names(choice.figures) & BOATS


@pytest.mark.parametrize("keywords", [("kitchen", "church", "bread"), ("library", "tree", "book")])
def test_no_house_and_no_tree_stands_in_a_room(pictograms: Pictograms, order: Order, keywords: tuple[str, ...]) -> None:
    choice = choose(order(*keywords), pictograms, Random(1))

    assert not MOTIFS[choice.place].outdoors
    assert names(choice.figures) & {"church", "deciduous-tree", "evergreen-tree"} == set()


def test_a_film_ends_on_what_it_is_about_and_not_on_a_winter_to_come(pictograms: Pictograms, order: Order) -> None:
    close = choose(order("winter", topic="Lavender", role=Role.CLOSE, variation=2), pictograms, Random(1))

    assert close.weather is Weather.CLEAR
    assert close.figures[0].name == "hyacinth"


def test_a_title_stands_over_its_subject_also_where_the_scene_names_only_a_backdrop(
    pictograms: Pictograms, order: Order
) -> None:
    opening = choose(order("mountain", topic="Tea", title="Tea", role=Role.HOOK, variation=1), pictograms, Random(1))

    assert opening.place == "mountains"
    assert opening.figures[0].name in {"teapot", "teacup-without-handle"}


def test_a_winter_that_is_mentioned_late_does_not_make_it_snow(pictograms: Pictograms, order: Order) -> None:
    early = choose(order("winter", "bee"), pictograms, Random(1))
    late = choose(order("field", "visitor", "wardrobe", "winter"), pictograms, Random(1))

    assert (early.weather.value, late.weather.value) == ("snow", "clear")


def test_scenes_that_only_things_place_are_not_all_in_one_room(pictograms: Pictograms, order: Order) -> None:
    places = {choose(order("tea", variation=number), pictograms, Random(1)).place for number in range(3)}

    assert len(places) == 3


def test_a_phrase_is_not_taken_apart(pictograms: Pictograms, order: Order) -> None:
    choice = choose(order("magnifying glass"), pictograms, Random(1))

    assert names(choice.figures) == {"magnifying-glass-tilted-left"}


def test_a_film_about_history_does_not_play_in_a_library(pictograms: Pictograms, order: Order) -> None:
    choice = choose(order("bicycle", topic="The history of the bicycle"), pictograms, Random(1))

    assert choice.place != "library"


def test_our_own_drawings_take_the_place_of_the_packages(pictograms: Pictograms) -> None:
    assert {name: pictograms.body(name) for name in OWN} == OWN
    assert "#00a6ed" not in pictograms.body("sailboat")


def test_pictograms_that_bring_a_background_are_not_offered(pictograms: Pictograms) -> None:
    assert {name for name in TILES if pictograms.named(name) is not None} == set()
