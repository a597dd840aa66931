"""What the extension stage takes and tells; `stages/extension.py` does it."""

from mutoscope.errors import InvalidInput
from mutoscope.stages.stage import Frozen, Stage, worked_in

MOST_SECONDS = 120


class ExtendedTooFar(InvalidInput):
    """The video would be {seconds} seconds long; one that is gone on with is at most {most}."""

    code = "extended_too_far"
    hint = "Ask for fewer seconds, or go on with a shorter video."


class ExtensionInputs(Frozen):
    """`video` is the key of a film of one's own, or a job's."""

    video: str
    prompt: str
    seconds: int
    seed: int


class ExtensionFacts(Frozen):
    """The first `source_frames` are the film's own."""

    width: int
    height: int
    frames: int
    source_frames: int
    fps: float
    seconds: float
    engine: str


def require_length(seconds: float, more: int) -> None:
    """Raises ExtendedTooFar."""
    if seconds + more > MOST_SECONDS:
        raise ExtendedTooFar(param="seconds", seconds=round(seconds + more, 1), most=MOST_SECONDS)


EXTENSION = Stage("extension", "2", ExtensionFacts, worked_in("mutoscope.stages.extension"))
