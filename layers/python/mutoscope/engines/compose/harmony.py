"""Chords of a scale, and how one leads into the next: every voice goes to its nearest tone.

A chord is named by scale degrees, so the same progression works in any key and mode.
"""

from dataclasses import dataclass
from itertools import pairwise, product

MAJOR = (0, 2, 4, 5, 7, 9, 11)
MINOR = (0, 2, 3, 5, 7, 8, 10)
DORIAN = (0, 2, 3, 5, 7, 9, 10)
LYDIAN = (0, 2, 4, 6, 7, 9, 11)

TRIAD = (0, 2, 4)
SEVENTH = (0, 2, 4, 6)
ADDED_NINTH = (0, 1, 2, 4)
SUSPENDED = (0, 3, 4)

Voicing = tuple[int, ...]


@dataclass(frozen=True)
class Key:
    """`tonic` is a MIDI note number near middle C; `scale` semitones above it."""

    tonic: int
    scale: tuple[int, ...]

    def transposed(self, semitones: int) -> "Key":
        return Key(self.tonic + semitones, self.scale)

    def pitch(self, degree: int) -> int:
        """The note of a scale degree counted from 0; 7 is the tonic an octave up."""
        octave, step = divmod(degree, len(self.scale))
        return self.tonic + 12 * octave + self.scale[step]


@dataclass(frozen=True)
class Chord:
    """`degree` from 0 (the tonic's chord), `steps` above it; `bass` another degree below it.

    `leading` raises the seventh degree: the dominant of a minor key needs its leading tone.
    """

    degree: int
    steps: tuple[int, ...] = TRIAD
    bass: int | None = None
    leading: bool = False

    def classes(self, key: Key) -> tuple[int, ...]:
        return tuple(self._sounded(key, self.degree + step) % 12 for step in self.steps)

    def bass_pitch(self, key: Key) -> int:
        """The lowest note, between G1 and F#2: lower ones are lost on small speakers."""
        pitch = self._sounded(key, self.degree if self.bass is None else self.bass)
        return 31 + (pitch - 31) % 12

    def _sounded(self, key: Key, degree: int) -> int:
        raised = self.leading and degree % 7 == 6 and key.scale[6] == 10
        return key.pitch(degree) + (1 if raised else 0)


def lead(previous: Voicing | None, chord: Chord, key: Key, low: int, high: int) -> Voicing:
    """The chord's tones between `low` and `high`, as near as they can be to the previous voicing."""
    choices = [[pitch for pitch in range(low, high + 1) if pitch % 12 == tone] for tone in chord.classes(key)]
    voicings = {tuple(sorted(voicing)) for voicing in product(*choices)}
    middle = (low + high) / 2
    return min(sorted(voicings), key=lambda voicing: _effort(previous, voicing, middle))


def _effort(previous: Voicing | None, voicing: Voicing, middle: float) -> float:
    off_centre = abs(sum(voicing) / len(voicing) - middle)
    crowding = sum(3 for lower, upper in pairwise(voicing) if upper - lower < 2)
    spread = max(0, voicing[-1] - voicing[0] - 14)
    if previous is None:
        return off_centre + crowding + spread
    moved = sum(min(abs(pitch - before) for before in previous) for pitch in voicing)
    return moved + abs(voicing[-1] - previous[-1]) + 0.35 * off_centre + crowding + spread
