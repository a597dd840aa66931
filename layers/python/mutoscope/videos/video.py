"""A video as OpenAI's clients know it: a job that makes a clip or a film, with what was asked of it.

Its row is written behind its job, so that whatever is listed is being made or was.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from pydantic import BaseModel

from mutoscope.errors import NotFound
from mutoscope.jobs.job import Job, JobStatus, find_jobs
from mutoscope.jobs.resource import JobResource, show_jobs
from mutoscope.ports import Database, Row
from mutoscope.studio import Studio


@dataclass(frozen=True)
class Video:
    video_id: str
    user_id: str
    job_id: str
    prompt: str
    model: str
    seconds: int
    size: str
    remixed_from: str | None
    ordered: dict[str, Any]
    image: str | None
    created_at: datetime


class VideoError(BaseModel):
    code: str
    message: str


class VideoResource(BaseModel):
    """`model` is what makes it: the studio's clips, its films, or a model of the catalogue by its name."""

    id: str
    object: Literal["video"] = "video"
    created_at: int
    completed_at: int | None
    expires_at: int | None = None
    status: JobStatus
    progress: int
    model: str
    prompt: str
    seconds: str
    size: str
    remixed_from_video_id: str | None
    error: VideoError | None


def require_video(database: Database, video_id: str, *, user_id: str) -> Video:
    """The user's video; somebody else's is not found, like one that never was."""
    row = database.row("get_video", video_id=video_id, user_id=user_id)
    if row is None:
        raise NotFound(what="video", id=video_id)
    return video_from(row)


def require_video_of_job(database: Database, job: Job) -> Video:
    row = database.row("video_of_job", job_id=job.job_id, user_id=job.user_id)
    if row is None:
        raise NotFound(what="video of the job", id=job.job_id)
    return video_from(row)


def video_from(row: Row) -> Video:
    return Video(**{name: row[name] for name in Video.__dataclass_fields__})


def show_video(studio: Studio, video: Video) -> VideoResource:
    return show_videos(studio, [video])[0]


def show_videos(studio: Studio, videos: Sequence[Video]) -> list[VideoResource]:
    """However many there are, their jobs are one query."""
    jobs = find_jobs(studio.database, [video.job_id for video in videos])
    shown = {job.id: job for job in show_jobs(studio, list(jobs.values()))}
    return [_show(video, jobs.get(video.job_id), shown.get(video.job_id)) for video in videos]


def _show(video: Video, job: Job | None, shown: JobResource | None) -> VideoResource:
    """What was measured outranks what was asked for. A job that is gone left nothing to fetch."""
    facts = job.result.facts if job and job.result else {}
    seconds = round(float(facts["seconds"])) if "seconds" in facts else video.seconds
    size = f"{facts['width']}x{facts['height']}" if facts.get("width") else video.size
    return VideoResource(
        id=video.video_id,
        created_at=int(video.created_at.timestamp()),
        completed_at=shown.completed_at if shown else None,
        status=shown.status if shown else JobStatus.CANCELLED,
        progress=shown.progress if shown else 0,
        model=str(facts.get("model", video.model)),
        prompt=video.prompt,
        seconds=str(seconds),
        size=size,
        remixed_from_video_id=video.remixed_from,
        error=VideoError(code=shown.error.code, message=shown.error.message) if shown and shown.error else None,
    )
