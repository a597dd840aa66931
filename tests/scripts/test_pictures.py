"""Which pictures a script asks for, and when: without a gap, by its words, or by the voice that has spoken it."""

from itertools import accumulate, pairwise

import pytest

from mutoscope.engines.tasks import SAMPLE_RATE
from mutoscope.scripts.beats import beats_of, estimated_starts, measured_starts
from mutoscope.scripts.pictures import Told, recommend
from mutoscope.stages.contracts.voice import SpokenWord, VoiceFacts

TEXT = (
    "Rice grows in flooded fields. Farmers carry water up the hill with buckets. "
    "Birds come to eat the grain. Children drive the birds away with drums."
)


def spoken(text: str, *, seconds_a_word: float = 1.0) -> VoiceFacts:
    """A voice that takes as long for each word."""
    step = round(seconds_a_word * SAMPLE_RATE)
    words = text.split()
    starts = accumulate([step] * len(words), initial=0)
    return VoiceFacts(
        samples=step * len(words),
        words=tuple(
            SpokenWord(text=word, start=start, end=start + step) for word, start in zip(words, starts, strict=False)
        ),
    )


def told(text: str = TEXT, *, picture: str = "", start: float = 0.0, voice: VoiceFacts | None = None) -> Told:
    return Told(text=text, picture=picture, start=start, end=start + 30.0, lead=0.4, voice=voice)


@pytest.mark.parametrize("seconds", [3, 6, 30])
def test_the_beats_of_a_scene_are_its_narration_in_order(seconds: int) -> None:
    beats = beats_of(TEXT, "en", seconds)

    assert " ".join(beats) == TEXT
    assert len(beats) == {3: 4, 6: 2, 30: 1}[seconds]


def test_a_sentence_longer_than_a_picture_is_shared_at_a_clause() -> None:
    sentence = "Rice grows slowly in the fields of the valley, where farmers carry water up the hill with buckets."

    first, second = beats_of(sentence, "en", 4)

    assert first.endswith("valley,")
    assert f"{first} {second}" == sentence


def test_beats_of_a_language_without_blanks_are_joined_without_them() -> None:
    text = "水稻生长在水田里。农民在春天播种。鸟来吃谷子。孩子们把鸟赶走。"

    beats = beats_of(text, "zh", 3)

    assert len(beats) > 1
    assert "".join(beats) == text


def test_each_beat_begins_with_its_first_word_as_it_was_spoken() -> None:
    beats = beats_of(TEXT, "en", 3)

    starts = measured_starts(beats, spoken(TEXT))

    places = list(accumulate((len(beat.split()) for beat in beats[:-1]), initial=0))
    assert starts == [float(place) for place in places]


def test_a_slower_voice_changes_pictures_later() -> None:
    beats = beats_of(TEXT, "en", 3)

    calm, slow = measured_starts(beats, spoken(TEXT)), measured_starts(beats, spoken(TEXT, seconds_a_word=1.5))

    assert slow == [1.5 * start for start in calm]
    assert estimated_starts(beats, "en") not in (calm, slow)


def test_pictures_follow_one_another_without_a_gap_over_all_scenes() -> None:
    found = recommend([told(), told("It is eaten by everybody in the valley.", start=30.0)], "en", 6)

    images = [image for section in found.sections for image in section.images]
    assert [image.order for image in images] == list(range(1, len(images) + 1))
    assert images[0].timestamp == 0
    assert all(
        image.timestamp + image.duration == pytest.approx(after.timestamp, abs=0.002)
        for image, after in pairwise(images)
    )
    assert images[-1].timestamp + images[-1].duration == pytest.approx(60.0, abs=0.002)


def test_each_picture_shows_what_is_said_meanwhile() -> None:
    (section,) = recommend([told()], "en", 3).sections

    shown = [set(image.keywords) for image in section.images]
    assert {"field"} <= shown[0]
    assert {"bucket", "farmer"} <= shown[1]
    assert {"bird", "grain"} <= shown[2]
    assert {"child", "drum"} <= shown[3]
    assert all(image.image_prompt for image in section.images)


def test_a_picture_that_the_script_names_is_the_scenes_first() -> None:
    (section,) = recommend([told(picture="an aerial view of terraces")], "en", 3).sections

    assert [image.image_prompt == "an aerial view of terraces" for image in section.images] == [True, *[False] * 3]


def test_times_are_called_measured_only_when_every_scene_was_spoken() -> None:
    one, other = told(voice=spoken(TEXT)), told(start=30.0)

    assert recommend([one], "en", 6).timing == "measured"
    assert recommend([one, other], "en", 6).timing == "estimated"
