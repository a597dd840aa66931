"""What the sound stage takes and tells; `stages/sound.py` does it."""

from mutoscope.render.timeline import Clip
from mutoscope.stages.stage import Frozen, Stage, worked_in

AAC = "film.m4a"


class SoundInputs(Frozen):
    """`samples` is the film's length at 48 kHz; clips name the results of the voice and score stages by their keys."""

    samples: int
    voice: tuple[Clip, ...]
    music: tuple[Clip, ...]


class SoundFacts(Frozen):
    samples: int


SOUND = Stage("sound", "5", SoundFacts, worked_in("mutoscope.stages.sound"))
