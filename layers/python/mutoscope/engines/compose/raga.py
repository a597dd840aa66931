"""An Indian mood turned into a score: a tanpura drone, a lead that unfolds the raga, and a soft tabla.

It opens free of pulse (alap), then the tabla joins in an eight-beat cycle, and a phrase said three times (tihai)
brings it home to Sa.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from random import Random

from mutoscope.engines.compose.arrangement import TRANSPOSITIONS, fit_bars, tempo_of
from mutoscope.engines.compose.mood import Raga
from mutoscope.engines.compose.score import TICKS_PER_BEAT, Instrument, Note, Score, in_order

_CYCLE, _BAR = 8, 4
_EIGHTH = TICKS_PER_BEAT // 2
_TABLA: tuple[tuple[int, Instrument, int], ...] = (
    (0, Instrument.TABLA_LOW, 62),
    (1, Instrument.TABLA_HIGH, 34),
    (3, Instrument.TABLA_HIGH, 44),
    (4, Instrument.TABLA_HIGH, 50),
    (6, Instrument.TABLA_HIGH, 34),
    (7, Instrument.TABLA_LOW, 40),
    (8, Instrument.TABLA_HIGH, 52),
    (10, Instrument.TABLA_HIGH, 34),
    (11, Instrument.TABLA_HIGH, 42),
    (12, Instrument.TABLA_LOW, 56),
    (14, Instrument.TABLA_HIGH, 46),
)
"""Kaherwa: eighths of the cycle, the drum and its velocity."""


def arrange_raga(raga: Raga, seconds: int, seed: int) -> Score:
    random = Random(f"{seed}")
    raga = replace(raga, key=raga.key.transposed(random.choice(TRANSPOSITIONS)))
    beats = _beats(raga, fit_bars(seconds, raga.beats_per_minute, 1))
    ticks = beats * TICKS_PER_BEAT
    home = _home(raga, ticks)
    notes = [*_drone(raga, ticks), *_tabla(ticks, home, random), *_lead(raga, home, random), *_tihai(raga, home, ticks)]
    return Score(
        beats_per_minute=tempo_of(seconds, beats, 1),
        tonic=raga.key.tonic,
        ticks=ticks,
        bar=_BAR * TICKS_PER_BEAT,
        home=home,
        notes=in_order([note for note in notes if note.start < ticks]),
    )


def _beats(raga: Raga, fitting: int) -> int:
    """The beats nearest to what fits with which the ending begins on a bar, and on a cycle in a long piece."""
    ending = _ending_beats(raga)
    grid = _CYCLE if fitting > 6 * _CYCLE else _BAR
    return max(1, fitting if fitting < ending + _BAR else ending + round((fitting - ending) / grid) * grid)


def _ending_beats(raga: Raga) -> int:
    return -(-_tihai_length(raga) // TICKS_PER_BEAT) + 2


def _home(raga: Raga, ticks: int) -> int:
    """Where the ending starts: early enough for the tihai, at once in a very short piece."""
    return max(0, ticks - _ending_beats(raga) * TICKS_PER_BEAT)


def _tihai_length(raga: Raga) -> int:
    return (3 * (len(raga.ending) + 1) - 1) * _EIGHTH


def _drone(raga: Raga, ticks: int) -> Iterator[Note]:
    """Pa, Sa, Sa, low Sa, over and over, each string ringing into the next."""
    step = TICKS_PER_BEAT
    for place, start in enumerate(range(0, ticks, step)):
        pitch = raga.key.pitch(raga.drone[place % 4]) - 12
        yield Note(
            Instrument.TANPURA, start, step * 4, pitch, 66 if place % 4 == 3 else 58, pan=(-35, 20, 35, 0)[place % 4]
        )
    for start in range(0, ticks, 16 * step):
        yield Note(Instrument.PAD, start, min(16 * step, ticks - start), raga.key.tonic - 12, 32, pan=-20)
        yield Note(Instrument.PAD, start, min(16 * step, ticks - start), raga.key.pitch(4) - 12, 26, pan=20)


def _tabla(ticks: int, home: int, random: Random) -> Iterator[Note]:
    cycle = _CYCLE * TICKS_PER_BEAT
    first = (ticks // 4 // cycle + 1) * cycle
    for start in range(first, home, cycle):
        for eighth, drum, velocity in _TABLA:
            at = start + eighth * _EIGHTH + random.randint(0, 8)
            if at < home:
                yield Note(drum, at, _EIGHTH, _tabla_pitch(drum), velocity + random.randint(-5, 5), pan=12)


def _tabla_pitch(drum: Instrument) -> int:
    return 40 if drum is Instrument.TABLA_LOW else 62


def _lead(raga: Raga, home: int, random: Random) -> Iterator[Note]:
    """Phrases that climb from the low register, dwell high past the middle and come down again."""
    at = 2 * TICKS_PER_BEAT if home > 12 * TICKS_PER_BEAT else 0
    while at < home:
        place = at / max(1, home)
        high = 0.4 < place < 0.85 and random.random() < 0.65
        phrase = random.choice(raga.high_phrases if high else raga.phrases)
        pace = 2 if place < 0.25 else 1
        if at + _phrase_length(phrase, pace) > home:
            return
        yield from _phrase(raga, phrase, at, pace, random)
        rest = random.choice((1, 2, 3)) * TICKS_PER_BEAT
        at += _phrase_length(phrase, pace) + rest
        at = -(-at // TICKS_PER_BEAT) * TICKS_PER_BEAT


def _phrase_length(phrase: Sequence[int | None], pace: int) -> int:
    return sum(_length(phrase, place, pace) for place in range(len(phrase)))


def _length(phrase: Sequence[int | None], place: int, pace: int) -> int:
    """A note before a breath is held; the others flow in eighths."""
    if phrase[place] is None:
        return _EIGHTH * pace
    held = place + 1 < len(phrase) and phrase[place + 1] is None
    return _EIGHTH * pace * (4 if held else 1)


def _phrase(raga: Raga, phrase: Sequence[int | None], at: int, pace: int, random: Random) -> Iterator[Note]:
    before: int | None = None
    for place, degree in enumerate(phrase):
        length = _length(phrase, place, pace)
        if degree is not None:
            pitch = raga.key.pitch(degree)
            slide = max(-4, min(4, before - pitch)) if before is not None and random.random() < 0.7 else 0
            yield Note(raga.lead, at, length, pitch, 60 + random.randint(-6, 6), pan=8, slide=slide)
            before = pitch
        else:
            before = None
        at += length


def _tihai(raga: Raga, home: int, ticks: int) -> Iterator[Note]:
    """The ending three times; its last Sa falls on the last strong beat and is held to the end."""
    at = home
    for turn in range(3):
        for place, degree in enumerate(raga.ending):
            last = turn == 2 and place == len(raga.ending) - 1
            length = max(_EIGHTH, ticks - at) if last else _EIGHTH * (2 if place == len(raga.ending) - 1 else 1)
            yield Note(raga.lead, at, length, raga.key.pitch(degree), 64, pan=8)
            at += length
    yield Note(Instrument.TABLA_LOW, max(0, ticks - 2 * TICKS_PER_BEAT), _EIGHTH, 40, 60)
