"""What may be sent of a library item: the file itself, or a picture made of it, and only when it is ready."""

from mutoscope.errors import NotFound
from mutoscope.jobs.job import DeliveredFile
from mutoscope.media.file_type import Family
from mutoscope.media.item import ORIGINAL, MediaItem, MediaStatus

LINK_SECONDS = 60
"""How long a link to the file store opens a file of somebody else's: after a change of mind it is soon over."""


def delivered(item: MediaItem, variant: str) -> DeliveredFile:
    """Raises NotFound for a variant that it has not, and for all of them until it is ready."""
    if item.status is not MediaStatus.READY or variant not in item.variants:
        raise NotFound(what=f"{variant} of the media", id=item.media_id)
    chosen = item.variants[variant]
    if variant == ORIGINAL:
        return DeliveredFile(key=item.original, filename=item.name, content_type=chosen.content_type)
    return DeliveredFile(key=item.place + chosen.file, filename=chosen.file, content_type=chosen.content_type)


def is_download(item: MediaItem, variant: str) -> bool:
    """Documents are saved and never shown in place: their programs have more to go wrong than a picture's."""
    return item.family is Family.DOCUMENT and variant == ORIGINAL
