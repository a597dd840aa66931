"""What a mood is made of: a Western one of harmony and players, an Indian one of phrases over a drone."""

from dataclasses import dataclass

from mutoscope.engines.compose.harmony import Chord, Key
from mutoscope.engines.compose.score import Instrument


@dataclass(frozen=True)
class Drum:
    """`steps` are sixteenths of the bar; `from_energy` is when it joins."""

    instrument: Instrument
    steps: tuple[int, ...]
    velocity: int
    from_energy: int


@dataclass(frozen=True)
class Mood:
    """`theme`, `variation`, `bridge` and `cadence` have one chord a bar; the cadence's last chord is home.

    `figure` is the accompaniment: for each eighth of the bar the voice of the chord that sounds, or None. `melody`
    plays the theme's tune, `second` the others; `halo` doubles the chords from `halo_from` on, an octave higher.
    `register` is where the chords lie, `swing` by how many ticks the second half of a beat comes late.
    """

    description: str
    key: Key
    beats_per_minute: int
    beats: int
    theme: tuple[Chord, ...]
    variation: tuple[Chord, ...]
    bridge: tuple[Chord, ...]
    cadence: tuple[Chord, ...]
    pad: Instrument
    figured: Instrument
    figure: tuple[int | None, ...]
    melody: Instrument
    second: Instrument
    halo: Instrument
    bass_steps: tuple[int, ...]
    drums: tuple[Drum, ...]
    halo_from: int = 85
    bass_from: int = 0
    register: tuple[int, int] = (52, 74)
    swing: int = 0


@dataclass(frozen=True)
class Raga:
    """`phrases` and `ending` are scale degrees from Sa; `None` in a phrase is a breath."""

    description: str
    key: Key
    beats_per_minute: int
    phrases: tuple[tuple[int | None, ...], ...]
    high_phrases: tuple[tuple[int | None, ...], ...]
    ending: tuple[int, ...]
    drone: tuple[int, ...]
    lead: Instrument
