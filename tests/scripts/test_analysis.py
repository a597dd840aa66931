"""Looking at a script: counts, times, reading levels by published formulas, and what an editor would mark."""

import pytest

from mutoscope.engines.languages import LANGUAGES
from mutoscope.films.script import parse_script
from mutoscope.scripts.analysis import Analysis, analyse
from mutoscope.scripts.syllables import syllables

HARD = (
    "Notwithstanding considerable administrative difficulties, agricultural organisations established "
    "sophisticated irrigation infrastructure."
)


def of(text: str, *, language: str = "en", title: str | None = "Rice", asked: int | None = None) -> Analysis:
    return analyse(parse_script(text, language=language, title=title), asked=asked)


def marks(analysis: Analysis) -> list[tuple[str, int | None]]:
    return [(warning.code.value, warning.scene) for warning in analysis.warnings]


def test_words_letters_and_sentences_are_counted() -> None:
    found = of("Rice is a grass. It grows in 20 fields.")

    assert (found.letters, found.words, found.sentences) == (27, 9, 2)


@pytest.mark.parametrize(
    ("word", "language", "count"),
    [
        ("platypus", "en", 3),
        ("creature", "en", 2),
        ("the", "en", 1),
        ("wanted", "en", 2),
        ("walked", "en", 1),
        ("boxes", "en", 2),
        ("table", "en", 2),
        ("Bauer", "de", 2),
        ("Theater", "de", 3),
        ("Quelle", "de", 2),
        ("día", "es", 2),
        ("ciudad", "es", 2),
        ("guerra", "es", 2),
        ("poeta", "es", 3),
        ("école", "fr", 2),
        ("créé", "fr", 2),
        ("grande", "fr", 1),
    ],
)
def test_syllables_are_counted_as_a_reader_does(word: str, language: str, count: int) -> None:
    assert syllables(word, language) == count


def test_the_reading_level_of_the_textbooks_sentence_is_the_textbooks() -> None:
    # 13 words and 24 syllables: 0.39 * 13 + 11.8 * 24 / 13 - 15.59.
    found = of("The Australian platypus is seemingly a hybrid of a mammal and reptilian creature.").reading_level

    assert found is not None
    assert (found.formula, found.value) == ("flesch_kincaid_grade", 11.3)


@pytest.mark.parametrize(
    ("language", "text", "formula", "value"),
    [
        # 5 words, 8 syllables, then the formula by hand.
        ("de", "Der Bauer erntet den Reis.", "amstad", 180 - 5 - 58.5 * 7 / 5),
        ("es", "El arroz crece en el agua.", "fernandez_huerta", 206.84 - 60 * 9 / 6 - 1.02 * 6),
        ("fr", "Le riz pousse dans la rizière.", "kandel_moles", 207 - 1.015 * 6 - 73.6 * 7 / 6),
    ],
)
def test_each_language_has_the_formula_that_was_published_for_it(
    language: str, text: str, formula: str, value: float
) -> None:
    found = of(text, language=language).reading_level

    assert found is not None
    assert (found.formula, found.value) == (formula, round(value, 1))


@pytest.mark.parametrize("language", sorted(LANGUAGES.keys() - {"de", "en", "es", "fr"}))
def test_a_language_without_a_published_formula_has_no_reading_level(language: str) -> None:
    assert of("Padi 稲は育つ।", language=language).reading_level is None


def test_a_harder_text_needs_more_years_of_school() -> None:
    easy, hard = of("We eat rice. We cut it.").reading_level, of(HARD).reading_level

    assert easy is not None
    assert hard is not None
    assert easy.value < 3 < 16 < hard.value


def test_words_are_not_counted_where_they_are_written_without_blanks() -> None:
    found = of("水稻生长在水田里。农民在春天播种。", language="zh")

    assert (found.words, found.words_per_minute, found.sentences) == (None, None, 2)
    assert found.letters > 10


def test_sections_tell_order_content_and_times_of_the_scenes() -> None:
    found = of("Rice grows.\n\nIt is cut.")

    first, second = found.sections
    assert [(section.order, section.content) for section in found.sections] == [(1, "Rice grows."), (2, "It is cut.")]
    assert (first.start_time, first.end_time, second.end_time) == (0.0, second.start_time, found.seconds)


def test_the_longest_sentences_are_named_with_their_scenes() -> None:
    found = of(f"Rice grows.\n\nIt is cut in the autumn by hand. {HARD}\n\nIt is eaten.")

    assert found.longest_sentences[0].content == HARD
    assert [each.scene for each in found.longest_sentences] == [2, 2, 1]


@pytest.mark.parametrize(
    ("text", "mark"),
    [
        ("Hello there.\n\nThe farmers of the valley carry water to the fields.", None),
        ("Hello there.\n\n" + " ".join(f"The farmer number {n} carries water." for n in range(9)), ("scene_long", 2)),
        ("Hello there.\n\nYes.\n\nThat is all there is.", ("scene_short", 2)),
        (
            " ".join(f"The farmer in row {n} carries water." for n in range(4)) + "\n\nGood night to everybody.",
            ("opening_long", 1),
        ),
        ("Hello there.\n\nRice grows here.\n\nRice grows, here!", ("sentence_repeated", 3)),
        ("Hello there.\n\n" + "and the water of the river " * 8 + "flows.", ("sentence_long", 2)),
    ],
)
def test_what_an_editor_would_mark_is_marked(text: str, mark: tuple[str, int] | None) -> None:
    assert marks(of(text, title="A valley")) == ([mark] if mark else [])


def test_a_title_said_twice_is_marked_where_it_is_said_again() -> None:
    text = "Rice of the valley.\n\nThis is the rice of the valley.\n\nEverybody eats it."

    assert marks(of(text, title="Rice of the valley")) == [("title_repeated", 2)]


@pytest.mark.parametrize(("asked", "mark"), [(10, []), (60, [("too_short", None)])])
def test_a_script_is_measured_against_the_length_that_was_asked_for(asked: int, mark: list[tuple[str, None]]) -> None:
    text = "Rice grows in the fields of the valley.\n\nThe farmers cut it in the autumn."

    assert marks(of(text, asked=asked)) == mark
