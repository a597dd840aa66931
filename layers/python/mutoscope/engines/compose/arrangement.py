"""A Western mood turned into a score: harmony first, then who plays it, thicker as the energy rises.

The piece always ends on the home chord, held to the end of the last bar.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from random import Random

from mutoscope.engines.compose.form import Part, Section, sections
from mutoscope.engines.compose.harmony import Chord, Voicing, lead
from mutoscope.engines.compose.melody import Motif, SoundingBar, melody
from mutoscope.engines.compose.mood import Mood
from mutoscope.engines.compose.score import TICKS_PER_BEAT, Instrument, Note, Score, in_order
from mutoscope.engines.tasks import SAMPLE_RATE

_SIXTEENTH = TICKS_PER_BEAT // 4
_EIGHTH = TICKS_PER_BEAT // 2
TRANSPOSITIONS = (-2, -1, 0, 0, 1, 2)
"""Semitones: two films in one mood need not be in one key."""
_RINGING = 0.4
"""Seconds after the last bar: its chord is held nearly to the end, so that it is still heard when a voice is done."""


@dataclass(frozen=True)
class Bar:
    """One bar with what sounds in it; `start` and `length` in ticks, `place` its number within the section."""

    section: Section
    place: int
    start: int
    length: int
    chord: Chord
    voicing: Voicing
    last: bool


def playing_seconds(seconds: int) -> float:
    """What of a piece's time its bars fill; in the rest the last chord dies away."""
    return max(1.0, seconds - _RINGING) if seconds > 6 else seconds * 0.6


def fit_bars(seconds: int, beats_per_minute: float, beats: int) -> int:
    """How many bars fill the time."""
    return max(1, round(playing_seconds(seconds) * beats_per_minute / 60 / beats))


def tempo_of(seconds: int, bars: int, beats: int) -> float:
    """The beats per minute at which so many bars fill the time, each a whole number of samples long."""
    bar = int(playing_seconds(seconds) * SAMPLE_RATE / bars)
    return beats * 60 * SAMPLE_RATE / bar


def arrange(mood: Mood, seconds: int, seed: int) -> Score:
    random = Random(f"{seed}")
    mood = replace(mood, key=mood.key.transposed(random.choice(TRANSPOSITIONS)))
    count = fit_bars(seconds, mood.beats_per_minute, mood.beats)
    bars = list(_bars(mood, count))
    tunes = {part: Motif.choose(random, mood.beats) for part in (Part.THEME, Part.VARIATION, Part.BRIDGE)}
    notes = [note for bar in bars for note in _play(mood, bar, random)]
    notes += melody(mood, [SoundingBar(bar.start, bar.place, bar.chord, bar.section) for bar in bars], tunes, random)
    bar = mood.beats * TICKS_PER_BEAT
    return Score(
        beats_per_minute=tempo_of(seconds, count, mood.beats),
        tonic=mood.key.tonic,
        ticks=count * bar,
        bar=bar,
        home=next(bar.start for bar in bars if bar.section.part is Part.CADENCE),
        notes=in_order(notes),
    )


def _bars(mood: Mood, count: int) -> Iterator[Bar]:
    length = mood.beats * TICKS_PER_BEAT
    voicing: Voicing | None = None
    number = 0
    for section in sections(count):
        for place, chord in enumerate(_chords(mood, section)):
            voicing = lead(voicing, chord, mood.key, *mood.register)
            yield Bar(section, place, number * length, length, chord, voicing, number == count - 1)
            number += 1


def _chords(mood: Mood, section: Section) -> tuple[Chord, ...]:
    if section.part is Part.CADENCE:
        return mood.cadence[-section.bars :]
    progression = {Part.VARIATION: mood.variation, Part.BRIDGE: mood.bridge}.get(section.part, mood.theme)
    return tuple(progression[place % len(progression)] for place in range(section.bars))


def _play(mood: Mood, bar: Bar, random: Random) -> Iterator[Note]:
    yield from _pad(mood, bar)
    yield from _bass(mood, bar)
    if bar.last:
        yield from _last_chord(mood, bar)
        return
    yield from _figure(mood, bar, random)
    yield from _drums(mood, bar, random)


def _pad(mood: Mood, bar: Bar) -> Iterator[Note]:
    velocity = 40 + bar.section.energy * 28 // 100
    for voice, pitch in enumerate(bar.voicing):
        yield Note(mood.pad, bar.start, bar.length, pitch, velocity, pan=(-45, 35, -15, 50)[voice % 4])
    if bar.section.energy >= mood.halo_from:
        yield Note(mood.halo, bar.start, bar.length, bar.voicing[-1] + 12, velocity - 24, pan=10)
        yield Note(mood.halo, bar.start, bar.length, bar.voicing[-2] + 12, velocity - 30, pan=-25)


def _bass(mood: Mood, bar: Bar) -> Iterator[Note]:
    pitch = bar.chord.bass_pitch(mood.key)
    if bar.section.part is Part.INTRODUCTION and bar.place < 2 and bar.section.bars > 2:
        return
    if bar.section.energy < mood.bass_from:
        return
    steps = mood.bass_steps if bar.section.energy >= 50 and not bar.last else (0,)
    ends = [*steps[1:], bar.length // _SIXTEENTH]
    for place, (step, end) in enumerate(zip(steps, ends, strict=True)):
        lift = 12 if place == len(steps) - 1 and len(steps) > 2 and pitch < 36 else 0
        length = (end - step) * _SIXTEENTH * 9 // 10
        yield Note(Instrument.BASS, bar.start + step * _SIXTEENTH, length, pitch + lift, 78 if place == 0 else 62)


def _figure(mood: Mood, bar: Bar, random: Random) -> Iterator[Note]:
    """The accompaniment; sparse at first, doubled an octave up at the climax."""
    energy = bar.section.energy
    for eighth, voice in enumerate(mood.figure):
        if voice is None or (energy < 40 and eighth % 4) or (energy < 60 and eighth % 2 and random.random() < 0.4):
            continue
        pitch = bar.voicing[voice % len(bar.voicing)] + (12 if voice >= len(bar.voicing) else 0)
        velocity = 48 + energy * 26 // 100 + (10 if eighth == 0 else 0) + random.randint(-5, 5)
        start = bar.start + eighth * _EIGHTH + (mood.swing if eighth % 2 else 0) + random.randint(0, 10)
        yield Note(mood.figured, start, _EIGHTH, pitch, velocity, pan=-30 + 20 * (eighth % 4))
        if energy >= 90 and eighth % 4 == 2:
            yield Note(mood.figured, start, _EIGHTH, pitch + 12, velocity - 22, pan=40)


def _drums(mood: Mood, bar: Bar, random: Random) -> Iterator[Note]:
    for drum in mood.drums:
        if bar.section.energy < drum.from_energy or bar.section.part is Part.CADENCE:
            continue
        for step in drum.steps:
            start = bar.start + step * _SIXTEENTH + (mood.swing if step % 4 == 2 else 0) + random.randint(0, 8)
            velocity = drum.velocity + random.randint(-6, 6) - (0 if step % 8 == 0 else 5)
            yield Note(drum.instrument, start, _SIXTEENTH, 60, velocity, pan=25 if step % 4 else -10)


def _last_chord(mood: Mood, bar: Bar) -> Iterator[Note]:
    """The home chord, rolled upwards, with the tonic on top."""
    tonic = mood.key.tonic + (12 if mood.key.tonic < 64 else 0)
    for place, pitch in enumerate((*bar.voicing, tonic)):
        instrument = Instrument.PIANO if mood.figured is Instrument.STRINGS else mood.figured
        yield Note(instrument, bar.start + place * 50, bar.length, pitch, 66, pan=-40 + 20 * place)
