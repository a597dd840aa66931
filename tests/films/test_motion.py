"""Motion that follows the narration, and transitions that suit the cut."""

from itertools import pairwise

import pytest

from mutoscope.engines.compose.moods import MOODS
from mutoscope.engines.compose.synthesiser import write_score
from mutoscope.engines.tasks import ComposeRequest, Word
from mutoscope.films.motion import entrance, pace, views
from mutoscope.films.scene_timeline import LAST_TAIL_FRAMES
from mutoscope.render.timeline import FPS, Transition


def word(text: str, start: float, end: float) -> Word:
    return Word(text, round(start * 48_000), round(end * 48_000))


def speed_at(frame: int, words: list[Word], frames: int) -> float:
    beats = pace(words, frames, rests=0)
    before = [beat for beat in beats if beat.frame <= frame][-1]
    after = next(beat for beat in beats if beat.frame >= frame)
    share = (frame - before.frame) / max(after.frame - before.frame, 1)
    return before.speed + (after.speed - before.speed) * share


def test_the_view_slows_down_where_the_narrator_pauses() -> None:
    words = [word("Rice", 0.4, 2), word("grows.", 2, 5), word("Farmers", 5.6, 8), word("wait.", 8, 9.5)]

    assert speed_at(155, words, 300) < speed_at(90, words, 300) / 2
    assert speed_at(155, words, 300) < speed_at(220, words, 300) / 2


def test_it_goes_quicker_through_the_longest_sentence() -> None:
    words = [word("Yes.", 0.4, 3), word("Rice", 3.5, 6), word("grows", 6, 8), word("slowly.", 8, 9.5)]

    assert speed_at(200, words, 300) > speed_at(60, words, 300)


@pytest.mark.parametrize("frames", [1, 2, 30, 60, 61, 300, 3000])
def test_beats_are_in_order_and_inside_the_scene_however_short_it_is(frames: int) -> None:
    words = [word(f"w{number}.", number / 3, number / 3 + 0.3) for number in range(frames // 10)]

    beats = pace(words, frames, rests=12)

    assert [beat.frame for beat in beats] == sorted({beat.frame for beat in beats})
    assert beats[-1].frame == frames - 1
    assert beats[0].speed == beats[-1].speed == 0


@pytest.mark.parametrize("last", [2, 3, 8])
def test_the_two_titles_of_a_film_are_parted_by_black(last: int) -> None:
    assert entrance(0, last, last) is Transition.BLACK


def test_a_film_comes_out_of_black_and_ends_in_it() -> None:
    assert entrance(0, 1, 8) is Transition.BLACK
    assert entrance(0, 9, 8) is Transition.BLACK


@pytest.mark.parametrize("seed", range(5))
def test_crossfades_are_the_rule_and_no_other_transition_comes_twice_in_a_row(seed: int) -> None:
    kinds = [entrance(seed, number, 20) for number in range(2, 20)]

    assert kinds.count(Transition.CROSSFADE) == 9
    assert all(before is not after for before, after in pairwise(kinds))
    assert set(kinds) == {Transition.CROSSFADE, Transition.PUSH, Transition.WIPE, Transition.CUT}


def test_no_two_scenes_after_one_another_move_alike() -> None:
    moves = [
        (end.zoom - start.zoom, end.x - start.x) for start, end in (views(0, number, 240) for number in range(1, 9))
    ]

    assert all(before != after for before, after in pairwise(moves))
    assert len({(zoom > 20, zoom < -20, x > 0) for zoom, x in moves}) >= 4


@pytest.mark.parametrize("mood", sorted(MOODS))
def test_the_last_chord_of_the_score_rings_after_the_last_word(mood: str) -> None:
    score = write_score(ComposeRequest(mood=mood, seconds=24, seed=0))

    last_bar = score.bar * score.seconds_per_tick

    assert last_bar <= LAST_TAIL_FRAMES / FPS + 0.4
