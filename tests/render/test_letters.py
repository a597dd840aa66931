"""What can be set in type: the list says the same as the fonts, and boxes are never drawn."""

from pathlib import Path

import numpy as np
import pytest

from mutoscope.render.caption_art import CaptionArtist
from mutoscope.render.captions import make_cues
from mutoscope.render.letters import LIST, unset_letters, without_unset
from mutoscope.render.syllables import with_breaks
from mutoscope.render.timeline import Cue, CueWord
from scripts.letters_of_fonts import listed
from tests.render.test_captions import spoken

WRITINGS = {
    "Armenian": "բրինձ",
    "Bengali": "ধান",
    "Burmese": "ဆန်",
    "Cyrillic": "рис",
    "Ethiopic": "ሩዝ",
    "Georgian": "ბრინჯი",
    "Greek": "ρύζι",
    "Gujarati": "ચોખા",
    "Gurmukhi": "ਚੌਲ",
    "Hebrew": "אורז",
    "Kannada": "ಅಕ್ಕಿ",
    "Khmer": "ស្រូវ",
    "Korean": "쌀밥",
    "Lao": "ເຂົ້າ",
    "Malayalam": "അരി",
    "Odia": "ଚାଉଳ",
    "Sinhala": "සහල්",
    "Telugu": "బియ్యం",
    "Thai": "ข้าว",
}


def test_the_list_of_letters_is_that_of_the_fonts(fonts: Path) -> None:
    assert LIST.read_text(encoding="utf-8") == listed(fonts)


@pytest.mark.parametrize("text", WRITINGS.values(), ids=list(WRITINGS))
def test_a_writing_is_set_in_letters_of_its_own_and_not_in_boxes(text: str, fonts: Path) -> None:
    artist = CaptionArtist(1280, 720, "en", fonts)

    inks = [artist.draw(Cue(first=0, last=9, words=(CueWord(text=each, start=0, end=0),))).colour.y for each in text]

    boxes = artist.draw(Cue(first=0, last=9, words=(CueWord(text="\U000f0000", start=0, end=0),))).colour.y
    assert unset_letters(text) == ()
    assert not any(ink.shape == boxes.shape and np.array_equal(ink, boxes) for ink in inks)


def test_letters_that_no_font_has_are_named_once_and_in_order() -> None:
    assert unset_letters("Rice, ᏎᎷ ᎷᎷ ⵣ, 米, नमस्ते\u200d") == ("Ꮞ", "Ꮇ", "ⵣ")


@pytest.mark.parametrize("text", ["I ❤️ rice", "☀️⚠️", "Step 3️⃣", "☎︎", "葛\U000e0100城", "a\u180bb"])
def test_what_only_chooses_a_form_is_no_letter_that_is_missing(text: str) -> None:
    assert unset_letters(text) == ()


def test_signs_that_no_font_has_are_left_out_of_captions() -> None:
    (cue,) = make_cues(spoken("Done ✗ twice."), frames=90, language="en")

    assert [word.text for word in cue.words] == ["Done", "twice."]
    assert without_unset("so ✗, or ☀") == "so, or ☀"


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("ข้าวในประเทศไทย", ["ข้าว", "ในประ", "เทศ", "ไทย"]),
        ("ស្រូវត្រូវ", ["ស្រូវ", "ត្រូវ"]),
        ("စပါးသည်", ["စ", "ပါး", "သည်"]),
        ("rice and water", ["rice and water"]),
    ],
)
def test_a_line_of_a_writing_without_blanks_ends_where_a_syllable_does(text: str, parts: list[str]) -> None:
    assert with_breaks(text).split("\u200b") == parts


def test_no_line_ends_inside_a_korean_word() -> None:
    assert with_breaks("3개월 쌀밥").replace("\u2060", "|") == "3|개|월 쌀|밥"


def test_a_korean_word_that_is_too_long_for_a_line_may_be_broken() -> None:
    assert with_breaks("가" * 12).count("\u2060") == 11
    assert "\u2060" not in with_breaks("가" * 13)


def test_no_line_ends_at_a_hyphen_beside_a_crumb_of_a_word() -> None:
    assert with_breaks("Que se passe-t-il au pays-bas par e-mail, bien-entendu").split("\u2060") == [
        "Que se passe-",
        "t-",
        "il au pays-",
        "bas par e-",
        "mail, bien-entendu",
    ]
