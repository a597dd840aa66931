"""A piece under a film: it ends with the film, and where it is cut it goes on with the next beat of the same place."""

from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from mutoscope.render.accompaniment import CROSSING, PHRASE, Piece, accompany
from mutoscope.render.mix import mix
from mutoscope.render.sound import write_sound
from mutoscope.render.timeline import SAMPLE_RATE, Captions, Clip, Shot, Timeline

BAR = 2 * SAMPLE_RATE
PIECE = Piece("music", samples=28 * BAR + 99_000, ending=4 * BAR + 99_000, bar=BAR)
LENGTHS = [1, SAMPLE_RATE, *range(5 * SAMPLE_RATE, 400 * SAMPLE_RATE, 1_234_567), PIECE.samples, 1_800 * SAMPLE_RATE]


@pytest.mark.parametrize("samples", LENGTHS)
@pytest.mark.parametrize("bars", [1, 3, 5, 24])
def test_the_piece_ends_with_the_film_and_covers_all_of_it(samples: int, bars: int) -> None:
    piece = Piece("music", samples=(bars + 4) * BAR + 99_000, ending=4 * BAR + 99_000, bar=BAR)

    clips = accompany(piece, samples)

    assert clips[0].start == 0
    assert clips[-1].start + clips[-1].samples == samples
    assert clips[-1].offset + clips[-1].samples == piece.samples
    assert all(clip.offset + clip.samples <= piece.samples for clip in clips)
    assert all(0 <= before.start + before.samples - after.start <= CROSSING for before, after in pairwise(clips))


@pytest.mark.parametrize("samples", LENGTHS)
def test_a_jump_is_whole_phrases_long_so_rhythm_and_harmony_go_on(samples: int) -> None:
    clips = accompany(PIECE, samples)

    jumps = [(after.offset - after.start) - (before.offset - before.start) for before, after in pairwise(clips)]

    assert all(jump % (PHRASE * BAR) == 0 for jump in jumps)


def test_a_little_piece_goes_back_by_bars_rather_than_begin_with_its_end() -> None:
    piece = Piece("music", samples=8 * BAR + 99_000, ending=4 * BAR + 99_000, bar=BAR)

    first, second = accompany(piece, piece.samples + SAMPLE_RATE)

    assert first.samples > 3 * BAR
    assert (second.start - second.offset) - (first.start - first.offset) == BAR


@pytest.mark.parametrize("samples", LENGTHS)
def test_the_ending_is_heard_once_and_whole_unless_the_film_is_shorter_than_it(samples: int) -> None:
    body = PIECE.samples - PIECE.ending

    clips = accompany(PIECE, samples)

    assert all(clip.offset + clip.samples <= body for clip in clips[:-1])
    assert clips[-1].offset <= body or samples < PIECE.ending


def test_a_film_as_long_as_the_piece_plays_it_as_it_is() -> None:
    clips = accompany(PIECE, PIECE.samples)

    assert clips == (Clip(asset="music", start=0, samples=PIECE.samples),)


def test_music_whose_bars_nobody_knows_is_laid_under_the_whole_film() -> None:
    longer, shorter = accompany(Piece("music", 500), 900), accompany(Piece("music", 500), 300)

    assert longer == (Clip(asset="music", start=0, samples=900),)
    assert shorter == (Clip(asset="music", start=0, samples=300, offset=200),)


def test_where_two_passages_meet_no_hole_and_no_click_is_heard(tmp_path: Path) -> None:
    tone = np.sin(np.arange(PIECE.samples) * 2 * np.pi * 100 / SAMPLE_RATE) * 9_000
    write_sound(tmp_path / "music.flac", tone.astype(np.int16))
    shots = (Shot(picture="a", frames=70 * 30),)
    film = Timeline(width=64, height=64, language="en", captions=Captions.NONE, shots=shots)
    laid = film.model_copy(update={"music": accompany(PIECE, film.samples)})

    tape = mix(laid, {"music": tmp_path / "music.flac"}, tmp_path)
    mixed = tape.signal(0, tape.samples)[SAMPLE_RATE:]

    levels = [np.abs(mixed[at : at + 4_800]).max() for at in range(0, 68 * SAMPLE_RATE, 4_800)]
    assert len(laid.music) == 2
    assert min(levels) > 0.9 * np.median(levels)
    assert np.abs(np.diff(mixed, axis=0)).max() < 0.02 * np.median(levels)
