"""The score stage: the film's music, composed beside its scenes and cut to length by the master.

It does not know how long the film becomes: the master lays its ending on the film's end.
"""

from mutoscope.engines import registry
from mutoscope.engines.tasks import ComposeRequest
from mutoscope.render.sound import write_sound
from mutoscope.stages.stage import Bench, EngineId, Frozen, Stage

MUSIC, MIDI = "music.flac", "music.mid"


class ScoreInputs(Frozen):
    """`mood` may be `none`: the score is then empty and the film has its voice alone."""

    engine: EngineId
    mood: str
    seconds: int
    seed: int


class ScoreFacts(Frozen):
    samples: int
    ending_samples: int = 0
    """The last of them: the closing cadence and its decay."""
    bar_samples: int = 0


def run(inputs: ScoreInputs, bench: Bench) -> ScoreFacts:
    if inputs.mood == "none":
        return ScoreFacts(samples=0)
    request = ComposeRequest(mood=inputs.mood, seconds=inputs.seconds, seed=inputs.seed)
    music = registry.composer(bench.settings).compose(request)
    write_sound(bench.folder / MUSIC, music.samples)
    if music.midi:
        (bench.folder / MIDI).write_bytes(music.midi)
    return ScoreFacts(samples=len(music.samples), ending_samples=music.ending, bar_samples=music.bar)


SCORE = Stage("score", "2", ScoreFacts, run)
