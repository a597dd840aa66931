from random import Random

import pytest

from mutoscope.engines.compose.arrangement import fit_bars
from mutoscope.engines.compose.form import Part, Section, sections
from mutoscope.engines.compose.harmony import MAJOR, MINOR, SEVENTH, Chord, Key, lead
from mutoscope.engines.compose.melody import Motif, SoundingBar, melody
from mutoscope.engines.compose.mood import Mood
from mutoscope.engines.compose.moods import MOODS
from mutoscope.engines.compose.score import Instrument, Score
from mutoscope.engines.compose.synthesiser import write_score
from mutoscope.engines.tasks import ComposeRequest

WESTERN = sorted(name for name, mood in MOODS.items() if isinstance(mood, Mood))
RAGAS = sorted(set(MOODS) - set(WESTERN))


def score_of(mood: str, seconds: int = 60) -> Score:
    return write_score(ComposeRequest(mood, seconds, 1))


def held_at_the_end(score: Score) -> set[int]:
    return {
        note.pitch % 12 for note in score.notes if note.start + note.length >= score.ticks - 1 and note.velocity > 55
    }


@pytest.mark.parametrize("bars", [1, 2, 3, 4, 7, 8, 13, 16, 40, 400])
def test_sections_fill_the_bars_and_end_with_a_cadence(bars: int) -> None:
    form = sections(bars)

    assert sum(section.bars for section in form) == bars
    assert form[-1].part is Part.CADENCE
    assert all(section.bars > 0 for section in form)


def test_a_piece_grows_towards_its_climax() -> None:
    energies = [section.energy for section in sections(24)]

    assert energies[0] < energies[1] < max(energies)
    assert energies.index(max(energies)) >= len(energies) // 2


@pytest.mark.parametrize("seconds", [181, 600])
@pytest.mark.parametrize("mood", WESTERN)
def test_a_long_piece_has_three_themes_and_rises_more_than_once(mood: str, seconds: int) -> None:
    western = MOODS[mood]
    assert isinstance(western, Mood)

    form = sections(fit_bars(seconds, western.beats_per_minute, western.beats))

    assert {section.part for section in form} >= {Part.THEME, Part.VARIATION, Part.BRIDGE}
    assert len({western.theme, western.variation, western.bridge}) == 3
    breaths = [place for place, section in enumerate(form) if section.part is Part.BREATH]
    assert breaths
    assert max(section.energy for section in form[breaths[0] + 1 :]) > form[breaths[0]].energy


@pytest.mark.parametrize("mood", WESTERN)
def test_each_theme_of_a_long_piece_has_a_tune_and_two_instruments_play_them(mood: str) -> None:
    western = MOODS[mood]
    assert isinstance(western, Mood)

    heard = {note.instrument for note in score_of(mood, 200).notes}

    assert {western.melody, western.second, western.halo} <= heard


def test_no_two_moods_have_the_same_players() -> None:
    players = {frozenset(note.instrument for note in score_of(mood, 90).notes) for mood in MOODS}

    assert len(players) == len(MOODS)


def test_voices_move_by_small_steps() -> None:
    key = Key(60, MAJOR)
    first = lead(None, Chord(0), key, 52, 74)

    second = lead(first, Chord(3), key, 52, 74)

    assert sum(abs(after - before) for before, after in zip(first, second, strict=True)) <= 4


def test_a_chord_is_voiced_with_all_its_tones() -> None:
    voicing = lead(None, Chord(4, SEVENTH), Key(60, MAJOR), 52, 74)

    assert {pitch % 12 for pitch in voicing} == {7, 11, 2, 5}


def test_the_dominant_of_a_minor_key_has_its_leading_tone() -> None:
    assert Chord(4, leading=True).classes(Key(62, MINOR)) == (9, 1, 4)


@pytest.mark.parametrize("mood", WESTERN)
def test_a_western_piece_comes_home_in_its_last_bar(mood: str) -> None:
    score = score_of(mood)
    bar = score.ticks - 2 * 480

    bass = [note for note in score.notes if note.instrument is Instrument.BASS][-1]

    assert bass.pitch % 12 == score.tonic % 12
    assert bass.start <= bar
    assert score.tonic % 12 in held_at_the_end(score)


def test_a_tune_rests_on_a_tone_of_the_chord() -> None:
    mood = MOODS["hopeful"]
    bar = SoundingBar(start=0, place=0, chord=Chord(4), section=Section(Part.THEME, 4, 100))
    motif = Motif(rhythm=(0, 3, 4), contour=(0, 1, 2))

    notes = melody(mood, [bar, bar], {Part.THEME: motif}, Random(1))

    assert notes[0].pitch % 12 in Chord(4).classes(mood.key)
    assert notes[-1].pitch % 12 in Chord(4).classes(mood.key)


@pytest.mark.parametrize("seed", range(3))
def test_another_seed_is_another_tune(seed: int) -> None:
    score = write_score(ComposeRequest("calm", 60, seed))

    assert score.notes != write_score(ComposeRequest("calm", 60, seed + 1)).notes
    assert score.notes == write_score(ComposeRequest("calm", 60, seed)).notes


@pytest.mark.parametrize("mood", RAGAS)
def test_a_raga_ends_on_sa(mood: str) -> None:
    score = score_of(mood)

    last = [note for note in score.notes if note.instrument in {Instrument.BANSURI, Instrument.SITAR}][-1]

    assert last.pitch == score.tonic


@pytest.mark.parametrize("mood", RAGAS)
def test_a_raga_uses_only_its_own_notes(mood: str) -> None:
    score = score_of(mood)
    allowed = {(score.tonic + step) % 12 for step in MOODS[mood].key.scale}

    lead_notes = [note for note in score.notes if note.instrument in {Instrument.BANSURI, Instrument.SITAR}]

    assert len(lead_notes) > 20
    assert {note.pitch % 12 for note in lead_notes} <= allowed


@pytest.mark.parametrize("mood", sorted(MOODS))
@pytest.mark.parametrize("seconds", [1, 6, 30, 1_800])
def test_notes_are_playable_ordered_and_within_the_piece(mood: str, seconds: int) -> None:
    score = score_of(mood, seconds)

    assert all(1 <= note.velocity <= 127 and 0 <= note.pitch <= 127 and note.length > 0 for note in score.notes)
    assert all(0 <= note.start < score.ticks for note in score.notes)
    assert [note.start for note in score.notes] == sorted(note.start for note in score.notes)


@pytest.mark.parametrize("mood", sorted(MOODS))
@pytest.mark.parametrize("seconds", [10, 60, 600])
def test_the_last_bar_ends_shortly_before_the_piece_does(mood: str, seconds: int) -> None:
    score = score_of(mood, seconds)

    played = score.ticks * score.seconds_per_tick

    assert seconds - 4 <= played < seconds
