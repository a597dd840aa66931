"""Lists, tables and formalities: read as prose, or left to the eye."""

import pytest

from mutoscope.engines.write.sentences import read_paragraphs


def said(text: str, language: str = "en", *, rows: bool = False) -> list[str]:
    return [sentence for paragraph in read_paragraphs(text, language, rows=rows) for sentence in paragraph.sentences]


@pytest.mark.parametrize(
    ("language", "text", "sentence"),
    [
        ("en", "You need:\n\n- flour\n- two eggs\n- milk", "You need: flour, two eggs and milk."),
        ("de", "Zutaten\n\n- Mehl\n- Salz", "Zutaten: Mehl und Salz."),
        ("es", "- agujas\n- hilo", "Agujas e hilo."),
        ("fr", "Il faut :\n\n- de l'eau\n- du sel", "Il faut : de l'eau et du sel."),
        ("id", "- beras\n- air", "Beras dan air."),
        ("hi", "सामग्री\n\n- चावल\n- पानी", "सामग्री: चावल और पानी।"),
        ("ar", "- ماء\n- ملح البحر", "ماء وملح البحر."),
        ("ta", "- அரிசி\n- தண்ணீர்", "அரிசி மற்றும் தண்ணீர்."),
        ("zh", "材料\n\n- 大米\n- 清水", "材料：大米和清水。"),
        ("ja", "材料\n\n- お米\n- お水", "材料：お米、お水。"),
    ],
)
def test_a_list_of_short_items_is_one_sentence(language: str, text: str, sentence: str) -> None:
    assert said(text, language) == [sentence]


def test_items_that_are_sentences_stay_sentences_and_get_the_stop_they_lack() -> None:
    assert said("- Soak the rice overnight.\n- Deposit: €50 in cash") == [
        "Soak the rice overnight.",
        "Deposit: €50 in cash.",
    ]


def test_items_apart_from_each_other_are_one_list() -> None:
    assert said("- flour\n\n- milk") == ["Flour and milk."]


def test_a_numbered_heading_is_no_list() -> None:
    summary, prose = read_paragraphs("1. Summary\n\nCosts rose by 3.9 million euros.", "en")

    assert (summary.heading, prose.sentences) == ("Summary", ("Costs rose by 3.9 million euros.",))


def test_rows_of_a_table_are_read_only_when_they_are_asked_for() -> None:
    table = "Boat | Time | Price\nCanoe, 2 people | 1 hour | €10.50"

    assert said(table) == []
    assert said(table, rows=True) == ["Canoe, 2 people, 1 hour: €10.50."]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Table 1: Area and yield by crop."),
        ("en", "See Figure 3 for details."),
        ("en", "Present: A. Brook, P. Lund."),
        ("en", "GET /v2/stations returns at most 500 stations."),
        ("de", "Abbildung 2: Die Ernte im Überblick."),
        ("fr", "Source : enquête de la commune."),
        ("ja", "図1：米の作り方です。"),
    ],
)
def test_captions_sources_and_code_are_left_to_the_eye(language: str, text: str) -> None:
    assert said(text, language) == []


def test_a_reference_before_a_fact_goes_and_the_fact_stays() -> None:
    assert said("As Table 2 shows, the spring was dry.") == ["The spring was dry."]


@pytest.mark.parametrize("price", ["$5 million", "€11,400", "Rp3.500.000", "40 %", "−1 °C", "16 m²"])
def test_numbers_and_units_stay_as_they_stand(price: str) -> None:
    assert said(f"The roof of the hall costs {price} this year.") == [f"The roof of the hall costs {price} this year."]


def test_arabic_is_not_cut_at_a_comma() -> None:
    assert said("يبلغ ارتفاعها عشرين مترا، وقد تعيش مئة عام. تنمو في الواحات.", "ar") == [
        "يبلغ ارتفاعها عشرين مترا، وقد تعيش مئة عام.",
        "تنمو في الواحات.",
    ]
