"""The presenter says the text, and the mouth goes with the sounds that are heard."""

from pathlib import Path

import av
import cv2
import numpy as np
import pytest

from mutoscope.clips.puppet import PRESENTERS
from mutoscope.clips.sound import LEAD
from mutoscope.clips.visemes import REST, Lips, mouth_keys
from mutoscope.engines import registry
from mutoscope.engines.tasks import Phoneme, SpeakRequest, Speech, Word
from mutoscope.kinds.kind import Recipe
from mutoscope.kinds.registry import require_kind
from mutoscope.kinds.talking_presenter import UnknownPresenter
from mutoscope.render.sound import write_sound
from mutoscope.render.timeline import SAMPLES_PER_FRAME
from mutoscope.settings import Settings
from mutoscope.stages.presenter import lent
from tests.kinds.benches import KEY, Made, make

TEXT = "Mama, papa."
SMALL = {"text": TEXT, "width": 320, "height": 240, "captions": False, "scene": "a room"}


@pytest.fixture(scope="module")
def speech() -> Speech:
    return registry.speaker(Settings()).speak(SpeakRequest(text=TEXT, language="en", voice="en-warm-woman"))


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Made:
    return make("talking_presenter", SMALL, tmp_path_factory.mktemp("presenter"))


def test_the_lips_are_shut_for_every_m_and_p_and_open_for_every_a(speech: Speech) -> None:
    lips = Lips(mouth_keys(speech.phonemes, 0))
    sounds = zip(speech.phonemes, speech.phonemes[1:], strict=False)
    heard = [(sound.ipa.strip("ˈˌː"), (sound.start + after.start) // 2) for sound, after in sounds]

    shut = [lips.at(middle).opened for ipa, middle in heard if ipa in ("m", "p")]
    open_ = [lips.at(middle).opened for ipa, middle in heard if ipa[:1] in ("ɑ", "ə", "ʌ", "a", "æ", "ɐ")]

    assert len(shut) == len(open_) == 4
    assert max(shut) < 5
    assert min(open_) > 30


def test_the_mouth_rests_where_nobody_speaks(speech: Speech) -> None:
    lips = Lips(mouth_keys(speech.phonemes, LEAD))

    assert lips.at(0) == REST
    assert lips.at(LEAD + len(speech.samples) + 24_000) == REST


def test_what_is_seen_is_the_mouth_of_the_sound_that_is_heard(made: Made, speech: Speech) -> None:
    """The inside of a mouth is darker than lips and skin: it is seen during each vowel, and hardly during an m or p."""
    lips = Lips(mouth_keys(speech.phonemes, LEAD))
    frames = made.frames()
    opened = np.array([lips.at(number * SAMPLES_PER_FRAME).opened for number in range(len(frames))])
    dark = np.array([(frame[120:150, 140:180].max(axis=2) < 110).sum() for frame in frames])

    assert np.corrcoef(opened, dark)[0, 1] > 0.8
    assert dark[opened > 50].min() > dark[opened < 4].max()


def test_the_clip_is_as_long_as_the_speech_and_what_stands_around_it(made: Made, speech: Speech) -> None:
    expected = -(-(LEAD + len(speech.samples) + 28_800) // SAMPLES_PER_FRAME)

    with av.open(str(made.folder / "video.mp4")) as container:
        assert container.streams.video[0].frames == expected
        samples = sum(frame.samples for frame in container.decode(audio=0))
    assert made.facts.frames == expected
    assert abs(samples - expected * SAMPLES_PER_FRAME) <= 1_024


def test_the_same_order_gives_the_same_bytes(made: Made, tmp_path: Path) -> None:
    again = make("talking_presenter", SMALL, tmp_path)

    assert [again.read(name) for name in ("video.mp4", "thumbnail.jpg")] == [
        made.read(name) for name in ("video.mp4", "thumbnail.jpg")
    ]


def test_a_recording_and_a_picture_of_ones_own_are_heard_and_seen(speech: Speech, tmp_path: Path) -> None:
    voice, picture = f"{'b' * 64}/me.flac", tmp_path / "mine.png"
    write_sound(tmp_path / "me.flac", speech.samples)
    cv2.imwrite(str(picture), np.full((240, 320, 3), (40, 160, 20), np.uint8))

    asked = {**SMALL, "voice_file": voice, "background": KEY}
    made = make("talking_presenter", asked, tmp_path / "made", {voice: tmp_path / "me.flac", KEY: picture})

    corner = made.frames()[5][:20, :20].mean(axis=(0, 1))
    assert made.facts.timing == "estimated"
    assert np.abs(corner - (20, 160, 40)).max() < 6


def test_phonemes_are_lent_to_the_times_of_a_recordings_words() -> None:
    spoken = Speech(
        np.zeros(9, np.int16), (Word("a", 0, 100), Word("b", 100, 200)), phonemes=(Phoneme("a", 50), Phoneme("b", 150))
    )

    moved = lent(spoken, [Word("a", 1_000, 3_000), Word("b", 4_000, 4_200)])

    assert moved == (Phoneme("a", 2_000), Phoneme("b", 4_100))


def test_a_presenter_fits_the_voice_and_one_that_is_not_there_is_refused() -> None:
    kind = require_kind("talking_presenter")
    assert kind.recipe is not None

    recipes = [kind.recipe(kind.request.model_validate({"text": "Hi", "voice": voice}), Settings())
               for voice in ("en-warm-woman", "en-calm-man")]  # fmt: skip

    chosen = [recipe.inputs.model_dump()["presenter"] for recipe in recipes if isinstance(recipe, Recipe)]
    assert [PRESENTERS[name].gender for name in chosen] == ["female", "male"]
    with pytest.raises(UnknownPresenter):
        kind.recipe(kind.request.model_validate({"text": "Hi", "presenter": "nobody"}), Settings())
