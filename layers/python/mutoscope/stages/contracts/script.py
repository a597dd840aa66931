"""What the script stage takes and tells; `stages/script.py` does it."""

from mutoscope.stages.stage import Frozen, Stage, worked_in

JSON_FILE, TEXT_FILE = "script.json", "script.txt"


class ScriptFacts(Frozen):
    title: str
    scenes: int
    seconds: int
    """How long the film would take."""


SCRIPT = Stage("script", "2", ScriptFacts, worked_in("mutoscope.stages.script"))
