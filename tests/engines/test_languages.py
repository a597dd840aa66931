"""Languages by their tag."""

import pytest

from mutoscope.engines.languages import LANGUAGES, UnknownLanguage, require_language


@pytest.mark.parametrize("tag", ["en", "EN", " en ", "en-GB", "en_us", "en-Latn-US"])
def test_a_tag_is_taken_in_its_plain_form(tag: str) -> None:
    assert require_language(tag) == "en"


@pytest.mark.parametrize("tag", ["", "-", "tlh", "english", "e", "en GB", "e\0n"])
def test_any_other_is_refused_with_the_list(tag: str) -> None:
    with pytest.raises(UnknownLanguage) as refused:
        require_language(tag)

    assert refused.value.param == "language"
    assert all(known in refused.value.advice for known in LANGUAGES)
