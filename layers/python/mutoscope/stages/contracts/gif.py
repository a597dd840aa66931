"""What the gif stage takes and tells; `stages/gif.py` does it."""

from mutoscope.stages.contracts.clip import ClipFacts
from mutoscope.stages.stage import Stage, worked_in

ANIMATION = "animation.gif"
GIF_STAGE = Stage("gif", "2", ClipFacts, worked_in("mutoscope.stages.gif"))
