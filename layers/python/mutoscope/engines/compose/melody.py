"""A tune over a mood's harmony: a short motif for each theme, moved along with the chords and answered.

It stays sparse, since a voice speaks over it: two bars of tune, two bars of rest or of a shorter answer.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from random import Random

from mutoscope.engines.compose.form import Part, Section
from mutoscope.engines.compose.harmony import Chord
from mutoscope.engines.compose.mood import Mood
from mutoscope.engines.compose.score import TICKS_PER_BEAT, Note

_EIGHTH = TICKS_PER_BEAT // 2
_RHYTHMS = {
    4: ((0, 3, 4), (0, 2, 3, 6), (2, 3, 4), (0, 4, 6), (0, 1, 2, 4)),
    3: ((0, 2, 4), (0, 3), (0, 4, 5), (2, 3, 4)),
}
_CONTOURS = ((0, 1, 2, 1), (2, 1, 0, 1), (0, 2, 1, 0), (1, 2, 3, 2), (2, 3, 1, 0))


@dataclass(frozen=True)
class SoundingBar:
    """What a tune needs to know of a bar; `place` is its number within the section."""

    start: int
    place: int
    chord: Chord
    section: Section


@dataclass(frozen=True)
class Motif:
    """`rhythm`: eighths of the bar; `contour`: steps on the scale above a chord tone."""

    rhythm: tuple[int, ...]
    contour: tuple[int, ...]

    @staticmethod
    def choose(random: Random, beats: int) -> "Motif":
        return Motif(random.choice(_RHYTHMS[beats]), random.choice(_CONTOURS))


def melody(mood: Mood, bars: Sequence[SoundingBar], tunes: Mapping[Part, Motif], random: Random) -> list[Note]:
    """Each of the parts named in `tunes` has a motif of its own; the others are without a tune."""
    notes: list[Note] = []
    anchor = 7
    for bar in bars[:-1]:
        motif = tunes.get(bar.section.part)
        if motif is None or bar.section.energy < 60 or bar.place % 4 == 3:
            continue
        anchor = _nearest_tone(bar.chord, anchor)
        answered = bar.place % 4 == 2
        used = Motif(motif.rhythm[:2], motif.contour[::-1]) if answered else motif
        notes += _sing(mood, bar, used, anchor, random)
    return notes


def _nearest_tone(chord: Chord, anchor: int) -> int:
    """The chord's tone, as a scale degree between 5 and 11, that lies nearest to where the tune was."""
    tones = [chord.degree + step + 7 * octave for step in chord.steps for octave in (-1, 0, 1, 2)]
    return min((tone for tone in tones if 4 <= tone <= 11), key=lambda tone: (abs(tone - anchor), tone))


def _sing(mood: Mood, bar: SoundingBar, motif: Motif, anchor: int, random: Random) -> Iterator[Note]:
    """The motif from a chord tone to a chord tone; what lies between may pass through others."""
    ends = [*motif.rhythm[1:], mood.beats * 2]
    for place, (eighth, end) in enumerate(zip(motif.rhythm, ends, strict=True)):
        degree = anchor + motif.contour[place % len(motif.contour)] - motif.contour[0]
        if place == len(motif.rhythm) - 1:
            degree = _nearest_tone(bar.chord, degree)
        velocity = 54 + bar.section.energy * 22 // 100 + random.randint(-4, 4)
        start = bar.start + eighth * _EIGHTH + (mood.swing if eighth % 2 else 0)
        instrument = mood.melody if bar.section.part is Part.THEME else mood.second
        yield Note(instrument, start, (end - eighth) * _EIGHTH, mood.key.pitch(degree), velocity, pan=18)
