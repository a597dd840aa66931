import pytest

from mutoscope.engines.speak.spoken_text import LONGEST_SENTENCE, sentences


def spoken(text: str, language: str = "en") -> list[str]:
    return [sentence.spoken for sentence in sentences(text, language)]


def written(text: str, language: str = "en") -> list[str]:
    return [token.text for sentence in sentences(text, language) for token in sentence.tokens]


@pytest.mark.parametrize(
    ("text", "language", "said"),
    [
        ("Dr. Smith", "en", "Doctor Smith"),
        ("rice, e.g. basmati", "en", "rice, for example basmati"),
        ("$3,500.50", "en", "3500.50 dollars"),
        ("in 1984,", "en", "in 19 84,"),
        ("in 1905", "en", "in 19 oh 5"),
        ("since 1900", "en", "since 19 hundred"),
        ("2005", "en", "2005"),
        ("1914–1918", "en", "19 14 to 19 18"),
        ("20,000 people", "en", "20000 people"),
        ("the U.S. army", "en", "the U S army"),
        ("no. 5", "en", "number 5"),
        ("z.B. Reis", "de", "zum Beispiel Reis"),
        ("قال د. أحمد", "ar", "قال الدكتور أحمد"),
        ("5 கி.மீ. தொலைவில்", "ta", "5 கிலோமீட்டர் தொலைவில்"),
        ("डॉ. शर्मा", "hi", "डॉक्टर शर्मा"),
        ("M. Petit mesure 5 m.", "fr", "Monsieur Petit mesure 5 m."),
        ("25 €", "fr", "25 €"),
        ("€25", "fr", "25 euros"),
    ],
)
def test_what_is_written_is_said_as_a_reader_would(text: str, language: str, said: str) -> None:
    assert spoken(text, language) == [said]


def test_an_abbreviation_does_not_end_a_sentence() -> None:
    assert spoken("Dr. Smith came. He sat.") == ["Doctor Smith came.", "He sat."]


def test_no_at_the_end_of_an_answer_is_not_a_number() -> None:
    assert spoken("She said no. Then she left.") == ["She said no.", "Then she left."]


def test_an_emoji_or_a_lone_dash_is_joined_to_the_word_before_it() -> None:
    assert written("rice — good 🌾 food") == ["rice —", "good 🌾", "food"]


def test_a_mark_parted_from_its_word_still_ends_the_sentence() -> None:
    assert spoken("Combien de jours ? Cent vingt !", "fr") == ["Combien de jours?", "Cent vingt!"]


def test_marks_before_the_first_word_are_joined_to_it() -> None:
    assert written("— 🌾 rice") == ["— 🌾 rice"]


def test_emoji_are_not_said() -> None:
    assert spoken("rice🌾 grows 👩🏽‍🌾") == ["rice grows"]
    assert spoken("pick 3\ufe0f\u20e3 grains") == ["pick 3 grains"]


def test_a_sentence_without_an_end_is_parted_between_words() -> None:
    parts = spoken("grain " * 300)

    assert len(parts) > 1
    assert max(map(len, parts)) < LONGEST_SENTENCE + 10


def test_chinese_phrases_are_short_and_keep_their_punctuation() -> None:
    assert written("他说:“水稻长得很好”。", "zh") == ["他说:", "“水稻长得", "很好”。"]


@pytest.mark.parametrize(
    ("text", "phrases"),
    [
        ("水稻是世界上一半以上人口的主食。", ["水稻是", "世界上", "一半以上", "人口的", "主食。"]),
        ("大约一百二十天。", ["大约", "一百二十天。"]),
        ("科学家发现了新的方法。", ["科学家", "发现了", "新的方法。"]),
        ("农民们在水田里播种。", ["农民们在", "水田里", "播种。"]),
    ],
)
def test_chinese_is_cut_between_words(text: str, phrases: list[str]) -> None:
    assert written(text, "zh") == phrases


def test_japanese_phrases_keep_particles_and_are_said_in_kana() -> None:
    parts = sentences("私は水を飲む。", "ja")

    assert [token.text for token in parts[0].tokens] == ["私は", "水を", "飲む。"]
    assert parts[0].spoken == "ワタシワ ミズヲ ノム。"


def test_control_characters_and_surrogates_disappear() -> None:
    assert written("\x00ri\x07ce\ud800 \udfffgrows") == ["rice", "grows"]


@pytest.mark.parametrize(
    ("text", "language", "said"),
    [
        ("Am 3. Mai 2024 fielen 12,5 Liter Regen. Es war nass.", "de", ["Am 3. Mai", "Es war nass."]),
        ("In 2016 the firm Hall & Co. replaced 640 cables. It held.", "en", ["Hall and Co replaced", "It held."]),
        ("El Sr. López llegó. Se fue.", "es", ["El señor López", "Se fue."]),
        ("திரு. குமார் வந்தார். அவர் அமர்ந்தார்.", "ta", ["திரு குமார்", "அவர் அமர்ந்தார்."]),
        ("“Go home.” She left.", "en", ["“Go home.”", "She left."]),
        ("Dia bilang “pergi.” Lalu pulang.", "id", ["Dia bilang “pergi.”", "Lalu pulang."]),
    ],
)
def test_a_voice_stops_where_the_script_has_a_sentence_end(text: str, language: str, said: list[str]) -> None:
    parts = spoken(text, language)

    assert len(parts) == len(said)
    assert all(begins in part for part, begins in zip(parts, said, strict=True)), parts
