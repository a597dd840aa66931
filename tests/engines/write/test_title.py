"""Titles are short, whole, and written as their language writes them."""

import pytest

from mutoscope.engines.write.title import SHORT_TITLE, recase, shorten


@pytest.mark.parametrize(
    ("title", "short"),
    [
        ("Why volcanoes erupt", "Why volcanoes erupt"),
        ("Why volcanoes erupt: everything that geologists have learnt in a century", "Why volcanoes erupt"),
        ("Why volcanoes erupt | The Great Encyclopaedia of Natural Sciences", "Why volcanoes erupt"),
        ("茶的故事：" + "关于茶叶的历史和制作方法的一切" * 5, "茶的故事"),
        ("One sentence that goes on and on without a single place at which a title could end well", ""),
    ],
)
def test_a_long_title_ends_where_a_part_of_it_ends_or_not_at_all(title: str, short: str) -> None:
    assert shorten(title) == short
    assert len(short) <= SHORT_TITLE


@pytest.mark.parametrize(
    ("language", "title", "text", "written"),
    [
        ("en", "THE LAMP OF CORRAN POINT", "Marta of Corran Point kept the lamp.", "The Lamp of Corran Point"),
        ("en", "QUARTERLY REPORT Q3", "", "Quarterly Report Q3"),
        ("en", "WHAT UNESCO DOES", "The UNESCO protects it.", "What UNESCO Does"),
        ("de", "DAS LEBEN DER BIENE", "Das Leben der Biene ist kurz.", "Das Leben der Biene"),
        ("es", "LA PAELLA DE VALENCIA", "la paella nació cerca de Valencia.", "La paella de Valencia"),
        ("fr", "LA LAVANDE DE PROVENCE", "En Provence, la lavande pousse.", "La lavande de Provence"),
        ("en", "how rice grows", "", "How rice grows"),
    ],
)
def test_capitals_give_way_to_the_languages_own_writing(language: str, title: str, text: str, written: str) -> None:
    assert recase(title, text, language) == written
