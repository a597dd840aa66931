"""What the score stage takes and tells; `stages/score.py` does it."""

from mutoscope.stages.stage import EngineId, Frozen, Stage, worked_in

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


SCORE = Stage("score", "2", ScoreFacts, worked_in("mutoscope.stages.score"))
