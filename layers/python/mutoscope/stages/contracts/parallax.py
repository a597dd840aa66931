"""What the parallax stage takes and tells; `stages/parallax.py` does it."""

from mutoscope.clips.camera_path import Path
from mutoscope.stages.contracts.moving_pictures import ClipInputs
from mutoscope.stages.stage import Frozen, Stage, worked_in

DEPTH_MAP = "depth.png"


class ParallaxInputs(ClipInputs):
    path: Path


class ParallaxFacts(Frozen):
    """`depth` says where it comes from."""

    width: int
    height: int
    frames: int
    fps: int
    seconds: int
    depth: str


PARALLAX = Stage("parallax", "2", ParallaxFacts, worked_in("mutoscope.stages.parallax"))
