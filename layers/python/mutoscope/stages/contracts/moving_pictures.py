"""What every stage of moving pictures takes."""

from mutoscope.clips.sound_order import ClipSound
from mutoscope.stages.stage import EngineId, Frozen


class ClipInputs(Frozen):
    """`image` is the key of a picture of one's own; without one the `drawer` draws what the `writer` makes of it."""

    writer: EngineId | None = None
    drawer: EngineId | None = None
    prompt: str
    negative_prompt: str
    image: str = ""
    seconds: int
    width: int
    height: int
    fps: int
    style: str = ""
    language: str
    seed: int
    sound: ClipSound
