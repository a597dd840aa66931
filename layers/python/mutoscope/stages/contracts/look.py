"""What the look stage takes and tells; `stages/look.py` does it."""

from pydantic import BaseModel, ConfigDict

from mutoscope.engines.understanding import Focus
from mutoscope.stages.stage import EngineId, Frozen, Stage, worked_in

TEXT, JSON = "analysis.txt", "analysis.json"


class LookInputs(Frozen):
    """`image` is the key of a picture that its owner sent."""

    engine: EngineId
    image: str
    focus: Focus
    subject: str


class LookFacts(Frozen):
    width: int
    height: int
    brightness: float
    contrast: float
    sharpness: float
    colourfulness: float
    colours: str
    rows_of_type: int


class AnalysisFile(BaseModel):
    """The file `analysis.json`."""

    model_config = ConfigDict(frozen=True)

    engine: str
    report: str
    prompts: tuple[str, ...]
    measurements: dict[str, object]


LOOK = Stage("look", "1", LookFacts, worked_in("mutoscope.stages.look"))
