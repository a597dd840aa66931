import numpy as np
import pytest

from mutoscope.engines.compose.moods import MOODS, UnknownMood
from mutoscope.engines.compose.synthesiser import MusicLength, Synthesiser
from mutoscope.engines.loudness import integrated
from mutoscope.engines.tasks import SAMPLE_RATE, ComposeRequest


@pytest.fixture(scope="module", params=sorted(MOODS))
def piece(request: pytest.FixtureRequest, synthesiser: Synthesiser) -> np.ndarray:
    return synthesiser.compose(ComposeRequest(request.param, 24, 1)).samples


def as_float(samples: np.ndarray) -> np.ndarray:
    return samples.astype(np.float32) / 32_768


def test_a_piece_is_exactly_as_long_as_asked_for(piece: np.ndarray) -> None:
    assert piece.shape == (24 * SAMPLE_RATE, 2)
    assert piece.dtype == np.int16


def test_a_piece_has_the_studios_loudness_and_headroom(piece: np.ndarray) -> None:
    assert integrated(as_float(piece)) == pytest.approx(-20, abs=1)
    assert np.abs(as_float(piece)).max() < 10 ** (-3 / 20)


def test_a_piece_starts_and_ends_in_silence_without_direct_current(piece: np.ndarray) -> None:
    assert np.abs(piece[[0, -1]].astype(int)).max() <= 2
    assert np.abs(as_float(piece).mean(axis=0)).max() < 1e-4


def test_a_piece_never_clicks(piece: np.ndarray) -> None:
    assert np.abs(np.diff(as_float(piece), axis=0)).max() < 0.12


def test_a_piece_is_wide_and_still_whole_in_mono(piece: np.ndarray) -> None:
    sound = as_float(piece)
    mono = sound.mean(axis=1, keepdims=True).repeat(2, axis=1)

    lost = integrated(sound) - integrated(mono)

    assert 0.2 < lost < 2.5


def test_a_piece_leaves_room_for_a_voice(piece: np.ndarray) -> None:
    power = np.abs(np.fft.rfft(as_float(piece).mean(axis=1))) ** 2
    hertz = np.fft.rfftfreq(len(piece), 1 / SAMPLE_RATE)

    consonants = power[(hertz > 1_500) & (hertz < 4_000)].sum() / power.sum()

    assert consonants < 0.06


def test_no_part_of_a_piece_stands_out_from_the_rest(piece: np.ndarray) -> None:
    parts = [
        integrated(as_float(piece[at : at + 6 * SAMPLE_RATE])) for at in range(0, 18 * SAMPLE_RATE, 6 * SAMPLE_RATE)
    ]

    assert max(parts) - min(parts) < 7


def test_the_same_request_gives_the_same_bytes_and_another_seed_another_piece(synthesiser: Synthesiser) -> None:
    once, again, other = (synthesiser.compose(ComposeRequest("curious", 12, seed)).samples for seed in (3, 3, 4))

    assert once.tobytes() == again.tobytes()
    assert once.tobytes() != other.tobytes()


@pytest.mark.parametrize("mood", ["calm", "epic", "raga-morning"])
@pytest.mark.parametrize("seconds", [1, 2, 5, 7])
def test_even_a_very_short_piece_sounds(synthesiser: Synthesiser, mood: str, seconds: int) -> None:
    piece = synthesiser.compose(ComposeRequest(mood, seconds, 1)).samples

    assert piece.shape == (seconds * SAMPLE_RATE, 2)
    assert integrated(as_float(piece)) > -32


def test_an_unknown_mood_is_refused_with_the_list(synthesiser: Synthesiser) -> None:
    with pytest.raises(UnknownMood) as caught:
        synthesiser.compose(ComposeRequest("sludge", 10, 1))

    assert caught.value.code == "unknown_mood"
    assert caught.value.message == "There is no mood sludge."
    assert "raga-morning" in caught.value.advice


@pytest.mark.parametrize("seconds", [0, -1, 1_801])
def test_a_length_out_of_bounds_is_refused(synthesiser: Synthesiser, seconds: int) -> None:
    with pytest.raises(MusicLength):
        synthesiser.compose(ComposeRequest("calm", seconds, 1))


def test_calm_is_the_default_mood(synthesiser: Synthesiser) -> None:
    assert next(iter(synthesiser.moods())) == "calm"
    assert all(synthesiser.moods().values())


@pytest.mark.parametrize("mood", sorted(MOODS))
@pytest.mark.parametrize("seconds", [20, 45])
def test_before_the_ending_lie_whole_bars(synthesiser: Synthesiser, mood: str, seconds: int) -> None:
    music = synthesiser.compose(ComposeRequest(mood, seconds, 1))

    body = len(music.samples) - music.ending

    assert music.bar > SAMPLE_RATE
    assert body % music.bar == 0
    assert body >= music.bar
    assert music.ending > 2 * SAMPLE_RATE
