import pytest

from mutoscope.engines.speak.prosody import Delivery, deliveries, emphasised, toned
from mutoscope.engines.speak.spoken_text import Sentence, sentences
from mutoscope.engines.speak.tone import Tone

TONE = Tone("en-us+f3", 140, 42, 48)
MIDDLE = "The fields lie under water for a good part of the summer."


def delivered(text: str) -> tuple[Delivery, ...]:
    return deliveries(sentences(text, "en"))


def sentence(text: str, language: str = "en") -> Sentence:
    return sentences(text, language)[0]


def key_words(text: str, language: str = "en") -> list[str]:
    said = emphasised(sentence(text, language), TONE, language)
    return [token.text for token in said.tokens if "\x01" in token.spoken]


def test_a_narration_begins_slower_than_it_goes_on() -> None:
    opening, middle, _, _ = delivered(f"{MIDDLE} {MIDDLE} {MIDDLE} {MIDDLE}")

    assert opening.pace < middle.pace


def test_neighbouring_sentences_are_not_delivered_alike() -> None:
    _, second, third, fourth, _ = delivered(" ".join([MIDDLE] * 5))

    assert len({second, third, fourth}) == 3


def test_a_question_rises_and_leaves_time_to_think() -> None:
    _, question, statement, _ = delivered(f"{MIDDLE} Why do fields lie under water all summer? {MIDDLE} {MIDDLE}")

    assert question.range > statement.range
    assert question.pause > statement.pause


def test_a_thought_that_goes_on_is_not_held_up() -> None:
    paused = delivered(f"{MIDDLE}\n\nThere is one rule:\n\n{MIDDLE}")
    going_on = deliveries([sentence("There is one rule:"), sentence(MIDDLE)])

    assert paused[0].pause > going_on[1].pause > going_on[0].pause


@pytest.mark.parametrize(
    ("text", "stressed"),
    [
        ("It needs 120 days to grow.", ["120"]),
        ("Farmers call it “white gold” here.", ["“white", "gold”"]),
        ('He said: "nothing in this field will ever be sold again" and left.', []),
        ("1 or 2 or 3 or 4 fields", ["1", "2"]),
        ("Nothing stands out here.", []),
        ("1984.", []),
    ],
)
def test_numbers_and_short_quotations_are_stressed(text: str, stressed: list[str]) -> None:
    assert key_words(text) == stressed


def test_stress_changes_no_pitch_in_a_language_of_tones() -> None:
    said = emphasised(sentence("大约有3种水稻。", "zh"), TONE, "zh")

    assert "P" not in said.spoken
    assert "\x01127S" in said.spoken


def test_a_delivery_never_leaves_the_range_of_the_voice() -> None:
    extreme = Tone("en-us", 81, 99, 99)

    assert toned(extreme, Delivery(900, 20, 20, 0)) == Tone("en-us", 80, 99, 99)
