"""What the generate stage takes and tells; `stages/generate.py` does it."""

from enum import StrEnum

from mutoscope.engines.models import Output
from mutoscope.engines.tasks import Region
from mutoscope.stages.stage import EngineId, Frozen, Stage, worked_in


class FrameFormat(StrEnum):
    """How frames are delivered."""

    MP4 = "mp4"
    GIF = "gif"


GIF = ("gif", "animation.gif")
FILES = {
    Output.IMAGES: ("image", "picture.png"),
    Output.FRAMES: ("video", "video.mp4"),
    Output.AUDIOS: ("audio", "sound.flac"),
    Output.TEXT: ("text", "text.json"),
}
"""What is delivered: the variant's name and the file's; frames may be asked for as a GIF instead."""


class GenerateInputs(Frozen):
    """What `GenerateRequest` says of each; `pictures` by role and `sound` name the user's own files.

    With `like_picture`, width and height say the area alone, and the picture `image` the proportions.
    """

    engine: EngineId
    prompt: str
    negative_prompt: str
    width: int
    height: int
    frames: int
    fps: int
    seconds: float
    steps: int
    guidance: float
    strength: float
    seed: int
    exact: bool
    region: Region
    format: FrameFormat
    pictures: dict[str, str]
    sound: str
    like_picture: bool = False


class GenerateFacts(Frozen):
    model: str
    output: str
    width: int = 0
    height: int = 0
    frames: int = 0
    samples: int = 0
    characters: int = 0
    notes: dict[str, str | int | float]


GENERATE_STAGE = Stage("generate", "4", GenerateFacts, worked_in("mutoscope.stages.generate"))
