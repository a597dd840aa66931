"""The sound of a film: as long as its picture, as loud as platforms play it, the words always in front."""

from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from mutoscope.render.loudness import measure
from mutoscope.render.mix import SoundMissing, ducking, looped, mix
from mutoscope.render.sound import SoundUnreadable, read_sound, write_sound
from mutoscope.render.timeline import SAMPLE_RATE, Captions, Clip, Shot, Timeline

VOICE = Clip(asset="voice", start=SAMPLE_RATE, samples=2 * SAMPLE_RATE)


def film(frames: int, *, voice: tuple[Clip, ...] = (), music: tuple[Clip, ...] = ()) -> Timeline:
    shots = (Shot(picture="a", frames=frames),)
    return Timeline(width=64, height=64, language="en", captions=Captions.NONE, shots=shots, voice=voice, music=music)


def music(frames: int) -> tuple[Clip, ...]:
    return (Clip(asset="music", start=0, samples=frames * 1600),)


@pytest.mark.parametrize(
    "timeline",
    [film(150, voice=(VOICE,), music=music(150)), film(150, voice=(VOICE,)), film(150, music=music(150))],
    ids=["voice and music", "voice", "music"],
)
def test_a_mix_is_at_minus_14_lufs_under_the_ceiling_and_exactly_as_long_as_the_film(
    timeline: Timeline, sounds: dict[str, Path]
) -> None:
    mixed = mix(timeline, sounds)

    loudness = measure(mixed.astype(np.float32) / 32768)
    assert mixed.shape == (timeline.samples, 2)
    assert loudness.integrated == pytest.approx(-14, abs=0.3)
    assert loudness.peak <= -1.5


def test_a_silent_film_is_silent(sounds: dict[str, Path]) -> None:
    mixed = mix(film(30), sounds)

    assert mixed.shape == (48_000, 2)
    assert not mixed.any()


def test_a_film_of_one_frame_has_its_sound(sounds: dict[str, Path]) -> None:
    mixed = mix(film(1, voice=(Clip(asset="voice", start=0, samples=1600),), music=music(1)), sounds)

    assert mixed.shape == (1600, 2)
    assert mixed.any()


def test_sound_that_reaches_over_the_end_is_cut(sounds: dict[str, Path]) -> None:
    mixed = mix(film(45, voice=(VOICE,), music=music(90)), sounds)

    assert mixed.shape == (72_000, 2)


def test_the_same_timeline_gives_the_same_mix(sounds: dict[str, Path]) -> None:
    timeline = film(90, voice=(VOICE,), music=music(90))

    assert np.array_equal(mix(timeline, sounds), mix(timeline, sounds))


def test_music_steps_back_14_db_under_speech_and_smoothly() -> None:
    voice = np.zeros((6 * SAMPLE_RATE, 2), np.float32)
    voice[2 * SAMPLE_RATE : 4 * SAMPLE_RATE] = 0.1

    gain = 20 * np.log10(ducking(voice))

    assert gain[3 * SAMPLE_RATE] == pytest.approx(-14, abs=0.1)
    assert gain[SAMPLE_RATE // 2] == pytest.approx(0, abs=0.1)
    assert gain[2 * SAMPLE_RATE] < -12
    assert np.abs(np.diff(gain)).max() < 0.002


def test_music_does_not_come_back_between_words() -> None:
    voice = np.zeros((4 * SAMPLE_RATE, 2), np.float32)
    voice[SAMPLE_RATE : SAMPLE_RATE * 2] = voice[SAMPLE_RATE * 5 // 2 : SAMPLE_RATE * 7 // 2] = 0.1

    gain = 20 * np.log10(ducking(voice))

    assert gain[SAMPLE_RATE : SAMPLE_RATE * 7 // 2].max() < -12


def test_music_fades_out_at_the_end(sounds: dict[str, Path]) -> None:
    mixed = mix(film(150, music=music(150)), sounds).astype(float)

    assert np.abs(mixed[-2400:]).max() < np.abs(mixed[SAMPLE_RATE : 2 * SAMPLE_RATE]).max() / 10


def test_music_that_ends_with_the_film_ends_as_it_was_played(tmp_path: Path) -> None:
    decay = np.exp(-np.arange(5 * SAMPLE_RATE) / SAMPLE_RATE) * np.sin(np.arange(5 * SAMPLE_RATE) * 0.05) * 20_000
    write_sound(tmp_path / "music.flac", decay.astype(np.int16))

    mixed = mix(film(150, music=music(150)), {"music": tmp_path / "music.flac"}).astype(float)[:, 0]

    heard = [np.abs(mixed[at : at + 4_800]).max() for at in range(SAMPLE_RATE, 5 * SAMPLE_RATE - 4_800, 4_800)]
    falls = [after / before for before, after in pairwise(heard)]
    assert falls == pytest.approx([np.exp(-0.1)] * len(falls), abs=0.03)


def test_short_music_is_repeated_without_a_hole() -> None:
    tone = np.ones((SAMPLE_RATE, 2), np.float32)

    repeated = looped(tone, 5 * SAMPLE_RATE)

    assert repeated.shape == (5 * SAMPLE_RATE, 2)
    assert repeated.min() > 0.99


def test_sound_survives_being_written_and_read(tmp_path: Path) -> None:
    samples = np.random.default_rng(0).integers(-32768, 32767, (10_001, 2), np.int16)

    write_sound(tmp_path / "sound.flac", samples)

    assert np.array_equal(read_sound(tmp_path / "sound.flac"), samples)


def test_one_channel_is_heard_on_both_sides(tmp_path: Path) -> None:
    samples = np.random.default_rng(0).integers(-32768, 32767, 5000, np.int16)

    write_sound(tmp_path / "sound.flac", samples)

    assert np.array_equal(read_sound(tmp_path / "sound.flac"), np.stack([samples, samples], axis=1))


def test_a_missing_sound_is_named(sounds: dict[str, Path]) -> None:
    with pytest.raises(SoundMissing, match="voice"):
        mix(film(60, voice=(VOICE,)), {})


def test_a_broken_sound_is_named(tmp_path: Path) -> None:
    (tmp_path / "broken.flac").write_bytes(b"no sound")

    with pytest.raises(SoundUnreadable, match=r"broken\.flac"):
        read_sound(tmp_path / "broken.flac")
