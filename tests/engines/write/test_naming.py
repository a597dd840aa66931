""" "He" and "She" are named where only one person can be meant, and nowhere else."""

import pytest

from mutoscope.engines.write.naming import Names, name_subjects


def named(*sentences: str, language: str = "en") -> tuple[str, ...]:
    return name_subjects(sentences, Names.of(sentences, language))


def test_the_one_person_of_a_text_is_named() -> None:
    assert named("Ingrid Halvorsen was born in 1871.", "Her father ran the ferry.", "She took the oar.")[2] == (
        "Ingrid Halvorsen took the oar."
    )


def test_a_title_just_before_tells_who_is_meant() -> None:
    sentences = named("Mr. Lund spoke first.", "He asks £11,400.", "Mrs. Osei spoke next.", "She agreed.")

    assert (sentences[1], sentences[3]) == ("Mr. Lund asks £11,400.", "Mrs. Osei agreed.")


@pytest.mark.parametrize(
    "sentences",
    [
        ("Ada Byron met Charles.", "Mary Somerville taught them.", "She wrote a book."),
        ("Ingrid Halvorsen rowed.", "He fell ill.", "She rowed alone."),
        ("Mr. Lund spoke.", "She agreed."),
        ("The council met.", "She agreed."),
        ("Lake Tarn froze over.", "She waited."),
    ],
)
def test_where_it_is_not_certain_nobody_is_named(sentences: tuple[str, ...]) -> None:
    assert named(*sentences)[-1] == ""


def test_other_languages_are_left_as_they_stand() -> None:
    assert named("Marie Curie est née.", "She left.", language="fr") == ("", "")
