"""What the retouch stage takes and tells; `stages/retouch.py` does it."""

from mutoscope.media.picture_format import PictureFormat
from mutoscope.stages.stage import EngineId, Frozen, Stage, worked_in


class RetouchInputs(Frozen):
    """`image` and `mask` are the user's own files. Without a prompt, the picture is varied.

    A width and height of 0 keep what the edit left. `variation` numbers the results of one instruction from 0.
    """

    engine: EngineId
    image: str
    mask: str
    prompt: str
    style: str
    seed: int
    variation: int
    width: int
    height: int
    format: PictureFormat
    compression: int


class RetouchFacts(Frozen):
    """`done` names what was done, in order."""

    width: int
    height: int
    done: str


RETOUCH = Stage("retouch", "1", RetouchFacts, worked_in("mutoscope.stages.retouch"))
