"""Burned captions: inside the safe area, in every script, legible on any picture."""

from pathlib import Path

import numpy as np
import pytest

from mutoscope.render.caption_art import CaptionArtist, lay_over, layout_for
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
