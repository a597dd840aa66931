"""The timeline: integer frames and samples, everything else derived, and one hash for what it renders to."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from mutoscope.render.timeline import (
    FPS,
    SAMPLE_RATE,
    SAMPLES_PER_FRAME,
    Aspect,
    Captions,
    Clip,
    Cue,
    CueWord,
    Shot,
    Timeline,
    View,
    join,
)


def scene(frames: int, name: str = "a") -> Timeline:
    """One shot, one word that is said and shown to the end."""
    word = CueWord(text=name, start=0, end=frames * SAMPLES_PER_FRAME)
    return Timeline(
        width=1080,
        height=1080,
        language="en",
        captions=Captions.BURNED,
        shots=(Shot(picture=name, frames=frames),),
        cues=(Cue(first=0, last=frames, words=(word,)),),
        voice=(Clip(asset=name, start=0, samples=frames * SAMPLES_PER_FRAME),),
    )


def test_a_frame_is_a_whole_number_of_samples() -> None:
    assert SAMPLES_PER_FRAME * FPS == SAMPLE_RATE
    assert (scene(45).samples, scene(45).seconds) == (45 * 1600, 1.5)


@given(st.lists(st.integers(1, 500), min_size=1, max_size=8))
def test_joined_timelines_lose_and_gain_nothing(lengths: list[int]) -> None:
    parts = tuple(scene(frames, str(number)) for number, frames in enumerate(lengths))

    whole = join(parts)

    starts = [sum(lengths[:number]) for number in range(len(lengths))]
    assert whole.frames == sum(lengths)
    assert [cue.first for cue in whole.cues] == starts
    assert [clip.start for clip in whole.voice] == [start * SAMPLES_PER_FRAME for start in starts]
    assert [cue.words[0].start for cue in whole.cues] == [clip.start for clip in whole.voice]
    assert [shot.picture for shot in whole.shots] == [part.shots[0].picture for part in parts]


def test_joining_one_changes_nothing() -> None:
    assert join((scene(30),)) == scene(30)


def test_the_music_of_parts_is_not_the_films() -> None:
    scored = scene(30).model_copy(update={"music": (Clip(asset="m", start=0, samples=1),)})

    assert join((scored, scored)).music == ()


def test_cues_that_overlap_are_refused() -> None:
    cues = (Cue(first=0, last=10, words=()), Cue(first=9, last=20, words=()))

    with pytest.raises(ValidationError, match="overlap"):
        Timeline.model_validate({**scene(30).model_dump(), "cues": cues})


def test_a_cue_after_the_end_is_refused() -> None:
    with pytest.raises(ValidationError, match="last frame"):
        Timeline.model_validate({**scene(30).model_dump(), "cues": (Cue(first=0, last=31, words=()),)})


@pytest.mark.parametrize("zoom", [999, 4001])
def test_a_view_stays_on_its_picture(zoom: int) -> None:
    with pytest.raises(ValidationError):
        View(zoom=zoom)


def test_the_hash_names_the_content() -> None:
    changed = scene(30).model_copy(update={"captions": Captions.SOFT})

    assert scene(30).content_hash() == scene(30).content_hash()
    assert len({scene(30).content_hash(), scene(31).content_hash(), changed.content_hash()}) == 3


def test_a_timeline_survives_json() -> None:
    assert Timeline.model_validate_json(scene(30).model_dump_json()) == scene(30)


@pytest.mark.parametrize("aspect", Aspect)
def test_an_aspects_size_is_even_and_in_proportion(aspect: Aspect) -> None:
    width, height = aspect.size
    across, down = map(int, aspect.value.split(":"))

    assert (width % 2, height % 2) == (0, 0)
    assert width * down == height * across
