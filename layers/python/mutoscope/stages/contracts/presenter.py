"""What the presenter stage takes and tells; `stages/presenter.py` does it."""

from mutoscope.clips.sound_order import ClipSound
from mutoscope.stages.stage import EngineId, Frozen, Stage, worked_in


class PresenterInputs(Frozen):
    """`backdrop` is the key of a picture of one's own; without one, `scene` says what is drawn behind the presenter."""

    drawer: EngineId
    presenter: str
    scene: str
    style: str
    backdrop: str
    sound: ClipSound
    voice_file: str
    captions: bool
    width: int
    height: int
    seed: int


class PresenterFacts(Frozen):
    width: int
    height: int
    frames: int
    fps: int
    seconds: float
    engine: str
    timing: str
    """Where the mouth's times come from: `spoken`, or `estimated` for a recording."""


PRESENTER = Stage("presenter", "2", PresenterFacts, worked_in("mutoscope.stages.presenter"))
