"""A job in the shape of Replicate's predictions."""

import base64
from datetime import datetime
from typing import Any

from fastapi import Request
from pydantic import BaseModel

from functions.replicate.models import OWNER
from mutoscope.adapters.http.files import LINK_SECONDS
from mutoscope.jobs.job import DeliveredFile, Job, JobStatus
from mutoscope.studio import Studio

LARGEST_INLINE = 5_000_000
"""Bytes."""
_STATUSES = {
    JobStatus.QUEUED: "starting",
    JobStatus.IN_PROGRESS: "processing",
    JobStatus.COMPLETED: "succeeded",
    JobStatus.FAILED: "failed",
    JobStatus.CANCELLED: "canceled",
}


class PredictionResource(BaseModel):
    """`output` is the address of the file, or of each when there are several."""

    id: str
    model: str
    version: str
    status: str
    input: dict[str, Any]
    output: str | list[str] | None
    logs: str
    error: str | None
    metrics: dict[str, float]
    created_at: str
    started_at: str | None
    completed_at: str | None
    urls: dict[str, str]


def show_prediction(studio: Studio, request: Request, job: Job, *, waited: bool = False) -> PredictionResource:
    """`waited` puts small files into the answer itself, if the studio has no https address: of other addresses
    Replicate's client makes no file.
    """
    here = f"{str(request.base_url).rstrip('/')}/replicate/v1/predictions/{job.job_id}"
    took = (job.completed_at - job.started_at).total_seconds() if job.completed_at and job.started_at else None
    return PredictionResource(
        id=job.job_id,
        model=f"{OWNER}/{job.kind}",
        version="hidden",
        status=_STATUSES[job.status],
        input=job.parameters,
        output=_output(studio, request, job, inline=waited and request.url.scheme == "http"),
        logs="",
        error=f"{job.error.message} {job.error.hint}" if job.error else None,
        metrics={} if took is None else {"predict_time": took},
        created_at=job.created_at.isoformat(),
        started_at=_moment(job.started_at),
        completed_at=_moment(job.completed_at),
        urls={"get": here, "cancel": f"{here}/cancel"},
    )


def _output(studio: Studio, request: Request, job: Job, *, inline: bool) -> str | list[str] | None:
    if job.result is None:
        return None
    links = [
        (_data(studio, file) if inline else None) or _link(studio, request, job, variant, file)
        for variant, file in job.result.files.items()
    ]
    return links[0] if len(links) == 1 else links


def _data(studio: Studio, file: DeliveredFile) -> str | None:
    stored = studio.media.stat(file.key)
    if stored is None or stored.size > LARGEST_INLINE:
        return None
    content = base64.b64encode(studio.media.get_bytes(file.key) or b"").decode()
    return f"data:{file.content_type};base64,{content}"


def _link(studio: Studio, request: Request, job: Job, variant: str, file: DeliveredFile) -> str:
    """Replicate's client fetches it with its key and follows no redirect, so in the cloud it is the file's own link."""
    if studio.settings.media_delivery == "redirect":
        return studio.media.presign(file.key, filename=file.filename, seconds=LINK_SECONDS)
    return f"{str(request.base_url).rstrip('/')}/v1/jobs/{job.job_id}/content?variant={variant}"


def _moment(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None
