"""Burned captions: inside the safe area, in every script, legible on any picture."""

from pathlib import Path

import cv2
import numpy as np
import pytest

from mutoscope.render.caption_art import CaptionArtist, lay_over, layout_for, spoken_word
from mutoscope.render.caption_lines import gaps
from mutoscope.render.fonts import FontsMissing, use_fonts
from mutoscope.render.planes import blank
from mutoscope.render.timeline import Aspect, Cue, CueWord

TEXTS = {
    "en": "Rice needs between three and six months, from seed to harvest,",
    "hi": "धान को बोने से लेकर कटाई तक तीन से छह महीने लगते हैं, यह किस्म",
    "ar": "يحتاج الأرز من ثلاثة إلى ستة أشهر، من البذر إلى الحصاد، حسب",
    "zh": "水稻从播种到收获需要三到六个月，具体时间取决于品种和气候。",
    "ja": "お米は種まきから収穫まで三か月から六か月ほどかかります。",
    "ta": "நெல் விதைப்பு முதல் அறுவடை வரை மூன்று முதல் ஆறு மாதங்கள்",
}


def cue(text: str) -> Cue:
    return Cue(first=0, last=9, words=(CueWord(text=text, start=0, end=0),))


@pytest.mark.parametrize("aspect", list(Aspect))
@pytest.mark.parametrize("language", list(TEXTS))
def test_a_caption_keeps_its_distance_from_every_edge(language: str, aspect: Aspect, fonts: Path) -> None:
    width, height = aspect.size
    patch = CaptionArtist(width, height, language, fonts).draw(cue(TEXTS[language]))

    rows, columns = np.nonzero(patch.colour.y > 100)

    assert patch.left + columns.min() > width * 0.05
    assert patch.left + columns.max() < width * 0.95
    assert patch.top + rows.min() > height * 0.5
    assert patch.top + rows.max() < height * layout_for(width, height).foot


@pytest.mark.parametrize(
    ("language", "letters"), [("hi", "क्षत्रिय"), ("ar", "بيت"), ("zh", "稻"), ("ja", "育"), ("ta", "கொ")]
)
def test_a_script_is_drawn_with_its_own_font_and_not_as_boxes(language: str, letters: str, fonts: Path) -> None:
    artist = CaptionArtist(1920, 1080, language, fonts)

    drawn = artist.draw(cue(letters)).colour.y
    box = artist.draw(cue("\U000f0000" * len(letters))).colour.y

    assert drawn.shape != box.shape or not np.array_equal(drawn, box)
    assert drawn.max() == 235


def test_arabic_letters_join(fonts: Path) -> None:
    artist = CaptionArtist(1920, 1080, "ar", fonts)

    joined = artist.draw(cue("ببب")).colour.y.shape[1]
    apart = artist.draw(cue("ب\u200cب\u200cب")).colour.y.shape[1]

    assert joined < apart * 0.8


def test_a_very_long_caption_gets_smaller_letters_rather_than_more_lines(fonts: Path) -> None:
    artist = CaptionArtist(1920, 1080, "en", fonts)

    two_lines = artist.draw(cue(TEXTS["en"])).colour.y.shape[0]
    longer = artist.draw(cue(" ".join([TEXTS["en"]] * 2))).colour.y.shape[0]

    assert longer < two_lines * 1.1


@pytest.mark.parametrize("level", [16, 126, 235])
def test_letters_stand_out_from_any_picture(level: int, fonts: Path) -> None:
    frame = blank(1920, 1080)
    frame.y[:] = level
    patch = CaptionArtist(1920, 1080, "en", fonts).draw(cue("Rice"))

    lay_over(frame, patch)

    seen = frame.y[patch.top : patch.top + patch.cover.y.shape[0], patch.left : patch.left + patch.cover.y.shape[1]]
    assert seen.max() == 235
    assert seen[patch.cover.y == 255].min() <= 18


def test_a_patch_that_reaches_over_the_frame_is_cut_off(fonts: Path) -> None:
    frame = blank(64, 36)
    patch = CaptionArtist(1920, 1080, "en", fonts).draw(cue("Rice"))

    lay_over(frame, patch)

    assert int(frame.y.max()) == 16


def test_missing_fonts_are_named(tmp_path: Path) -> None:
    with pytest.raises(FontsMissing, match="noto-sans"):
        use_fonts(tmp_path)


def spoken(text: str, language: str) -> Cue:
    parts = text.split() if " " in text else [text[start : start + 4] for start in range(0, len(text), 4)]
    words = tuple(CueWord(text=part, start=n * 16_000, end=n * 16_000 + 12_000) for n, part in enumerate(parts))
    return Cue(first=0, last=len(parts) * 10, words=words)


@pytest.mark.parametrize("language", list(TEXTS))
def test_the_spoken_word_changes_its_colour_and_nothing_else(language: str, fonts: Path) -> None:
    artist, said = CaptionArtist(1920, 1080, language, fonts), spoken(TEXTS[language], language)

    plain, lit = artist.draw(said), artist.draw(said, 1)

    changed = lit.colour.y != plain.colour.y
    assert 0.02 < changed.sum() / (plain.colour.y > 100).sum() < 0.5
    assert all(np.array_equal(one, other) for one, other in zip(plain.cover, lit.cover, strict=True))
    assert lit.colour.u.min() < 70


@pytest.mark.parametrize("language", list(TEXTS))
def test_every_letter_belongs_to_one_word(language: str, fonts: Path) -> None:
    artist, said = CaptionArtist(1920, 1080, language, fonts), spoken(TEXTS[language], language)
    plain = artist.draw(said).colour.y.astype(int)

    changes = sum((plain - artist.draw(said, number).colour.y for number in range(len(said.words))), 0 * plain)

    solid = plain > 230
    assert (changes[solid] >= 30).mean() > 0.995
    assert (changes[solid] <= 42).mean() > 0.995


def test_a_word_is_lit_while_it_is_heard() -> None:
    words = (CueWord(text="Rice", start=16_000, end=28_000), CueWord(text="grows.", start=96_000, end=120_000))
    said = Cue(first=0, last=100, words=words)

    assert [spoken_word(said, frame) for frame in (8, 10, 17, 30, 60, 75, 90)] == [None, 0, 0, None, 1, 1, None]


def contrast(one: float, other: float) -> float:
    """WCAG 2: relative luminances from greys of limited-range video."""
    light, dark = sorted((((value - 16) / 219) ** 2.2 for value in (one, other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("level", [16, 80, 126, 180, 235])
@pytest.mark.parametrize("word", [None, 0])
def test_letters_have_a_contrast_of_more_than_four_and_a_half_to_what_is_around_them(
    level: int, word: int | None, fonts: Path
) -> None:
    frame = blank(1920, 1080)
    frame.y[:] = level
    patch = CaptionArtist(1920, 1080, "en", fonts).draw(cue("Rice grows"), word)

    lay_over(frame, patch)

    height, width = patch.cover.y.shape
    seen = frame.y[patch.top : patch.top + height, patch.left : patch.left + width]
    letters = (patch.colour.y > 190).astype(np.uint8)
    around = cv2.dilate(letters, np.ones((7, 7), np.uint8)) - cv2.dilate(letters, np.ones((3, 3), np.uint8))
    assert contrast(float(seen[letters > 0].min()), float(np.percentile(seen[around > 0], 90))) > 4.5


def test_japanese_lines_end_between_words(fonts: Path) -> None:
    words = ["お米は", "種まきから", "収穫まで", "三か月から", "六か月ほど", "かかります。"]

    parts = gaps(words, "ja", 17)

    assert [number for number, gap in enumerate(parts) if gap == "\n"] == [3]


def test_chinese_lines_end_after_a_mark_where_there_is_one_near() -> None:
    words = ["水稻", "播种到收", "获需要", "三到六个月，", "具体时间", "取决于", "品种。"]

    assert gaps(words, "zh", 20)[4] == "\n"


def test_a_line_more_is_taken_before_one_breaks_inside_a_word() -> None:
    words = ["美濃の", "職人、", "澤村さんは", "四十年間紙を", "すいてきました。"]

    between = gaps(words, "ja", 13)

    lines = "".join(gap + word for gap, word in zip(between, words, strict=True)).split("\n")
    assert max(map(len, lines)) <= 13
    assert len(lines) == 3


def test_a_word_that_fits_no_small_frame_is_set_all_the_same(fonts: Path) -> None:
    cue = Cue(first=0, last=30, words=(CueWord(text="x" * 400, start=0, end=48_000),))

    patch = CaptionArtist(320, 180, "en", fonts).draw(cue, 0)

    assert patch.colour.y.any()
