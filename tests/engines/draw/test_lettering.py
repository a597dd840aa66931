"""How type is broken into lines."""

import numpy as np
import pytest

from mutoscope.engines.draw.lettering import set_type
from mutoscope.engines.draw.line_breaks import breakable
from mutoscope.render.fonts import use_fonts
from mutoscope.settings import Settings


@pytest.fixture(autouse=True)
def fonts() -> None:
    use_fonts(Settings().assets)


@pytest.mark.parametrize(
    ("text", "language"),
    [("Das Leben der Honigbiene", "de"), ("The history of the bicycle", "en"), ("மதுரை மல்லிகை", "ta")],
)
@pytest.mark.parametrize(("width", "height"), [(500, 520), (700, 420)])
def test_no_word_of_a_title_stands_alone_on_its_line(text: str, language: str, width: int, height: int) -> None:
    lettering = set_type(text, language, width, height, largest=150)

    bands = np.array_split(lettering.mask, lettering.lines)
    lengths = [int(np.ptp(np.flatnonzero(band.any(axis=0)))) for band in bands]
    assert min(lengths) > 0.5 * max(lengths)
    assert lettering.mask.shape[1] <= width
    assert lettering.mask.shape[0] <= height


def test_a_title_is_set_without_its_emoji() -> None:
    plain = set_type("The hive", "en", 500, 400, largest=90)

    assert np.array_equal(set_type("The hive 🐝", "en", 500, 400, largest=90).mask, plain.mask)


@pytest.mark.parametrize(
    ("text", "language", "phrases"),
    [
        ("和紙をつくる職人たちの冬の仕事", "ja", ["和紙を", "つくる", "職人たちの", "冬の", "仕事"]),
        ("「世界」へ、ようこそ。", "ja", ["「世界」へ、", "ようこそ。"]),
        ("茶叶的历史", "zh", ["茶叶的", "历史"]),
        ("The hive", "en", ["The hive"]),
    ],
)
def test_a_line_ends_between_phrases_and_never_inside_a_word(text: str, language: str, phrases: list[str]) -> None:
    assert breakable(text, language).replace("\u2060", "").split("\u200b") == phrases


def test_a_japanese_title_is_set_in_lines_that_end_between_phrases() -> None:
    """A box as wide as seven characters: after the sixth, not the seventh, a phrase ends."""
    whole = set_type("和紙をつくる職人たち", "ja", 700, 400, largest=100)
    first = set_type("和紙をつくる", "ja", 700, 400, largest=whole.letters)

    assert whole.lines == 2
    assert np.flatnonzero(np.array_split(whole.mask, 2)[0].any(axis=0))[-1] == pytest.approx(first.mask.shape[1], abs=8)


def test_no_line_of_a_title_ends_between_a_short_form_and_what_it_belongs_to() -> None:
    assert breakable("Acme Co. Ltd. by Dr. Ruth Smith", "en") == "Acme Co.\u00a0Ltd. by Dr.\u00a0Ruth Smith"


@pytest.mark.parametrize("text", ["짧은 " + "대한민국임시정부" * 24, "short " + "unbreakable" * 18])
@pytest.mark.parametrize("width", [1100, 560, 400])
def test_a_word_that_fits_no_line_is_broken(text: str, width: int) -> None:
    lettering = set_type(text, "en", width, 300, largest=80)

    assert lettering.mask.shape[1] <= width
    assert lettering.mask.shape[0] <= 300
    assert lettering.letters >= 14


def test_a_long_word_is_broken_rather_than_set_in_letters_half_as_large() -> None:
    assert set_type("https://example.org/" + "a-very-long-address" * 2, "en", 300, 300, largest=80).letters > 20
    assert set_type("Donaudampfschifffahrt", "de", 300, 300, largest=80).lines == 1


def test_a_long_korean_title_is_set_in_large_letters() -> None:
    title = "우리나라" * 10 + "이야기"

    assert set_type(title, "en", 560, 300, largest=80).letters > 40
