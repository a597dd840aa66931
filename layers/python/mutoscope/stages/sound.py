"""The sound stage: the narration over the score, mixed and mastered, while the scenes are still rendered.

It is told what is heard and when, and nothing of what is seen, so that a new picture leaves the film's sound as it is.
"""

from mutoscope.render.mix import mix
from mutoscope.render.soundtrack import finish
from mutoscope.render.timeline import Clip
from mutoscope.stages.score import MUSIC
from mutoscope.stages.stage import Bench, Frozen, Stage
from mutoscope.stages.voice import SPEECH

AAC, MP3 = "film.m4a", "film.mp3"


class SoundInputs(Frozen):
    """`samples` is the film's length at 48 kHz; clips name the results of the voice and score stages by their keys."""

    samples: int
    voice: tuple[Clip, ...]
    music: tuple[Clip, ...]


class SoundFacts(Frozen):
    samples: int


def run(inputs: SoundInputs, bench: Bench) -> SoundFacts:
    sounds = {clip.asset: bench.fetch(clip.asset, SPEECH) for clip in inputs.voice}
    sounds |= {clip.asset: bench.fetch(clip.asset, MUSIC) for clip in inputs.music}
    mixed = mix(inputs, sounds, bench.scratch)
    bench.report(0.4)
    track = finish(mixed, bench.scratch, mp3=bench.folder / MP3)
    track.aac.rename(bench.folder / AAC)
    return SoundFacts(samples=inputs.samples)


SOUND = Stage("sound", "3", SoundFacts, run)
