"""What the develop stage takes and tells; `stages/develop.py` does it."""

from mutoscope.media.picture_format import PictureFormat
from mutoscope.stages.stage import Frozen, Stage, worked_in


class DevelopInputs(Frozen):
    """`source` is the key of the `generate` stage; `image` and `mask` are the user's own files, or empty.

    A width and height of 0 keep the model's size, or that of `image` where there is a mask.
    """

    source: str
    width: int
    height: int
    format: PictureFormat
    compression: int
    image: str = ""
    mask: str = ""


class DevelopFacts(Frozen):
    model: str
    width: int
    height: int


DEVELOP = Stage("develop", "2", DevelopFacts, worked_in("mutoscope.stages.develop"))
