"""What words choose: the right thing rather than a near one, and nothing rather than a wrong thing."""

from collections.abc import Callable
from dataclasses import replace
from random import Random

import pytest

from mutoscope.engines.draw.choosing import choose
from mutoscope.engines.draw.foreign import TABLE
from mutoscope.engines.draw.homonyms import HOMONYMS
from mutoscope.engines.draw.lexicon import LEXICON
from mutoscope.engines.draw.light import Weather
from mutoscope.engines.draw.motifs import MOTIFS
from mutoscope.engines.draw.palettes import Hour
from mutoscope.engines.draw.pictograms import Pictograms
from mutoscope.engines.draw.places import FOUND_IN, PLACES
from mutoscope.engines.draw.staging import TREES
from mutoscope.engines.tasks import DrawRequest


@pytest.mark.parametrize(
    ("keyword", "names"),
    [
        ("rice", {"sheaf-of-rice", "cooked-rice"}),
        ("growing", {"seedling", "potted-plant"}),
        ("farmers", {"farmer", "tractor"}),
        ("long", {"hourglass-not-done", "hourglass-done"}),
        ("penguins", {"penguin"}),
        ("wolves", {"wolf"}),
        ("cherries", {"cherries"}),
        ("knife", {"kitchen-knife"}),
        ("arroz", {"sheaf-of-rice", "cooked-rice"}),
        ("चावल", {"sheaf-of-rice", "cooked-rice"}),
        ("الأرز", {"sheaf-of-rice", "cooked-rice"}),
        ("稻米", {"sheaf-of-rice", "cooked-rice"}),
        ("Blumen", {"sunflower", "tulip"}),
        ("zorro", {"fox"}),
        ("Schmetterlinge", {"butterfly"}),
        ("vache", {"cow"}),
        ("gajah", {"elephant"}),
        ("ऊँट", {"camel"}),
        ("الجمل", {"camel"}),
        ("الأبقار", {"cow"}),
        ("குதிரைகள்", {"horse"}),
        ("自行车", {"bicycle"}),
        ("電話", {"telephone", "mobile-phone", "telephone-receiver"}),
        ("யானை", {"elephant"}),
    ],
)
def test_a_word_finds_its_pictogram(
    pictograms: Pictograms, order: Callable[..., DrawRequest], keyword: str, names: set[str]
) -> None:
    choice = choose(order(keyword), pictograms, Random(1))

    assert choice.figures[0].name in names


@pytest.mark.parametrize(
    "word", ["the", "how", "ok", "table", "people", "square", "hole", "field", "hand", "second", "up"]
)
def test_a_word_without_a_true_picture_gets_none(
    pictograms: Pictograms, order: Callable[..., DrawRequest], word: str
) -> None:
    choice = choose(order(word), pictograms, Random(1))

    assert choice.figures == ()


@pytest.mark.parametrize(
    ("keyword", "topic", "name"),
    [
        ("queen", "A year in a hive", "queen-bee"),
        ("Königin", "Bienen", "queen-bee"),
        ("queen", "The kings of France", "crown"),
        ("queen bee", "", "queen-bee"),
        ("drone", "Bees", "honeybee"),
        ("mouse", "The computer", "computer-mouse"),
        ("mouse", "Cats and cheese", "mouse"),
        ("bat", "A cricket match", "cricket-game"),
        ("bat", "Caves", "bat"),
        ("temple", "Kyoto in Japan", "shinto-shrine"),
        ("temple", "Athens", "classical-building"),
        ("web", "The spider", "spider-web"),
        ("key", "The piano and the side door", "key"),
        ("key", "A song for the piano", "musical-keyboard"),
        ("steam", "The railway", "locomotive"),
        ("turkey", "Istanbul, a city and its history", "world-map"),
        ("craftsman", "Japan", "toolbox"),
        ("craftsman", "Wood and chairs", "carpentry-saw"),
        ("jasmine", "", "jasmine"),
        ("மல்லிகை", "", "jasmine"),
        ("statue of a bee", "", "honeybee"),
        ("cable", "Across the ocean", "anchor"),
        ("cable", "Up the mountain", "aerial-tramway"),
        ("cable", "A lamp and its socket", "electric-plug"),
        ("paint", "The fence of the house", "paintbrush"),
        ("paint", "How Titian worked", "artist-palette"),
        ("bulb", "Tulips of the garden", "onion"),
    ],
)
def test_the_company_of_a_word_tells_which_of_two_things_it_means(
    pictograms: Pictograms, order: Callable[..., DrawRequest], keyword: str, topic: str, name: str
) -> None:
    choice = choose(order(keyword, topic=topic), pictograms, Random(1))

    assert choice.figures[0].name == name


@pytest.mark.parametrize(
    ("keyword", "topic"),
    [("fly", "When did people first fly?"), ("bank", "The river"), ("drone", ""), ("turban", "")],
)
def test_of_two_things_one_that_has_no_true_picture_gets_none(
    pictograms: Pictograms, order: Callable[..., DrawRequest], keyword: str, topic: str
) -> None:
    choice = choose(order(keyword, topic=topic), pictograms, Random(1))

    assert choice.figures == ()


@pytest.mark.parametrize(
    ("told", "seen", "unseen"),
    [
        ("The ship leaves the port.", "ferry", "leaf-fluttering-in-wind"),
        ("The kite rises over the field.", "kite", "chart-increasing"),
        ("Whales sing under water.", "musical-note", "microphone"),
        ("Stars are born in clouds of gas.", "glowing-star", "baby"),
        ("Snow falls on the mountains.", "", "snow-capped-mountain"),
        ("Monks ring the bell at dawn.", "bell", "telephone"),
    ],
)
def test_a_verb_is_not_taken_for_a_thing(
    pictograms: Pictograms, order: Callable[..., DrawRequest], told: str, seen: str, unseen: str
) -> None:
    shown = {figure.name for figure in choose(order(prompt=told), pictograms, Random(1)).figures}

    assert seen in shown or not seen
    assert unseen not in shown


@pytest.mark.parametrize(
    ("topic", "name", "place"),
    [
        ("Black holes", "hole", "space"),
        ("The steam engine", "locomotive", ""),
        ("Along the Silk Road", "camel", ""),
        ("The life of emperor penguins", "penguin", ""),
    ],
)
def test_two_words_that_name_one_thing_are_read_together(
    pictograms: Pictograms, order: Callable[..., DrawRequest], topic: str, name: str, place: str
) -> None:
    choice = choose(order(topic=topic), pictograms, Random(1))

    assert choice.figures[0].name == name
    assert choice.place == place or not place


@pytest.mark.parametrize("seed", range(8))
def test_no_wild_animal_stands_in_a_room(pictograms: Pictograms, order: Callable[..., DrawRequest], seed: int) -> None:
    choice = choose(order("elephant", "sleep", "child"), pictograms, Random(seed))

    assert choice.place != "room"
    assert choice.figures[0].name == "elephant"


def test_words_that_name_one_thing_together_name_nothing_beside_it(
    pictograms: Pictograms, order: Callable[..., DrawRequest]
) -> None:
    chosen = choose(order(prompt="a hot air balloon over hills"), pictograms, Random(1))

    assert [figure.name for figure in chosen.figures] == ["hot-air-balloon"]


def test_what_is_named_after_a_place_that_is_the_subject_does_not_stand_before_it(
    pictograms: Pictograms, order: Callable[..., DrawRequest]
) -> None:
    chosen = choose(order(prompt="a lighthouse on a cliff, waves and gulls"), pictograms, Random(1))

    assert chosen.place == "cape"
    assert chosen.figures == ()
    assert [figure.name for figure in chosen.scenery] == ["gull"]


def test_the_first_keyword_is_the_subject(pictograms: Pictograms, order: Callable[..., DrawRequest]) -> None:
    choice = choose(order("tractor", "rice", "sun", prompt="a cow beside a house"), pictograms, Random(1))

    assert choice.figures[0].name == "tractor"


def test_a_keyword_beats_the_prompt(pictograms: Pictograms, order: Callable[..., DrawRequest]) -> None:
    choice = choose(order("seed", prompt="an elephant and a whale"), pictograms, Random(1))

    assert choice.figures[0].name in {"seedling", "potted-plant"}


def test_one_word_gives_one_figure_among_others(pictograms: Pictograms, order: Callable[..., DrawRequest]) -> None:
    choice = choose(order("rice", "water", prompt="rice, rice and water"), pictograms, Random(1))

    assert len({figure.name for figure in choice.figures} & {"sheaf-of-rice", "cooked-rice"}) == 1


@pytest.mark.parametrize(
    ("keywords", "place"),
    [
        (("rice", "paddy"), "field"),
        (("whale", "coral"), "underwater"),
        (("telescope", "planet"), "space"),
        (("vaccine", "scientist"), "laboratory"),
        (("Wald", "Baum"), "forest"),
        (("海",), "sea"),
        (("idea",), "abstract"),
    ],
)
def test_words_set_the_scene(
    pictograms: Pictograms, order: Callable[..., DrawRequest], keywords: tuple[str, ...], place: str
) -> None:
    choice = choose(order(*keywords), pictograms, Random(1))

    assert choice.place == place


def test_words_that_name_nothing_get_a_picture_without_figures(
    pictograms: Pictograms, order: Callable[..., DrawRequest]
) -> None:
    choice = choose(order("zxqv", prompt="notwithstanding wherefore"), pictograms, Random(1))

    assert choice.figures == ()
    assert choice.place in MOTIFS


@pytest.mark.parametrize(("word", "hour"), [("night", Hour.NIGHT), ("sunset", Hour.DUSK), ("rice", None)])
def test_words_set_the_hour(
    pictograms: Pictograms, order: Callable[..., DrawRequest], word: str, hour: Hour | None
) -> None:
    choice = choose(order("house", prompt=word), pictograms, Random(1))

    assert choice.hour == hour


def test_a_scene_has_the_sky_of_its_film(pictograms: Pictograms, order: Callable[..., DrawRequest]) -> None:
    night, dry = (
        choose(replace(order("house", prompt=words), hour="night", weather="rain"), pictograms, Random(1))
        for words in ("a house", "in a drought")
    )
    usual = choose(replace(order("house", prompt="at night"), hour="usual"), pictograms, Random(1))

    assert (night.hour, night.weather) == (Hour.NIGHT, Weather.RAIN)
    assert dry.weather is Weather.CLEAR
    assert usual.hour is None


def test_a_tree_in_a_film_about_wheat_is_a_tree(pictograms: Pictograms, order: Callable[..., DrawRequest]) -> None:
    choice = choose(replace(order("tree"), topic="Wheat"), pictograms, Random(1))

    assert choice.figures[0].name in TREES


def test_the_sun_is_not_shown_twice(pictograms: Pictograms, order: Callable[..., DrawRequest]) -> None:
    choice = choose(order("rice", "sun"), pictograms, Random(1))

    assert "sun" not in {figure.name for figure in choice.figures}


def test_pictograms_that_look_alike_are_not_shown_together(
    pictograms: Pictograms, order: Callable[..., DrawRequest]
) -> None:
    choice = choose(order("asia", "america", "earth", "rice"), pictograms, Random(1))

    assert choice.figures[0].name == "globe-showing-asia-australia"
    assert [figure.name.startswith("globe") for figure in choice.figures].count(True) == 1


def test_every_pictogram_of_the_lexicon_is_in_the_package(pictograms: Pictograms) -> None:
    meant = {name for meanings in HOMONYMS.values() for meaning in meanings for name in meaning.names}
    named = meant | {name for names in LEXICON.values() for name in names}

    assert {name for name in named if name not in pictograms} == set()


def test_every_place_that_words_name_can_be_painted() -> None:
    named = {*PLACES.values(), *(place for places in FOUND_IN.values() for place in places)}

    assert named <= set(MOTIFS)


def test_the_foreign_table_knows_every_word_in_nine_languages() -> None:
    rows = [line.partition(":") for line in TABLE.strip().splitlines()]

    assert len(rows) >= 120
    assert {english for english, _, words in rows if len(words.split()) != 9} == set()


@pytest.mark.parametrize(
    ("word", "weather"),
    [
        ("monsoon", Weather.RAIN),
        ("Sturm", Weather.STORM),
        ("冬", Weather.SNOW),
        ("niebla", Weather.FOG),
        ("rice", Weather.CLEAR),
    ],
)
def test_words_make_the_weather(
    pictograms: Pictograms, order: Callable[..., DrawRequest], word: str, weather: Weather
) -> None:
    assert choose(order("house", word), pictograms, Random(1)).weather is weather


def test_weather_and_hours_are_painted_and_not_shown_as_pictograms(
    pictograms: Pictograms, order: Callable[..., DrawRequest]
) -> None:
    choice = choose(order("house", "rain", "night"), pictograms, Random(1))

    assert {figure.name for figure in choice.figures} & {"cloud-with-rain", "crescent-moon", "bed"} == set()


def test_a_scene_that_names_no_place_stays_where_its_film_is(
    pictograms: Pictograms, order: Callable[..., DrawRequest]
) -> None:
    choice = choose(order("zxqv", topic="Foxes of the desert"), pictograms, Random(1))

    assert choice.place == "desert"
    assert choice.figures[0].name == "fox"


@pytest.mark.parametrize(
    ("language", "word", "names"),
    [
        ("ja", "列車", {"locomotive", "metro"}),
        ("ja", "信号", {"satellite-antenna"}),
        ("zh", "信", {"envelope", "postbox"}),
        ("zh", "河北的石桥", {"bridge", "rock"}),
        (
            "ar",
            "العالم",
            {"globe-showing-europe-africa", "globe-showing-asia-australia", "globe-showing-americas", "world-map"},
        ),
        ("de", "Bäume", {"deciduous-tree", "evergreen-tree"}),
        ("de", "Mutterbäume", {"deciduous-tree", "evergreen-tree"}),
        ("ta", "புடவை", {"sari"}),
        ("es", "bombero", {"firefighter", "fire-engine"}),
    ],
)
def test_a_word_means_what_it_means_in_the_films_language(
    pictograms: Pictograms, order: Callable[..., DrawRequest], language: str, word: str, names: set[str]
) -> None:
    asked = replace(order(word), language=language)

    assert choose(asked, pictograms, Random(1)).figures[0].name in names


def test_a_familys_name_is_no_village(pictograms: Pictograms, order: Callable[..., DrawRequest]) -> None:
    assert choose(replace(order("澤村"), language="ja"), pictograms, Random(1)).figures == ()


def test_carbon_is_no_cloth(pictograms: Pictograms, order: Callable[..., DrawRequest]) -> None:
    assert choose(replace(order("Kohlenstoff"), language="de"), pictograms, Random(1)).figures == ()


@pytest.mark.parametrize(
    ("words", "away"),
    [
        (("octopus", "cat", "dog"), {"cat", "dog"}),
        (("ship", "ocean", "office"), {"office-building"}),
        (("rabbit", "meadow", "whale"), {"whale", "spouting-whale"}),
    ],
)
def test_nothing_stands_where_it_cannot_live(
    pictograms: Pictograms, order: Callable[..., DrawRequest], words: tuple[str, ...], away: set[str]
) -> None:
    for seed in range(6):
        assert away.isdisjoint(figure.name for figure in choose(order(*words), pictograms, Random(seed)).figures)


def test_what_lives_in_the_sea_is_shown_there(pictograms: Pictograms, order: Callable[..., DrawRequest]) -> None:
    choice = choose(order("octopus", "colour"), pictograms, Random(3))

    assert (choice.place, choice.figures[0].name) == ("underwater", "octopus")
