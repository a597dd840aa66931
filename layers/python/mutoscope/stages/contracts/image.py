"""What the image stage takes and tells; `stages/image.py` does it."""

from mutoscope.media.picture_format import PictureFormat, picture_file
from mutoscope.stages.stage import EngineId, Frozen, Stage, worked_in


class ImageInputs(Frozen):
    """What `DrawRequest` says of each; with `transparent`, the subject alone is kept."""

    engine: EngineId
    prompt: str
    avoid: str
    keywords: tuple[str, ...]
    style: str
    width: int
    height: int
    seed: int
    format: PictureFormat
    compression: int
    transparent: bool = False
    partials: int = 0


class ImageFacts(Frozen):
    """`partials` are the pictures on the way that there are.

    `drawn` are the words of the prompt that are in the picture, `not_drawn` those that are not, parted by commas.
    """

    width: int
    height: int
    seed: int
    partials: int = 0
    drawn: str = ""
    not_drawn: str = ""


def partial_file(number: int, format: PictureFormat) -> str:
    return picture_file(format, f"partial_{number}")


IMAGE = Stage("image", "2", ImageFacts, worked_in("mutoscope.stages.image"))
