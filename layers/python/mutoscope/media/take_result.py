"""Taking a job's result into the library: copied inside the file store, looked into like anything that comes."""

from dataclasses import dataclass

from mutoscope.audit.actor import Actor
from mutoscope.errors import NotFound, WrongState
from mutoscope.jobs.job import DeliveredFile, JobStatus, require_job
from mutoscope.media.announce import LOOK_AGAIN_SECONDS, Announcement, insert, require_takeable, watch
from mutoscope.media.item import MediaItem, MediaStatus, Privacy
from mutoscope.media.library_types import TYPES
from mutoscope.studio import Studio


@dataclass(frozen=True)
class Source:
    job_id: str
    variant: str


def find_result(studio: Studio, user_id: str, source: Source) -> DeliveredFile:
    """Raises NotFound, and WrongState until the job is completed."""
    job = require_job(studio.database, source.job_id, user_id=user_id)
    if job.status is not JobStatus.COMPLETED or job.result is None:
        raise WrongState(param="from", what="job", state=job.status.value.replace("_", " "), action="taken from")
    if source.variant not in job.result.files:
        raise NotFound(what=f"{source.variant} of the job", id=source.job_id)
    return job.result.files[source.variant]


def take_result(
    studio: Studio,
    user_id: str,
    actor: Actor,
    media_id: str,
    source: Source,
    *,
    name: str | None,
    privacy: Privacy,
) -> MediaItem:
    """Raises NotFound, WrongState, TypeNotTaken, FileTooLarge, LibraryFull."""
    file = find_result(studio, user_id, source)
    content_type = file.content_type.partition(";")[0].strip()
    stored = studio.media.stat(file.key)
    if stored is None:
        raise NotFound(what=f"{source.variant} of the job", id=source.job_id)
    require_takeable(content_type, stored.size)
    wanted = Announcement(media_id, name or file.filename, content_type, stored.size, None, privacy)
    watch(studio, user_id, media_id)
    # The copy first: a row that is being looked into has its file.
    studio.media.copy(file.key, f"temp/{user_id}/{media_id}/upload")
    values = {
        "family": TYPES[content_type].family,
        "status": MediaStatus.INSPECTING,
        "content_type": content_type,
        "size": stored.size,
        "digest": None,
        "upload": None,
        "seconds": LOOK_AGAIN_SECONDS,
        "job_id": source.job_id,
        "variant": source.variant,
    }
    item = insert(studio, user_id, actor, wanted, values)
    watch(studio, user_id, media_id, delay=0)
    return item
