"""The sound of a film: as long as its picture, the words always in front of the music."""

from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from mutoscope.render.mix import SoundMissing, ducking, looped, mix, speech_steps
from mutoscope.render.sound import SoundUnreadable, read_sound, write_sound
from mutoscope.render.tape import record
from mutoscope.render.timeline import SAMPLE_RATE, Captions, Clip, Shot, Timeline

VOICE = Clip(asset="voice", start=SAMPLE_RATE, samples=2 * SAMPLE_RATE)


def film(frames: int, *, voice: tuple[Clip, ...] = (), music: tuple[Clip, ...] = ()) -> Timeline:
    shots = (Shot(picture="a", frames=frames),)
    return Timeline(width=64, height=64, language="en", captions=Captions.NONE, shots=shots, voice=voice, music=music)


def music(frames: int) -> tuple[Clip, ...]:
    return (Clip(asset="music", start=0, samples=frames * 1600),)


def mixed(timeline: Timeline, sounds: dict[str, Path], scratch: Path) -> NDArray[np.float32]:
    return mix(timeline, sounds, scratch).signal(0, timeline.samples + 1)


def gain_under(voice: NDArray[np.float32]) -> NDArray[np.float32]:
    """In dB, for each sample."""
    blocks = (voice[start : start + SAMPLE_RATE] for start in range(0, len(voice), SAMPLE_RATE))
    return 20 * np.log10(ducking(speech_steps(blocks, np.float32(1)), len(voice))(0, len(voice)))


def test_a_silent_film_is_silent(sounds: dict[str, Path], tmp_path: Path) -> None:
    silence = mixed(film(30), sounds, tmp_path)

    assert silence.shape == (48_000, 2)
    assert not silence.any()


def test_a_film_of_one_frame_has_its_sound(sounds: dict[str, Path], tmp_path: Path) -> None:
    short = mixed(film(1, voice=(Clip(asset="voice", start=0, samples=1600),), music=music(1)), sounds, tmp_path)

    assert short.shape == (1600, 2)
    assert short.any()


def test_sound_that_reaches_over_the_end_is_cut(sounds: dict[str, Path], tmp_path: Path) -> None:
    assert mixed(film(45, voice=(VOICE,), music=music(90)), sounds, tmp_path).shape == (72_000, 2)


def test_the_voice_is_heard_where_its_clip_begins(sounds: dict[str, Path], tmp_path: Path) -> None:
    heard = mixed(film(150, voice=(VOICE,)), sounds, tmp_path)

    assert not heard[:SAMPLE_RATE].any()
    assert heard[SAMPLE_RATE : SAMPLE_RATE + 4800].any()
    assert not heard[3 * SAMPLE_RATE :].any()


def test_the_same_timeline_gives_the_same_mix(sounds: dict[str, Path], tmp_path: Path) -> None:
    timeline = film(90, voice=(VOICE,), music=music(90))

    assert np.array_equal(mixed(timeline, sounds, tmp_path), mixed(timeline, sounds, tmp_path))


def test_music_steps_back_14_db_under_speech_and_smoothly() -> None:
    voice = np.zeros((6 * SAMPLE_RATE, 2), np.float32)
    voice[2 * SAMPLE_RATE : 4 * SAMPLE_RATE] = 0.1

    gain = gain_under(voice)

    assert gain[3 * SAMPLE_RATE] == pytest.approx(-14, abs=0.1)
    assert gain[SAMPLE_RATE // 2] == pytest.approx(0, abs=0.1)
    assert gain[2 * SAMPLE_RATE] < -12
    assert np.abs(np.diff(gain)).max() < 0.002


def test_music_does_not_come_back_between_words() -> None:
    voice = np.zeros((4 * SAMPLE_RATE, 2), np.float32)
    voice[SAMPLE_RATE : SAMPLE_RATE * 2] = voice[SAMPLE_RATE * 5 // 2 : SAMPLE_RATE * 7 // 2] = 0.1

    gain = gain_under(voice)

    assert gain[SAMPLE_RATE : SAMPLE_RATE * 7 // 2].max() < -12


def test_music_fades_out_at_the_end(sounds: dict[str, Path], tmp_path: Path) -> None:
    heard = mixed(film(150, music=music(150)), sounds, tmp_path)

    assert np.abs(heard[-2400:]).max() < np.abs(heard[SAMPLE_RATE : 2 * SAMPLE_RATE]).max() / 10


def test_music_that_ends_with_the_film_ends_as_it_was_played(tmp_path: Path) -> None:
    decay = np.exp(-np.arange(5 * SAMPLE_RATE) / SAMPLE_RATE) * np.sin(np.arange(5 * SAMPLE_RATE) * 0.05) * 20_000
    write_sound(tmp_path / "music.flac", decay.astype(np.int16))

    played = mixed(film(150, music=music(150)), {"music": tmp_path / "music.flac"}, tmp_path)[:, 0]

    heard = [np.abs(played[at : at + 4_800]).max() for at in range(SAMPLE_RATE, 5 * SAMPLE_RATE - 4_800, 4_800)]
    falls = [after / before for before, after in pairwise(heard)]
    assert falls == pytest.approx([np.exp(-0.1)] * len(falls), abs=0.03)


def test_short_music_is_repeated_without_a_hole_however_it_is_read(tmp_path: Path) -> None:
    tone = record(tmp_path / "tone", [np.ones((SAMPLE_RATE, 2), np.float32)], "<f4")

    repeated = looped(tone, 5 * SAMPLE_RATE, 0, 5 * SAMPLE_RATE)
    parts = [looped(tone, 5 * SAMPLE_RATE, start, 7_001) for start in range(0, 5 * SAMPLE_RATE, 7_001)]

    assert repeated.shape == (5 * SAMPLE_RATE, 2)
    assert repeated.min() > 0.99
    assert np.allclose(np.concatenate(parts)[: len(repeated)], repeated, atol=1e-6)


def test_sound_survives_being_written_and_read(tmp_path: Path) -> None:
    samples = np.random.default_rng(0).integers(-32768, 32767, (10_001, 2), np.int16)

    write_sound(tmp_path / "sound.flac", samples)

    assert np.array_equal(read_sound(tmp_path / "sound.flac"), samples)


def test_one_channel_is_heard_on_both_sides(tmp_path: Path) -> None:
    samples = np.random.default_rng(0).integers(-32768, 32767, 5000, np.int16)

    write_sound(tmp_path / "sound.flac", samples)

    assert np.array_equal(read_sound(tmp_path / "sound.flac"), np.stack([samples, samples], axis=1))


def test_a_missing_sound_is_named(sounds: dict[str, Path], tmp_path: Path) -> None:
    with pytest.raises(SoundMissing, match="voice"):
        mix(film(60, voice=(VOICE,)), {}, tmp_path)


def test_a_broken_sound_is_named(tmp_path: Path) -> None:
    (tmp_path / "broken.flac").write_bytes(b"no sound")

    with pytest.raises(SoundUnreadable, match=r"broken\.flac"):
        read_sound(tmp_path / "broken.flac")
