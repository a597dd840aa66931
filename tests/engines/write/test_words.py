"""Words that carry meaning, and the things a scene shows."""

import pytest

from mutoscope.engines.languages import LANGUAGES
from mutoscope.engines.write.keywords import document_weights, picture_prompt, scene_keywords
from mutoscope.engines.write.words import content_words, singular, stop_words, words


@pytest.mark.parametrize("language", sorted(LANGUAGES))
def test_every_language_has_words_that_carry_no_meaning(language: str) -> None:
    assert len(stop_words(language)) > 60


@pytest.mark.parametrize(
    ("language", "text", "found"),
    [
        ("en", "The farmers' paddies don't dry.", ("farmer", "paddy", "dry")),
        ("hi", "छोटे पौधे धीरे-धीरे बढ़े", ("छोटे", "पौधे", "धीरे-धीरे", "बढ़े")),
        ("ta", "இளம் செடிகள்", ("இளம்", "செடிகள்")),
        ("fr", "l'eau et le riz", ("eau", "riz")),
        ("zh", "水稻和茶树", ("水稻", "茶树")),
        ("ja", "トラクターと稲", ("トラクター", "稲")),
        ("ar", "الماء في الحقل", ("الماء", "الحقل")),
    ],
)
def test_content_words_are_whole_and_without_function_words(language: str, text: str, found: tuple[str, ...]) -> None:
    assert content_words(text, language) == found


@pytest.mark.parametrize(
    ("plural", "one"),
    [("seedlings", "seedling"), ("oxen", "ox"), ("glass", "glass"), ("boxes", "box"), ("species", "species")],
)
def test_an_english_plural_becomes_its_singular(plural: str, one: str) -> None:
    assert singular(plural) == one


def test_words_are_in_small_letters_in_their_order() -> None:
    assert words("Rice Grows", "en") == ("rice", "grows")


def test_things_one_can_draw_come_before_ideas() -> None:
    narration = "The exact moment of germination is decided by the seed in warm water."

    keywords = scene_keywords(narration, "en", document_weights(narration, "en"))

    assert keywords[:2] == ("seed", "water")
    assert "germination" not in keywords


def test_german_nouns_come_before_verbs() -> None:
    narration = "Danach füttert sie die Larven und baut Waben."

    keywords = scene_keywords(narration, "de", document_weights(narration, "de"))

    assert set(keywords[:2]) == {"larven", "waben"}


def test_a_picture_that_names_few_things_shows_the_subject_of_the_film() -> None:
    assert picture_prompt(("sickle",), "rice", "en") == "sickle, rice"
    assert picture_prompt(("seed", "water", "field"), "rice", "en") == "seed, water, field"
