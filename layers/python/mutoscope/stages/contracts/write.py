"""What the write stage takes and tells; `stages/write.py` does it."""

from mutoscope.films.script import Script
from mutoscope.stages.stage import EngineId, Frozen, Stage, worked_in


class WriteInputs(Frozen):
    """`given` is a script to use as it is; otherwise one of `topic`, `text` and `source_url` is set."""

    engine: EngineId | None = None
    given: Script | None = None
    topic: str | None = None
    text: str | None = None
    source_url: str | None = None
    title: str | None = None
    language: str
    seconds: int
    pace: int = 1_000
    """The voice's, in thousandths of a calm narrator's."""
    seed: int


class WriteFacts(Frozen):
    script: Script


WRITE = Stage("write", "3", WriteFacts, worked_in("mutoscope.stages.write"))
