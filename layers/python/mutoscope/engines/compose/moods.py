"""The moods one can ask for: harmony, tempo and players of each. The first is the default.

Adding a mood is one entry here. A Western mood is a `Mood`, an Indian one a `Raga`.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from mutoscope.engines.choices import UnknownMood
from mutoscope.engines.compose.harmony import (
    ADDED_NINTH,
    DORIAN,
    LYDIAN,
    MAJOR,
    MINOR,
    SEVENTH,
    SUSPENDED,
    TRIAD,
    Chord,
    Key,
)
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
    """`theme`, `variation` and `cadence` have one chord a bar; the cadence's last chord is home.

    `figure` is the accompaniment: for each eighth of the bar the voice of the chord that sounds, or None.
    """

    description: str
    key: Key
    beats_per_minute: int
    beats: int
    theme: tuple[Chord, ...]
    variation: tuple[Chord, ...]
    cadence: tuple[Chord, ...]
    pad: Instrument
    figured: Instrument
    figure: tuple[int | None, ...]
    melody: Instrument
    bass_steps: tuple[int, ...]
    drums: tuple[Drum, ...]


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


def _chord(degree: int, steps: tuple[int, ...] = TRIAD, bass: int | None = None) -> Chord:
    return Chord(degree, steps, bass)


_CALM = Mood(
    description="slow felt piano over a soft pad: nature, wellbeing, thoughtful explanations",
    key=Key(65, MAJOR),
    beats_per_minute=68,
    beats=4,
    theme=(_chord(0, ADDED_NINTH), _chord(5, SEVENTH), _chord(3, SEVENTH), _chord(4, SUSPENDED)),
    variation=(_chord(1, SEVENTH), _chord(3, ADDED_NINTH), _chord(0, TRIAD, 2), _chord(4, TRIAD)),
    cadence=(_chord(3, SEVENTH), _chord(4, SUSPENDED), _chord(4, TRIAD), _chord(0, ADDED_NINTH)),
    pad=Instrument.PAD,
    figured=Instrument.PIANO,
    figure=(0, None, 2, 1, 3, None, 2, None),
    melody=Instrument.BELL,
    bass_steps=(0,),
    drums=(Drum(Instrument.SHAKER, (4, 12), 30, 75),),
)
_HOPEFUL = Mood(
    description="bright piano and strings that rise: progress, people, good news",
    key=Key(62, MAJOR),
    beats_per_minute=92,
    beats=4,
    theme=(_chord(0, ADDED_NINTH), _chord(4, TRIAD, 6), _chord(5, SEVENTH), _chord(3, ADDED_NINTH)),
    variation=(_chord(3), _chord(4), _chord(5), _chord(0, TRIAD, 2)),
    cadence=(_chord(3, ADDED_NINTH), _chord(4, SUSPENDED), _chord(4), _chord(0, ADDED_NINTH)),
    pad=Instrument.STRINGS,
    figured=Instrument.PIANO,
    figure=(0, 1, 2, 3, 2, 1, 2, 3),
    melody=Instrument.HARP,
    bass_steps=(0, 6, 8),
    drums=(
        Drum(Instrument.KICK, (0, 8), 62, 60),
        Drum(Instrument.SHAKER, (2, 6, 10, 14), 34, 50),
        Drum(Instrument.BRUSH, (4, 12), 40, 80),
    ),
)
_CURIOUS = Mood(
    description="light marimba and harp with a question in it: science, how things work",
    key=Key(57, DORIAN),
    beats_per_minute=104,
    beats=4,
    theme=(_chord(0, SEVENTH), _chord(3), _chord(0, ADDED_NINTH), _chord(6)),
    variation=(_chord(2, SEVENTH), _chord(3), _chord(1, SEVENTH), _chord(4, SUSPENDED)),
    cadence=(_chord(3), _chord(6, ADDED_NINTH), _chord(4, SEVENTH), _chord(0, ADDED_NINTH)),
    pad=Instrument.PAD,
    figured=Instrument.MARIMBA,
    figure=(0, None, 2, 1, None, 3, 1, None),
    melody=Instrument.HARP,
    bass_steps=(0, 6, 10),
    drums=(
        Drum(Instrument.SHAKER, (0, 4, 8, 12, 14), 30, 45),
        Drum(Instrument.BRUSH, (4, 12), 36, 65),
        Drum(Instrument.KICK, (0, 10), 50, 75),
    ),
)
_EPIC = Mood(
    description="low drums and driving strings in minor: history, space, high stakes",
    key=Key(62, MINOR),
    beats_per_minute=84,
    beats=4,
    theme=(_chord(0), _chord(5), _chord(2), _chord(6)),
    variation=(_chord(3), _chord(0, TRIAD, 2), _chord(5, SEVENTH), Chord(4, leading=True)),
    cadence=(_chord(5), _chord(3), Chord(4, leading=True), _chord(0)),
    pad=Instrument.STRINGS,
    figured=Instrument.STRINGS,
    figure=(0, 0, 1, 0, 2, 0, 1, 0),
    melody=Instrument.BELL,
    bass_steps=(0, 8),
    drums=(
        Drum(Instrument.TOM, (0, 6, 8), 70, 45),
        Drum(Instrument.KICK, (0, 8, 14), 72, 70),
        Drum(Instrument.TOM, (10, 12, 13), 48, 85),
    ),
)
_PLAYFUL = Mood(
    description="bouncing marimba and bells: children, food, animals, light humour",
    key=Key(67, MAJOR),
    beats_per_minute=116,
    beats=4,
    theme=(_chord(0), _chord(5), _chord(1, SEVENTH), _chord(4)),
    variation=(_chord(3), _chord(0, TRIAD, 2), _chord(1), _chord(4, SEVENTH)),
    cadence=(_chord(3), _chord(1), _chord(4, SEVENTH), _chord(0)),
    pad=Instrument.PAD,
    figured=Instrument.MARIMBA,
    figure=(None, 1, None, 2, None, 1, 3, 2),
    melody=Instrument.BELL,
    bass_steps=(0, 4, 8, 12),
    drums=(
        Drum(Instrument.KICK, (0, 8), 54, 45),
        Drum(Instrument.BRUSH, (4, 12), 44, 55),
        Drum(Instrument.SHAKER, (2, 6, 10, 14), 30, 65),
    ),
)
_WONDER = Mood(
    description="floating harp in three, without a hurry: oceans, stars, art",
    key=Key(60, LYDIAN),
    beats_per_minute=84,
    beats=3,
    theme=(_chord(0, SEVENTH), _chord(1), _chord(0, ADDED_NINTH), _chord(5, SEVENTH)),
    variation=(_chord(2, SEVENTH), _chord(5), _chord(1, ADDED_NINTH), _chord(4)),
    cadence=(_chord(5, SEVENTH), _chord(1), _chord(4, SUSPENDED), _chord(0, ADDED_NINTH)),
    pad=Instrument.PAD,
    figured=Instrument.HARP,
    figure=(0, 1, 2, 3, 2, 1),
    melody=Instrument.PIANO,
    bass_steps=(0,),
    drums=(Drum(Instrument.SHAKER, (4, 8), 26, 80),),
)
_MORNING = Raga(
    description="Ahir Bhairav on bansuri over a tanpura: dawn, India, devotion, nature",
    key=Key(62, (0, 1, 4, 5, 7, 9, 10)),
    beats_per_minute=72,
    phrases=(
        (0, 1, 2, 1, 0, None),
        (2, 3, 4, 3, 2, 1, 0, None),
        (-1, -2, -1, 0, 1, 0, None),
        (3, 2, 3, 4, None, 3, 2, 1, 0, None),
        (2, 4, 3, 5, 4, None, 3, 2, 1, None),
    ),
    high_phrases=(
        (4, 5, 6, 7, None, 6, 5, 4, None),
        (7, 8, 7, 6, 5, 4, 3, 4, None),
        (5, 6, 5, 4, 3, 2, 3, 4, None),
        (7, 6, 5, 6, 5, 4, 3, 2, 1, 0, None),
    ),
    ending=(3, 2, 1, 0),
    drone=(4, 7, 7, 0),
    lead=Instrument.BANSURI,
)
_EVENING = Raga(
    description="Yaman on sitar over a tanpura: dusk, cities, celebration, craft",
    key=Key(61, LYDIAN),
    beats_per_minute=84,
    phrases=(
        (-1, 1, 2, 1, 0, None),
        (-1, 1, 2, 3, 2, None, 1, 0, None),
        (2, 3, 4, 3, 2, 1, 2, None),
        (4, 2, 1, 2, 1, 0, None),
        (3, 5, 4, 3, 2, 1, 0, None),
    ),
    high_phrases=(
        (3, 5, 6, 7, None, 6, 5, 4, None),
        (6, 8, 9, 8, 7, None, 6, 5, 4, 3, 2, None),
        (7, 6, 5, 4, 3, 4, 2, None),
        (4, 3, 5, 6, 7, 6, 5, 3, 4, None),
    ),
    ending=(2, 1, -1, 0),
    drone=(4, 7, 7, 0),
    lead=Instrument.SITAR,
)

MOODS: Mapping[str, Mood | Raga] = {
    "calm": _CALM,
    "hopeful": _HOPEFUL,
    "curious": _CURIOUS,
    "epic": _EPIC,
    "playful": _PLAYFUL,
    "wonder": _WONDER,
    "raga-morning": _MORNING,
    "raga-evening": _EVENING,
}


def require_mood(name: str) -> Mood | Raga:
    mood = MOODS.get(name.strip().lower())
    if mood is None:
        raise UnknownMood(param="mood", mood=name, known=", ".join(MOODS))
    return mood
