"""Remixing a video: the same order with what the remix says instead, of whatever it was made."""

from mutoscope.audit.actor import Actor
from mutoscope.studio import Studio
from mutoscope.videos.extension import is_extension, remix_extension
from mutoscope.videos.footage import finished
from mutoscope.videos.order import order_video
from mutoscope.videos.request import VideoOrder, VideoRemix
from mutoscope.videos.video import Video


def remix_video(studio: Studio, user_id: str, actor: Actor, video_id: str, source: Video, remix: VideoRemix) -> Video:
    """Raises WrongState until the source is completed, and NotOfExtensions."""
    finished(studio, source)
    if is_extension(source):
        return remix_extension(studio, user_id, actor, video_id, source, remix)
    order = VideoOrder.model_validate({**source.ordered, **remix.given()})
    return order_video(studio, user_id, actor, video_id, order, image=source.image, remixed_from=source.video_id)
