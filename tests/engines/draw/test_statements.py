"""What a narration states: numbers as its language writes them, never an invented one, never unlike things compared."""

import pytest

from mutoscope.engines.draw.quantities import find_quantities
from mutoscope.engines.draw.statements import Chart, Comparison, Dates, Number, Quotation, find_statement


@pytest.mark.parametrize(
    ("language", "text", "shown", "value", "unit"),
    [
        ("en", "For 4,000 years people have grown rice.", "4,000", 4_000, "years"),
        ("en", "It weighs 2.5 tonnes.", "2.5", 2.5, "tonnes"),
        ("en", "It cost $480 million.", "$480 million", 480e6, ""),
        ("de", "Es sind 1.500,5 Tonnen.", "1.500,5", 1_500.5, "Tonnen"),
        ("es", "Produce 3,4 millones de toneladas.", "3,4 millones", 3.4e6, "toneladas"),
        ("fr", "Paris compte 2 100 000 habitants.", "2 100 000", 2_100_000, "habitants"),
        ("id", "Indonesia punya 17.000 pulau.", "17.000", 17_000, "pulau"),
        ("hi", "यहाँ 1,40,000 लोग रहते हैं।", "1,40,000", 140_000, "लोग"),
        ("hi", "यहाँ १२० दिन लगते हैं।", "१२०", 120, "दिन"),
        ("ar", "يعيش هنا ٤٬٠٠٠ شخص.", "٤٬٠٠٠", 4_000, "شخص"),
        ("zh", "长城有21196公里长。", "21196", 21_196, "公里"),
        ("ja", "日本には3000万人がいる。", "3000万", 30e6, "人"),
        ("ta", "இந்தியாவில் 140 கோடி மக்கள் உள்ளனர்.", "140 கோடி", 1.4e9, "மக்கள்"),
    ],
)
def test_a_number_is_read_as_its_language_writes_it(
    language: str, text: str, shown: str, value: float, unit: str
) -> None:
    (quantity,) = find_quantities(text, language)

    assert (quantity.shown, quantity.value, quantity.unit) == (shown, value, unit)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "In 1822 Fresnel built a lens."),
        ("de", "Seit 1990 steht er dort."),
        ("ja", "1969年、人類は月に立った。"),
        ("ar", "بني المسجد في عام 1453."),
    ],
)
def test_a_year_is_a_year_and_no_amount(language: str, text: str) -> None:
    (quantity,) = find_quantities(text, language)

    assert quantity.is_year


@pytest.mark.parametrize(
    ("language", "text", "chart", "labels"),
    [
        ("en", "Schools take 40 %, roads 35 % and parks 25 %.", Chart.SHARES, ("Schools", "Roads", "Parks")),
        ("en", "Schools take 40 %, roads 35 %.", Chart.BARS, ("Schools", "Roads")),
        ("en", "40 % for schools, 60 % for roads.", Chart.SHARES, ("Schools", "Roads")),
        ("en", "In 2020 we spent $390 million; in 2025 it was $480 million.", Chart.COLUMNS, ("2020", "2025")),
        ("en", "Britain had 200 lighthouses, France had 150.", Chart.BARS, ("Britain", "France")),
        ("de", "Schulen bekommen 40,5 %, Straßen 25 %.", Chart.BARS, ("Schulen", "Straßen")),
        ("hi", "स्कूलों को 40 प्रतिशत, सड़कों को 60 प्रतिशत।", Chart.SHARES, ("स्कूलों", "सड़कों")),
        ("zh", "学校占40%，道路占60%。", Chart.SHARES, ("学校", "道路")),
        ("ja", "日本は120人、中国は300人です。", Chart.BARS, ("日本", "中国")),
    ],
)
def test_comparable_quantities_with_labels_make_a_chart(
    language: str, text: str, chart: Chart, labels: tuple[str, ...]
) -> None:
    statement = find_statement(text, language)

    assert isinstance(statement, Comparison)
    assert statement.chart is chart
    assert tuple(item.label for item in statement.items) == labels


@pytest.mark.parametrize(
    "text",
    [
        "The rocket stood 110 metres tall and weighed 2,900 tonnes.",
        "The vaccine protects 97 % of people after two doses, against 93 % after one dose.",
        "Ships paid $20 and sailors €30.",
    ],
)
def test_no_chart_where_units_differ_or_labels_are_not_clear(text: str) -> None:
    assert not isinstance(find_statement(text, "en"), Comparison)


def test_every_number_of_a_chart_stands_in_the_narration() -> None:
    text = "Brazil grows 3.4 million tonnes, Vietnam 1.8 million tonnes and Colombia 0.7 million tonnes."

    statement = find_statement(text, "en")

    assert isinstance(statement, Comparison)
    assert all(item.shown in text for item in statement.items)


def test_one_percentage_is_a_share_of_a_whole() -> None:
    assert find_statement("About 70 % of the Earth is water.", "en") == Number("70 %", "", 0.7)


@pytest.mark.parametrize(
    ("language", "text", "number"),
    [
        ("en", "It needs between 60 and 100 kilograms.", Number("60–100", "kilograms")),
        ("fr", "Elle pousse entre 800 et 1 500 mètres.", Number("800–1 500", "mètres")),
        ("ar", "تعطي بين 60 و100 كيلوغرام.", Number("60–100", "كيلوغرام")),
        ("en", "A group of 3, 15 men strong.", Number("15", "men")),
    ],
)
def test_a_range_is_shown_with_both_its_ends(language: str, text: str, number: Number) -> None:
    assert find_statement(text, language) == number


def test_several_years_make_a_line_of_dates() -> None:
    assert find_statement("It was begun in 1163, burned in 2019 and opened in 2024.", "en") == Dates((1163, 2019, 2024))


@pytest.mark.parametrize(
    ("text", "quoted"),
    [
        ("“A budget is a promise,” said the mayor.", "A budget is a promise"),
        ("“I counted the days,” she said, “and you were there.”", "I counted the days, and you were there."),
        ("Er sagte: „Ich bin ein Berliner.“", "Ich bin ein Berliner."),
        ("Elle dit : « Je pense, donc je suis. »", "Je pense, donc je suis."),
        ("彼は「我思う、故に我あり」と言った。", "我思う、故に我あり"),
    ],
)
def test_a_quotation_is_set_without_its_marks(text: str, quoted: str) -> None:
    assert find_statement(text, "en") == Quotation(quoted)


@pytest.mark.parametrize("text", ["Rice is grown in water.", "He has 2 dogs.", "Version 1.2.3 of room 12 at 10:30", ""])
def test_what_states_nothing_great_gets_no_card(text: str) -> None:
    assert find_statement(text, "en") is None


@pytest.mark.parametrize(
    ("language", "text", "shown", "unit"),
    [
        ("de", "2024 fielen in Berlin 580 Liter Regen.", "580", "Liter"),
        ("de", "2024 fielen nur wenige Tropfen.", "2024", ""),
        ("es", "2024 trajo mucha lluvia al valle.", "2024", ""),
        ("en", "Flight 370 vanished with 239 people on board.", "239", "people"),
        ("en", "Apollo 11 landed in 1969.", "1969", ""),
        ("en", "A herd of 60 wild horses runs by.", "60", "wild horses"),
        ("fr", "Il y a 60 petits bateaux dans le port.", "60", "petits bateaux"),
        ("de", "Forscher zählten 42 verschiedene Arten.", "42", "verschiedene Arten"),
    ],
)
def test_a_great_number_is_shown_with_what_it_counts_never_with_a_verb(
    language: str, text: str, shown: str, unit: str
) -> None:
    assert find_statement(text, language) == Number(shown, unit)


def test_a_number_that_belongs_to_a_name_is_not_shown() -> None:
    assert find_statement("Apollo 11 landed on the Moon.", "en") is None
