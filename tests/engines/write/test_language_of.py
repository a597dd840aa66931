"""The language of a text that does not say it."""

from pathlib import Path

import pytest

from mutoscope.engines.write.language_of import language_of

DOCUMENTS = Path(__file__).parents[2] / "data" / "documents"


@pytest.mark.parametrize(
    ("file", "language"),
    [
        ("bienen.txt", "de"),
        ("lavande.txt", "fr"),
        ("paella.md", "es"),
        ("batik_id.txt", "id"),
        ("rice.md", "en"),
        ("monsoon_hi.txt", "hi"),
        ("jasmine_ta.txt", "ta"),
        ("tea_zh.txt", "zh"),
        ("washi_ja.txt", "ja"),
        ("dates_ar.txt", "ar"),
    ],
)
def test_a_text_is_in_the_language_that_it_is_written_in(file: str, language: str) -> None:
    assert language_of((DOCUMENTS / file).read_text("utf-8")) == language


@pytest.mark.parametrize("text", ["", "42", "Hello.", "The word 東京 means Tokyo, the eastern capital."])
def test_what_cannot_be_told_is_english(text: str) -> None:
    assert language_of(text) == "en"
