"""The moods one can ask for: harmony, tempo and players of each. The first is the default.

Adding a Western mood is one entry here; an Indian one is written in `ragas.py` and named here.
"""

from collections.abc import Mapping

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
from mutoscope.engines.compose.mood import Drum, Mood, Raga
from mutoscope.engines.compose.ragas import EVENING, MORNING
from mutoscope.engines.compose.score import Instrument


def _chord(degree: int, steps: tuple[int, ...] = TRIAD, bass: int | None = None) -> Chord:
    return Chord(degree, steps, bass)


_CALM = Mood(
    description="slow felt piano over a soft pad: nature, wellbeing, thoughtful explanations",
    key=Key(65, MAJOR),
    beats_per_minute=68,
    beats=4,
    theme=(_chord(0, ADDED_NINTH), _chord(5, SEVENTH), _chord(3, SEVENTH), _chord(4, SUSPENDED)),
    variation=(_chord(1, SEVENTH), _chord(3, ADDED_NINTH), _chord(0, TRIAD, 2), _chord(4, TRIAD)),
    bridge=(_chord(5), _chord(2, SEVENTH), _chord(3, ADDED_NINTH), _chord(4, SUSPENDED)),
    cadence=(_chord(3, SEVENTH), _chord(4, SUSPENDED), _chord(4, TRIAD), _chord(0, ADDED_NINTH)),
    pad=Instrument.PAD,
    figured=Instrument.PIANO,
    figure=(0, None, 2, 1, 3, None, 2, None),
    melody=Instrument.BELL,
    second=Instrument.FLUTE,
    halo=Instrument.STRINGS,
    register=(50, 71),
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
    bridge=(_chord(1, SEVENTH), _chord(4), _chord(2, SEVENTH), _chord(5)),
    cadence=(_chord(3, ADDED_NINTH), _chord(4, SUSPENDED), _chord(4), _chord(0, ADDED_NINTH)),
    pad=Instrument.STRINGS,
    figured=Instrument.PIANO,
    figure=(0, 1, 2, 3, 2, 1, 2, 3),
    melody=Instrument.HARP,
    second=Instrument.HORN,
    halo=Instrument.STRINGS,
    bass_steps=(0, 6, 8),
    drums=(
        Drum(Instrument.KICK, (0, 8), 62, 60),
        Drum(Instrument.SHAKER, (2, 6, 10, 14), 34, 50),
        Drum(Instrument.BRUSH, (4, 12), 40, 80),
    ),
)
_CURIOUS = Mood(
    description="plucked strings and marimba with a question in them: science, how things work",
    key=Key(57, DORIAN),
    beats_per_minute=104,
    beats=4,
    theme=(_chord(0, SEVENTH), _chord(3), _chord(0, ADDED_NINTH), _chord(6)),
    variation=(_chord(2, SEVENTH), _chord(3), _chord(1, SEVENTH), _chord(4, SUSPENDED)),
    bridge=(_chord(5, SEVENTH), _chord(2), _chord(3, SEVENTH), _chord(4, SUSPENDED)),
    cadence=(_chord(3), _chord(6, ADDED_NINTH), _chord(4, SEVENTH), _chord(0, ADDED_NINTH)),
    pad=Instrument.PAD,
    figured=Instrument.PIZZICATO,
    figure=(0, 2, None, 1, 3, None, 2, 1),
    melody=Instrument.MARIMBA,
    second=Instrument.HARP,
    halo=Instrument.PAD,
    halo_from=95,
    register=(57, 79),
    bass_steps=(0, 6, 10),
    drums=(
        Drum(Instrument.SHAKER, (0, 4, 8, 12, 14), 30, 45),
        Drum(Instrument.BRUSH, (4, 12), 36, 65),
        Drum(Instrument.KICK, (0, 10), 50, 75),
    ),
)
_EPIC = Mood(
    description="low drums, driving strings and horns in minor: history, space, high stakes",
    key=Key(62, MINOR),
    beats_per_minute=84,
    beats=4,
    theme=(_chord(0), _chord(5), _chord(2), _chord(6)),
    variation=(_chord(3), _chord(0, TRIAD, 2), _chord(5, SEVENTH), Chord(4, leading=True)),
    bridge=(_chord(2), _chord(6), _chord(3), Chord(4, leading=True)),
    cadence=(_chord(5), _chord(3), Chord(4, leading=True), _chord(0)),
    pad=Instrument.STRINGS,
    figured=Instrument.STRINGS,
    figure=(0, 0, 1, 0, 2, 0, 1, 0),
    melody=Instrument.HORN,
    second=Instrument.STRINGS,
    halo=Instrument.CHOIR,
    halo_from=70,
    register=(45, 69),
    bass_steps=(0, 8),
    drums=(
        Drum(Instrument.TOM, (0, 6, 8), 70, 45),
        Drum(Instrument.KICK, (0, 8, 14), 72, 70),
        Drum(Instrument.TOM, (10, 12, 13), 48, 85),
    ),
)
_PLAYFUL = Mood(
    description="a whistling flute over bouncing marimba: children, food, animals, light humour",
    key=Key(67, MAJOR),
    beats_per_minute=116,
    beats=4,
    theme=(_chord(0), _chord(5), _chord(1, SEVENTH), _chord(4)),
    variation=(_chord(3), _chord(0, TRIAD, 2), _chord(1), _chord(4, SEVENTH)),
    bridge=(_chord(5), _chord(2), _chord(3), _chord(4, SEVENTH)),
    cadence=(_chord(3), _chord(1), _chord(4, SEVENTH), _chord(0)),
    pad=Instrument.PAD,
    figured=Instrument.MARIMBA,
    figure=(None, 1, None, 2, None, 1, 3, 2),
    melody=Instrument.FLUTE,
    second=Instrument.BELL,
    halo=Instrument.PIZZICATO,
    halo_from=75,
    register=(55, 77),
    swing=70,
    bass_steps=(0, 4, 8, 12),
    drums=(
        Drum(Instrument.KICK, (0, 8), 54, 45),
        Drum(Instrument.BRUSH, (4, 12), 44, 55),
        Drum(Instrument.SHAKER, (2, 6, 10, 14), 30, 65),
    ),
)
_WONDER = Mood(
    description="floating harp and far voices in three: oceans, stars, art",
    key=Key(60, LYDIAN),
    beats_per_minute=84,
    beats=3,
    theme=(_chord(0, SEVENTH), _chord(1), _chord(0, ADDED_NINTH), _chord(5, SEVENTH)),
    variation=(_chord(2, SEVENTH), _chord(5), _chord(1, ADDED_NINTH), _chord(4)),
    bridge=(_chord(3, SEVENTH), _chord(0, SEVENTH), _chord(1), _chord(2, SEVENTH)),
    cadence=(_chord(5, SEVENTH), _chord(1), _chord(4, SUSPENDED), _chord(0, ADDED_NINTH)),
    pad=Instrument.CHOIR,
    figured=Instrument.HARP,
    figure=(0, 1, 2, 3, 2, 1),
    melody=Instrument.BELL,
    second=Instrument.FLUTE,
    halo=Instrument.PAD,
    halo_from=55,
    bass_from=50,
    register=(54, 76),
    bass_steps=(0,),
    drums=(Drum(Instrument.SHAKER, (4, 8), 26, 80),),
)

MOODS: Mapping[str, Mood | Raga] = {
    "calm": _CALM,
    "hopeful": _HOPEFUL,
    "curious": _CURIOUS,
    "epic": _EPIC,
    "playful": _PLAYFUL,
    "wonder": _WONDER,
    "raga-morning": MORNING,
    "raga-evening": EVENING,
}


def require_mood(name: str) -> Mood | Raga:
    mood = MOODS.get(name.strip().lower())
    if mood is None:
        raise UnknownMood(param="mood", mood=name, known=", ".join(MOODS))
    return mood
