"""The manifest: everything a film was made from, so that a reader can check it and the studio can make it again."""

from typing import Literal

from pydantic import BaseModel, ConfigDict

from mutoscope import __version__
from mutoscope.films.script import Script
from mutoscope.render.timeline import Timeline


class Manifest(BaseModel):
    """`timeline` names its assets by stage key, which is the hash of all that went into them."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    format: Literal["mutoscope.manifest/1"] = "mutoscope.manifest/1"
    made_by: str = f"mutoscope {__version__}"
    title: str
    seconds: float
    frames: int
    timeline_hash: str
    engines: dict[str, str]
    """Task to the name and version of the engine that did it."""
    stages: dict[str, str]
    """Stage to its version."""
    settings: dict[str, str | int]
    """How the film was ordered, names and seed resolved."""
    script: Script
    timeline: Timeline
    video_sha256: str = ""
    """Of film.mp4; empty in manifests of older releases."""

    @classmethod
    def of(
        cls,
        script: Script,
        timeline: Timeline,
        *,
        engines: dict[str, str],
        stages: dict[str, str],
        settings: dict[str, str | int],
        video_sha256: str = "",
    ) -> "Manifest":
        return cls(
            title=script.title,
            seconds=round(timeline.seconds, 3),
            frames=timeline.frames,
            timeline_hash=timeline.content_hash(),
            engines=engines,
            stages=stages,
            settings=settings,
            script=script,
            timeline=timeline,
            video_sha256=video_sha256,
        )
