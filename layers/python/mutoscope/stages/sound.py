"""The sound stage: the narration over the score, mixed and mastered, while the scenes are still rendered.

It is told what is heard and when, and nothing of what is seen, so that a new picture leaves the film's sound as it is.
"""

from mutoscope.render.mix import mix
from mutoscope.render.soundtrack import finish
from mutoscope.stages.contracts.score import MUSIC
from mutoscope.stages.contracts.sound import AAC, SoundFacts, SoundInputs
from mutoscope.stages.contracts.voice import SPEECH
from mutoscope.stages.stage import Bench


def run(inputs: SoundInputs, bench: Bench) -> SoundFacts:
    sounds = {clip.asset: bench.fetch(clip.asset, SPEECH) for clip in inputs.voice}
    sounds |= {clip.asset: bench.fetch(clip.asset, MUSIC) for clip in inputs.music}
    mixed = mix(inputs, sounds, bench.scratch)
    bench.report(0.4)
    track = finish(mixed, bench.scratch)
    track.aac.rename(bench.folder / AAC)
    return SoundFacts(samples=inputs.samples)
