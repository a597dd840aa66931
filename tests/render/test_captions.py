"""Grouping words into captions, and writing them down."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mutoscope.engines.tasks import Word
from mutoscope.render.caption_files import to_srt, to_vtt
from mutoscope.render.caption_lines import cue_text
from mutoscope.render.captions import longest_cue, make_cues
from mutoscope.render.chapter_titles import opening_words
from mutoscope.render.timeline import Cue, CueWord

RICE = (
    "How long does rice take to grow? Rice needs between three and six months, from seed to harvest, "
    "depending on the variety and the climate. Yes. Farmers wait."
)


def spoken(text: str, *, each: int = 16_000, gap: int = 800) -> list[Word]:
    """The text's words (characters, if it has no spaces) spoken one after another."""
    parts = text.split() if " " in text else list(text)
    return [Word(part, n * (each + gap), n * (each + gap) + each) for n, part in enumerate(parts)]


words_in_time = st.lists(
    st.tuples(st.sampled_from(["a", "grain", "of", "rice,", "waits.", "photosynthesis"]), st.integers(0, 90_000)),
    max_size=40,
)


@settings(deadline=None)
@given(pairs=words_in_time, frames=st.integers(1, 900))
def test_cues_are_in_order_inside_the_film_and_never_overlap(pairs: list[tuple[str, int]], frames: int) -> None:
    starts = [sum(length for _, length in pairs[:n]) for n in range(len(pairs) + 1)]
    words = [Word(text, starts[n], starts[n + 1]) for n, (text, _) in enumerate(pairs)]

    cues = make_cues(words, frames=frames, language="en")

    bounds = [bound for cue in cues for bound in (cue.first, cue.last)]
    assert bounds == sorted(bounds)
    assert all(cue.first < cue.last <= frames for cue in cues)


def test_every_word_is_in_a_cue_once() -> None:
    cues = make_cues(spoken(RICE), frames=2000, language="en")

    assert " ".join(cue_text(cue, "en") for cue in cues) == RICE


def test_no_cue_is_longer_than_can_be_shown() -> None:
    cues = make_cues(spoken(RICE), frames=2000, language="en")

    assert max(len(cue_text(cue, "en")) for cue in cues) <= longest_cue("en")


def test_a_sentence_ends_its_cue_and_a_long_one_is_parted_after_a_comma() -> None:
    cues = make_cues(spoken(RICE), frames=2000, language="en")

    assert [cue_text(cue, "en") for cue in cues[:3]] == [
        "How long does rice take to grow?",
        "Rice needs between three and six months, from seed to harvest,",
        "depending on the variety and the climate. Yes. Farmers wait.",
    ]


def test_no_cue_ends_on_a_word_that_belongs_to_the_next() -> None:
    cues = make_cues(
        spoken("La obra empezó en 1921 bajo la dirección del ingeniero Richard Maury."), frames=2000, language="es"
    )

    assert cue_text(cues[0], "es") == "La obra empezó en 1921 bajo la dirección"


def test_a_cue_too_short_to_read_joins_its_neighbour() -> None:
    cues = make_cues(spoken("Yes. Farmers wait for rain."), frames=300, language="en")

    assert [cue_text(cue, "en") for cue in cues] == ["Yes. Farmers wait for rain."]


def test_the_stop_of_an_abbreviation_ends_no_cue() -> None:
    text = "The garden plot no. 17 is let by Mrs. Osei from 2 p.m. until dusk."

    cues = make_cues(spoken(text), frames=2000, language="en")

    assert not any(cue_text(cue, "en").endswith(("no.", "Mrs.", "p.m.")) for cue in cues)


@pytest.mark.parametrize(
    ("text", "language", "first"),
    [
        (
            "Am 3. Mai 2024 fielen 12,5 Liter Regen. Das war viel für einen Tag.",
            "de",
            "Am 3. Mai 2024 fielen 12,5 Liter Regen.",
        ),
        (
            "A few of the U.S. Army cables were replaced.",
            "en",
            "A few of the U.S. Army cables were replaced.",
        ),
        ("El Sr. López llegó a la ciudad. Después se fue a su casa.", "es", "El Sr. López llegó a la ciudad."),
        ("Dia berkata “saya pergi.” Lalu ia pulang ke rumah.", "id", "Dia berkata “saya pergi.”"),
    ],
)
def test_a_cue_ends_where_the_script_has_a_sentence_end(text: str, language: str, first: str) -> None:
    cues = make_cues(spoken(text), frames=2000, language=language)

    assert cue_text(cues[0], language) == first


@pytest.mark.parametrize(
    ("text", "language", "shown"),
    [
        ("The hive cools 🐝.", "en", "The hive cools."),
        ("👩🏽\u200d🌾 Rice grows 3\ufe0f\u20e3 months ☀\ufe0f", "en", "Rice grows 3 months"),
        ("श्रीमान् क्\u200dष बोले", "hi", "श्रीमान् क्\u200dष बोले"),
        ("At 20 ℃ the Coke™ warms → slowly", "en", "At 20 ℃ the Coke™ warms → slowly"),
    ],
)
def test_a_caption_shows_no_emoji_and_every_letter(text: str, language: str, shown: str) -> None:
    words = [Word(text, 0, 48_000)]

    cues = make_cues(words, frames=60, language=language)

    assert [cue_text(cue, language) for cue in cues] == [shown]


def test_a_word_of_emoji_alone_has_no_cue() -> None:
    assert make_cues([Word("🙂🙂🙂", 0, 48_000)], frames=60, language="en") == ()


def test_a_long_pause_parts_cues() -> None:
    words = [Word("Wait", 0, 20_000), Word("here", 21_000, 70_000), Word("now", 150_000, 200_000)]

    cues = make_cues(words, frames=150, language="en")

    assert [(cue.first, cue_text(cue, "en")) for cue in cues] == [(0, "Wait here"), (93, "now")]


def test_a_caption_stays_through_a_short_gap_and_goes_in_a_long_one() -> None:
    words = [Word("One.", 0, 48_000), Word("Two.", 64_000, 112_000), Word("Three.", 240_000, 288_000)]

    cues = make_cues(words, frames=200, language="en")

    assert [(cue.first, cue.last) for cue in cues] == [(0, 40), (40, 80), (150, 200)]


def test_words_after_the_film_are_left_out() -> None:
    assert make_cues([Word("late", 96_000, 99_000)], frames=30, language="en") == ()


def test_silence_has_no_cues() -> None:
    assert make_cues([], frames=30, language="en") == ()


def test_chinese_is_joined_without_spaces_and_parted_at_its_own_marks() -> None:
    cues = make_cues(spoken("水稻生长需要多长时间？大约需要三到六个月，要看品种和气候。"), frames=2000, language="zh")

    assert [cue_text(cue, "zh") for cue in cues] == ["水稻生长需要多长时间？", "大约需要三到六个月，要看品种和气候。"]


def test_latin_words_inside_japanese_keep_the_space_between_them() -> None:
    words = tuple(CueWord(text=text, start=0, end=0) for text in ("New", "York", "の", "米"))

    assert cue_text(Cue(first=0, last=9, words=words), "ja") == "New Yorkの米"


def test_srt_numbers_its_captions_and_parts_long_ones_in_two_lines() -> None:
    cues = make_cues(spoken(RICE), frames=2000, language="en")[:2]

    assert to_srt(cues, "en") == (
        "1\n00:00:00,000 --> 00:00:02,433\nHow long does rice take to grow?\n\n"
        "2\n00:00:02,433 --> 00:00:06,300\nRice needs between three and six\nmonths, from seed to harvest,\n"
    )


def test_vtt_escapes_what_it_would_read_as_markup() -> None:
    words = (CueWord(text="<b>&", start=0, end=0),)

    text = to_vtt((Cue(first=30, last=110_000, words=words),), "en")

    assert text == "WEBVTT\n\n00:00:01.000 --> 01:01:06.667\n&lt;b&gt;&amp;\n"


def test_a_heading_is_the_first_clause_and_never_cut_within_a_word() -> None:
    assert opening_words("Rice needs 3.5 months, at most.") == "Rice needs 3.5 months"
    assert opening_words("水稻生长需要多长时间？大约三个月。") == "水稻生长需要多长时间"
    assert opening_words("Farmers flood their fields before they plant the young rice by hand") == (
        "Farmers flood their fields before they…"
    )
