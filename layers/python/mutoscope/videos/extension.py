"""Going on with a video: its frames stay, and behind its last one the camera goes on as the prompt says.

The source is a finished video of the studio, named by its job, or a file of the user's that was looked into and kept.
"""

from dataclasses import dataclass
from pathlib import Path

from mutoscope.audit.actor import Actor
from mutoscope.engines.offered_models import CLIP
from mutoscope.errors import InvalidInput
from mutoscope.kinds.video_extension import KIND
from mutoscope.media.upload import store_film
from mutoscope.stages.contracts.extension import require_length
from mutoscope.studio import Studio
from mutoscope.videos.footage import finished, look_into
from mutoscope.videos.order import order_plan, record_video
from mutoscope.videos.plan import Plan
from mutoscope.videos.request import VideoExtension, VideoRemix
from mutoscope.videos.video import Video

_EXTENDS = "extends"
"""Where the record has what was gone on with."""


class NotOfExtensions(InvalidInput):
    """A video that goes on from another takes no {field}."""

    code = "not_of_extensions"
    hint = "Leave it out; it keeps the picture and the sound of what it goes on from."


@dataclass(frozen=True)
class Source:
    """`key` names the film; `seconds` and `size` are as they were measured."""

    key: str
    size: str
    seconds: float
    video_id: str | None = None


def source_of_video(studio: Studio, video: Video) -> Source:
    """Raises WrongState until it is completed."""
    facts = finished(studio, video).facts
    size = f"{facts['width']}x{facts['height']}" if facts.get("width") else video.size
    return Source(f"{video.job_id}/video", size, float(facts.get("seconds", video.seconds)), video.video_id)


def source_of_upload(studio: Studio, user_id: str, actor: Actor, path: Path, name: str) -> Source:
    """Keeps the file as an input of the user's. Raises NoVideo, and what `inspect` refuses."""
    found = look_into(path, name)
    key = store_film(studio, user_id, path, name, found.content_type, actor=actor).key
    return Source(key, f"{found.facts.width}x{found.facts.height}", found.facts.seconds or 0.0)


def extend_video(
    studio: Studio, user_id: str, actor: Actor, video_id: str, source: Source, extension: VideoExtension
) -> Video:
    """Raises ExtendedTooFar."""
    require_length(source.seconds, extension.seconds)
    made = {"video": source.key, "prompt": extension.prompt, "seconds": extension.seconds, "seed": extension.seed or 0}
    plan = Plan(KIND, made, CLIP, round(source.seconds + extension.seconds), source.size)
    job_id = order_plan(studio, user_id, actor, video_id, plan, extension.max_credits)
    ordered = {**extension.given(), _EXTENDS: {"key": source.key, "seconds": source.seconds, "size": source.size}}
    return record_video(
        studio, user_id, video_id, job_id, plan,
        prompt=extension.prompt, ordered=ordered, remixed_from=source.video_id,
    )  # fmt: skip


def is_extension(video: Video) -> bool:
    return _EXTENDS in video.ordered


def remix_extension(
    studio: Studio, user_id: str, actor: Actor, video_id: str, video: Video, remix: VideoRemix
) -> Video:
    """The same film gone on with in another way. Raises NotOfExtensions."""
    said = remix.given()
    other = next((field for field in said if field not in VideoExtension.model_fields), None)
    if other is not None:
        raise NotOfExtensions(param=other, field=other)
    ordered = {name: value for name, value in video.ordered.items() if name != _EXTENDS}
    source = Source(**video.ordered[_EXTENDS], video_id=video.video_id)
    return extend_video(studio, user_id, actor, video_id, source, VideoExtension.model_validate({**ordered, **said}))
