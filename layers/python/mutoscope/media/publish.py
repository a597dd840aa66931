"""What of somebody's library others may see without a link: unlisted by its id, public in the gallery too."""

from mutoscope.errors import Forbidden, NotFound
from mutoscope.media.item import MediaItem, MediaStatus, Privacy, find_item
from mutoscope.ports import Database


class MediaPrivate(Forbidden):
    """The media {id} is private now."""

    code = "media_private"
    hint = "Ask its owner for a share link."


def require_published(database: Database, media_id: str) -> MediaItem:
    """What was never published is not found, like what never was; MediaPrivate when it was and is not any more."""
    item = find_item(database, media_id)
    if item is None or item.published_at is None or item.status is not MediaStatus.READY:
        raise NotFound(what="media", id=media_id)
    if item.privacy is Privacy.PRIVATE:
        raise MediaPrivate(id=media_id)
    return item
