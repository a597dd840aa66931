"""A piece of music as notes, before it is sound: what a synthesiser plays and what can be written as MIDI.

Times are integer ticks, 480 to the beat; pitches are MIDI note numbers. A score is complete in itself: the same score
always sounds the same.
"""

from dataclasses import dataclass
from enum import StrEnum

TICKS_PER_BEAT = 480


class Instrument(StrEnum):
    PAD = "pad"
    STRINGS = "strings"
    PIANO = "piano"
    HARP = "harp"
    MARIMBA = "marimba"
    BELL = "bell"
    PIZZICATO = "pizzicato"
    HORN = "horn"
    CHOIR = "choir"
    FLUTE = "flute"
    BASS = "bass"
    BANSURI = "bansuri"
    SITAR = "sitar"
    TANPURA = "tanpura"
    KICK = "kick"
    TOM = "tom"
    BRUSH = "brush"
    SHAKER = "shaker"
    TABLA_LOW = "tabla_low"
    TABLA_HIGH = "tabla_high"


@dataclass(frozen=True, slots=True)
class Note:
    """`velocity` 1 to 127, `pan` -100 (left) to 100 (right); `slide` semitones away from which the pitch glides in."""

    instrument: Instrument
    start: int
    length: int
    pitch: int
    velocity: int
    pan: int = 0
    slide: int = 0


@dataclass(frozen=True)
class Score:
    """`notes` are ordered by their start; `ticks` is where the last bar ends; `tonic` is the pitch it comes home to.

    A bar has `bar` ticks; the ending begins with the bar at `home`.
    """

    beats_per_minute: float
    tonic: int
    ticks: int
    bar: int
    home: int
    notes: tuple[Note, ...]

    @property
    def seconds_per_tick(self) -> float:
        return 60 / self.beats_per_minute / TICKS_PER_BEAT


def in_order(notes: list[Note]) -> tuple[Note, ...]:
    return tuple(sorted(notes, key=lambda note: (note.start, note.instrument, note.pitch)))
