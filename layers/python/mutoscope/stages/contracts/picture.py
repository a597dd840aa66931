"""What the picture stage takes and tells; `stages/picture.py` does it."""

from mutoscope.films.script import Role
from mutoscope.stages.stage import EngineId, Frozen, Stage, worked_in

PICTURE = "picture.png"


class PictureInputs(Frozen):
    """What `DrawRequest` says of each; a film moves between layers, so it wants them where the engine has any."""

    engine: EngineId
    layered: bool = False
    prompt: str
    keywords: tuple[str, ...]
    style: str
    width: int
    height: int
    seed: int
    reserve_bottom: float
    film_seed: int | None = None
    variation: int = 0
    narration: str = ""
    language: str = "en"
    topic: str = ""
    title: str = ""
    role: Role = Role.BODY
    hour: str = ""
    weather: str = ""


class PictureFacts(Frozen):
    """`layers` is 0 when the picture is flat."""

    width: int
    height: int
    layers: int = 0


PICTURE_STAGE = Stage("picture", "5", PictureFacts, worked_in("mutoscope.stages.picture"))
