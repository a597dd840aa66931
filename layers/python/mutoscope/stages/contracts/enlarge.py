"""What the enlarge stage takes and tells; `stages/enlarge.py` does it."""

from mutoscope.errors import InvalidInput
from mutoscope.media.picture_format import PictureFormat
from mutoscope.stages.stage import EngineId, Frozen, Stage, worked_in

MOST_MEGAPIXELS = 64


class EnlargedTooFar(InvalidInput):
    """The picture would have {width} by {height} pixels, which is more than {most} megapixels."""

    code = "enlarged_too_far"
    hint = "Ask for a smaller factor."


class EnlargeInputs(Frozen):
    engine: EngineId
    image: str
    factor: float
    sharpness: float
    format: PictureFormat
    compression: int


class EnlargeFacts(Frozen):
    engine: str
    width: int
    height: int


ENLARGE = Stage("enlarge", "1", EnlargeFacts, worked_in("mutoscope.stages.enlarge"))
