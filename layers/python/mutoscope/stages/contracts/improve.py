"""What the improve stage takes and tells; `stages/improve.py` does it."""

from pydantic import BaseModel, ConfigDict

from mutoscope.engines.understanding import Medium
from mutoscope.stages.stage import EngineId, Frozen, Stage, worked_in

TEXT, JSON = "prompts.txt", "prompts.json"


class ImproveInputs(Frozen):
    engine: EngineId
    prompt: str
    medium: Medium
    style: str
    count: int
    seed: int


class ImproveFacts(Frozen):
    prompt: str
    """The first of them."""
    prompts: int


class Way(BaseModel):
    model_config = ConfigDict(frozen=True)

    prompt: str
    added: tuple[str, ...]


class PromptsFile(BaseModel):
    """The file `prompts.json`."""

    model_config = ConfigDict(frozen=True)

    engine: str
    original: str
    prompts: tuple[Way, ...]


IMPROVE = Stage("improve", "1", ImproveFacts, worked_in("mutoscope.stages.improve"))
