import pytest

from mutoscope.engines.compose.midi import to_midi
from mutoscope.engines.compose.moods import MOODS
from mutoscope.engines.compose.score import Instrument, Note, Score
from mutoscope.engines.compose.synthesiser import write_score
from mutoscope.engines.tasks import ComposeRequest

NOTE_ON, NOTE_OFF, BEND = b"\x90", b"\x80", b"\xe0"


def score_with(*notes: Note) -> Score:
    return Score(beats_per_minute=120, tonic=60, ticks=960, bar=1920, home=0, notes=notes)


def tracks(content: bytes) -> list[bytes]:
    """The content of every track chunk; fails where a chunk's length does not lead to the next one."""
    chunks, at = [], 14
    while at < len(content):
        assert content[at : at + 4] == b"MTrk"
        end = at + 8 + int.from_bytes(content[at + 4 : at + 8])
        chunks.append(content[at + 8 : end])
        at = end
    return chunks


@pytest.mark.parametrize("mood", sorted(MOODS))
def test_every_instrument_of_a_piece_has_a_track_with_its_name(mood: str) -> None:
    score = write_score(ComposeRequest(mood, 60, 1))
    names = sorted({note.instrument.value for note in score.notes})

    content = to_midi(score)

    assert content[:4] == b"MThd"
    assert content[8:14] == bytes([0, 1, 0, len(names) + 1, 480 >> 8, 480 & 0xFF])
    assert [track[4 : 4 + track[3]].decode() for track in tracks(content)[1:]] == names
    assert all(track.endswith(b"\xff\x2f\x00") for track in tracks(content))


def test_the_tempo_is_in_the_first_track() -> None:
    content = to_midi(score_with())

    assert tracks(content)[0].startswith(b"\x00\xff\x51\x03" + (500_000).to_bytes(3))


def test_a_note_is_struck_and_let_go_at_its_ticks() -> None:
    content = to_midi(score_with(Note(Instrument.PIANO, 0, 240, 64, 80)))

    assert tracks(content)[1].endswith(b"\x00\x90\x40\x50" + b"\x81\x70\x80\x40\x00" + b"\x85\x50\xff\x2f\x00")


def test_a_note_ends_where_its_key_is_struck_again() -> None:
    first, second = Note(Instrument.PIANO, 0, 400, 64, 80), Note(Instrument.PIANO, 100, 100, 64, 80)

    content = to_midi(score_with(first, second))

    assert b"\x00\x90\x40\x50" + b"\x64\x80\x40\x00" + b"\x00\x90\x40\x50" + b"\x64\x80\x40\x00" in content


def test_drums_are_on_the_tenth_channel() -> None:
    content = to_midi(score_with(Note(Instrument.KICK, 0, 100, 60, 80)))

    assert b"\x00\x99\x24\x50" in tracks(content)[1]


def test_a_slide_is_a_pitch_bend_that_ends_on_the_note() -> None:
    content = to_midi(score_with(Note(Instrument.SITAR, 0, 240, 64, 80, slide=-3)))

    bends = tracks(content)[1].split(BEND)[1:]
    assert len(bends) == 7
    assert bends[0][:2] == bytes([(8_192 - 2_048) & 0x7F, (8_192 - 2_048) >> 7])
    assert bends[-1][:2] == bytes([0, 64])


def test_the_same_score_gives_the_same_file() -> None:
    request = ComposeRequest("curious", 30, 2)

    assert to_midi(write_score(request)) == to_midi(write_score(request))
