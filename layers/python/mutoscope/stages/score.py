"""The score stage: the film's music, composed beside its scenes and cut to length by the master.

It does not know how long the film becomes: the master lays its ending on the film's end.
"""

from mutoscope.engines import registry
from mutoscope.engines.tasks import ComposeRequest
from mutoscope.render.sound import write_sound
from mutoscope.stages.contracts.score import MIDI, MUSIC, ScoreFacts, ScoreInputs
from mutoscope.stages.stage import Bench


def run(inputs: ScoreInputs, bench: Bench) -> ScoreFacts:
    if inputs.mood == "none":
        return ScoreFacts(samples=0)
    request = ComposeRequest(mood=inputs.mood, seconds=inputs.seconds, seed=inputs.seed)
    music = registry.composer(bench.settings).compose(request)
    write_sound(bench.folder / MUSIC, music.samples)
    if music.midi:
        (bench.folder / MIDI).write_bytes(music.midi)
    return ScoreFacts(samples=len(music.samples), ending_samples=music.ending, bar_samples=music.bar)
