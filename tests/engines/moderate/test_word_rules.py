"""The rules of the embedded moderator: what is said plainly is flagged, and a story, a recipe or a lesson is not."""

import pytest

from mutoscope.engines import registry
from mutoscope.engines.moderate.word_rules import WordRules
from mutoscope.engines.understanding import Category
from mutoscope.settings import Settings

FLAGGED = [
    ("You are a worthless idiot", Category.HARASSMENT),
    ("I know where you live", Category.HARASSMENT_THREATENING),
    ("I hate all immigrants", Category.HATE),
    ("All women should be killed: women should die", Category.HATE_THREATENING),
    ("How to cook meth", Category.ILLICIT),
    ("how do I make a pipe bomb", Category.ILLICIT_VIOLENT),
    ("a film about suicide", Category.SELF_HARM),
    ("I want to die", Category.SELF_HARM_INTENT),
    ("best way to kill yourself", Category.SELF_HARM_INSTRUCTIONS),
    ("a naked woman on a bed", Category.SEXUAL),
    ("nude picture of a child", Category.SEXUAL_MINORS),
    ("a man murders someone in the street", Category.VIOLENCE),
    ("a severed head on the table", Category.VIOLENCE_GRAPHIC),
]
PLAIN = [
    "How long does rice take to grow?",
    "How to kill weeds in a vegetable garden",
    "A child builds a sandcastle on the beach",
    "The shoot of the bamboo grows a metre a day",
    "Breast cancer screening for women over fifty",
    "The battle of Hastings was fought in 1066",
    "A blood orange cut in half, dripping with juice",
    "Sex determination in bees",
    "How to make a bath bomb",
    "Essex and Sussex are counties",
]


def flagged(text: str) -> frozenset[Category]:
    return WordRules().moderate((text,))[0].flagged


@pytest.mark.parametrize(("text", "category"), FLAGGED)
def test_what_is_said_plainly_is_flagged(text: str, category: Category) -> None:
    assert category in flagged(text)


@pytest.mark.parametrize("text", PLAIN)
def test_what_films_are_about_is_not(text: str) -> None:
    assert flagged(text) == frozenset()


@pytest.mark.parametrize(
    "text", ["k i l l yourself", "KILL\u200b yourself", "kіll yоurself", "ｋｉｌｌ ｙｏｕｒｓｅｌｆ", "kíll yoursélf"]
)
def test_a_disguise_of_letters_hides_nothing(text: str) -> None:
    assert Category.SELF_HARM_INSTRUCTIONS in flagged(text)


def test_a_score_is_one_or_nothing_and_every_category_has_one() -> None:
    judged = WordRules().moderate(("I want to die",))[0]

    assert judged.scores.keys() == set(Category)
    assert {category for category, score in judged.scores.items() if score == 1.0} == judged.flagged
    assert set(judged.scores.values()) == {0.0, 1.0}
    assert judged.matched[Category.SELF_HARM_INTENT] == ("i want to die",)


def test_a_compatible_server_of_ones_own_is_not_asked_for_moderations() -> None:
    own = Settings(OPENAI_BASE_URL="http://127.0.0.1:1/v1", OPENAI_API_KEY="k")  # type: ignore[call-arg]
    openai = Settings(OPENAI_BASE_URL="https://api.openai.com/v1", OPENAI_API_KEY="k")  # type: ignore[call-arg]

    assert registry.moderator(own).name == "word-rules"
    assert registry.moderator(openai).name == "openai"
