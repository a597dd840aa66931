"""What the recommend stage takes and tells; `stages/recommend.py` does it."""

from collections.abc import Sequence

from mutoscope.films.script import Script
from mutoscope.films.times import LEAD_SECONDS, estimated_times
from mutoscope.jobs.job import SceneTime
from mutoscope.scripts.pictures import Told
from mutoscope.stages.contracts.voice import VoiceFacts
from mutoscope.stages.stage import Frozen, Stage, worked_in

JSON = "pictures.json"


class Drawn(Frozen):
    """A picture that was drawn before: the key of its stage's result, and the name of the file in it."""

    key: str
    file: str


class RecommendInputs(Frozen):
    """`sound` is the key of a recording of the script, empty for none; `drawn` are the pictures in their order."""

    script: Script
    sound: str
    seconds: float
    drawn: tuple[Drawn, ...]


class RecommendFacts(Frozen):
    images: int
    timing: str
    """`measured` by a recording, or `estimated` from the words."""
    seconds: float


def image_file(number: int) -> str:
    return f"image_{number:02d}.png"


RECOMMEND = Stage("recommend", "2", RecommendFacts, worked_in("mutoscope.stages.recommend"))


def untimed(script: Script) -> list[Told]:
    """The scenes by the length of their words."""
    return told(script, estimated_times(script), [None] * len(script.scenes))


def told(script: Script, times: Sequence[SceneTime], voices: Sequence[VoiceFacts | None]) -> list[Told]:
    """The scenes by these times, each with the voice that speaks it."""
    return [
        Told(
            text=scene.narration,
            picture=scene.picture,
            start=time.start,
            end=time.end,
            lead=LEAD_SECONDS,
            voice=voice,
        )
        for scene, time, voice in zip(script.scenes, times, voices, strict=True)
    ]
