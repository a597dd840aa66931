"""The score stage: the film's music, composed beside its scenes and cut to length by the master."""

from mutoscope.engines import registry
from mutoscope.engines.tasks import ComposeRequest
from mutoscope.render.sound import write_sound
from mutoscope.stages.stage import Bench, EngineId, Frozen, Stage

MUSIC = "music.flac"


class ScoreInputs(Frozen):
    """`mood` may be `none`: the score is then empty and the film has its voice alone."""

    engine: EngineId
    mood: str
    seconds: int
    seed: int


class ScoreFacts(Frozen):
    samples: int


def run(inputs: ScoreInputs, bench: Bench) -> ScoreFacts:
    if inputs.mood == "none":
        return ScoreFacts(samples=0)
    request = ComposeRequest(mood=inputs.mood, seconds=inputs.seconds, seed=inputs.seed)
    samples = registry.composer(bench.settings).compose(request).samples
    write_sound(bench.folder / MUSIC, samples)
    return ScoreFacts(samples=len(samples))


SCORE = Stage("score", "1", ScoreFacts, run)
