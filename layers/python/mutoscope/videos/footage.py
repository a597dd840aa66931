"""What is to be made more of: a video of the studio, or one from another place, which is looked into in a sandbox.

All that is taken of it is a picture, and how large and how long it is.
"""

import tempfile
from dataclasses import dataclass
from pathlib import Path

from mutoscope.audit.actor import Actor
from mutoscope.errors import InvalidInput, WrongState
from mutoscope.jobs.job import JobResult, JobStatus, require_job
from mutoscope.kinds.clip_request import MOST_PIXELS
from mutoscope.media.inspection.sandbox import Inspection, inspect
from mutoscope.media.upload import store_input
from mutoscope.studio import Studio
from mutoscope.videos.plan import LONGEST_CLIP
from mutoscope.videos.video import Video

_SIDES = (128, 1_920)


class NoVideo(InvalidInput):
    """The file {name} is no video."""

    code = "no_video"
    hint = "Send an MP4, MOV or WebM file, or the id of a video that was made here."


@dataclass(frozen=True)
class Footage:
    """`image` names the picture of it."""

    image: str
    size: str
    seconds: int
    video_id: str | None = None


def footage_of_video(studio: Studio, video: Video) -> Footage:
    """Raises WrongState until it is completed."""
    result = finished(studio, video)
    seconds = float(result.facts.get("seconds", video.seconds))
    return Footage(f"{video.job_id}/thumbnail", video.size, _clip_seconds(seconds), video.video_id)


def finished(studio: Studio, video: Video) -> JobResult:
    """Raises WrongState until it is completed."""
    job = require_job(studio.database, video.job_id, user_id=video.user_id)
    if job.status is not JobStatus.COMPLETED or job.result is None:
        state = job.status.value.replace("_", " ")
        raise WrongState(param="video", what="video", state=state, action="made more of")
    return job.result


def footage_of_upload(studio: Studio, user_id: str, actor: Actor, path: Path, name: str) -> Footage:
    """Raises NoVideo, and what `inspect` refuses."""
    found = look_into(path, name)
    with tempfile.TemporaryDirectory(prefix="mutoscope-") as folder:
        picture = Path(folder) / "picture.jpg"
        picture.write_bytes(found.thumbnail)
        key = store_input(studio, user_id, picture, "picture.jpg", actor=actor).key
    size = _clip_size(found.facts.width or 0, found.facts.height or 0)
    return Footage(key, size, _clip_seconds(found.facts.seconds or 1.0))


def look_into(path: Path, name: str) -> Inspection:
    """Raises NoVideo, and what `inspect` refuses."""
    try:
        found = inspect(path, name)
    except InvalidInput as error:
        error.param = "video"
        raise
    if not found.content_type.startswith("video/") or not found.thumbnail:
        raise NoVideo(param="video", name=name)
    return found


def _clip_seconds(seconds: float) -> int:
    return max(1, min(round(seconds), LONGEST_CLIP))


def _clip_size(width: int, height: int) -> str:
    """The same shape, as large as a clip can be at most, in even numbers of pixels."""
    least, most = _SIDES
    share = min(1.0, most / max(width, height, 1), (MOST_PIXELS / max(width * height, 1)) ** 0.5)
    sides = (max(least, int(side * share) // 2 * 2) for side in (width, height))
    return "x".join(map(str, sides))
