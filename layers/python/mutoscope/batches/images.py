"""Pictures as lines of a batch: ordered and answered as the routes under /v1/images do it, without streaming.

A link is the studio's own path, because a file of answers is read long after a signed one has run out.
"""

import base64
from typing import Any

from pydantic import BaseModel

from mutoscope.audit.actor import Actor
from mutoscope.errors import InvalidInput
from mutoscope.images.request import EditBody, PromptBody, ResponseFormat, in_openai_names, own_size_of, size_of
from mutoscope.jobs.job import Job
from mutoscope.studio import Studio
from mutoscope.videos.reference import image_of


class NoPictureNamed(InvalidInput):
    """The line names no picture to be edited."""

    code = "no_picture_named"
    hint = "Send `image` as the id of a file, of a library item or of a job, or as a data URL."


class LineImage(BaseModel):
    b64_json: str | None = None
    url: str | None = None


class LineImages(BaseModel):
    created: int
    data: list[LineImage]
    output_format: str
    job_id: str


def generation_input(studio: Studio, body: PromptBody) -> dict[str, Any]:
    """Raises what the kind's fields are refused for."""
    width, height = in_openai_names(lambda: size_of(body.size, body.prompt))
    return {**body.order(studio.settings), "width": width, "height": height}


def edit_input(studio: Studio, user_id: str, actor: Actor, body: EditBody) -> dict[str, Any]:
    """Raises NoPictureNamed, OnePictureOnly, what `image_of` does, and what the kind's fields are refused for."""
    if body.picture is None:
        raise NoPictureNamed(param="image")
    image = image_of(studio, user_id, actor, body.picture, field="image")
    mask = image_of(studio, user_id, actor, body.mask, field="mask") if body.mask else None
    width, height = in_openai_names(lambda: own_size_of(body.size))
    files = {"image": image, "mask": mask, "strength": body.strength}
    return {**body.order(studio.settings), **files, "width": width, "height": height}


def show_images(studio: Studio, job: Job, body: PromptBody) -> LineImages:
    assert job.result is not None
    assert job.completed_at is not None
    variants = [name for name in job.result.files if name.startswith("image")]
    return LineImages(
        created=int(job.completed_at.timestamp()),
        data=[_image(studio, job, variant, body) for variant in variants],
        output_format=body.format.value,
        job_id=job.job_id,
    )


def _image(studio: Studio, job: Job, variant: str, body: PromptBody) -> LineImage:
    assert job.result is not None
    if body.answers_with is ResponseFormat.URL:
        return LineImage(url=f"/v1/jobs/{job.job_id}/content?variant={variant}")
    content = studio.media.get_bytes(job.result.files[variant].key) or b""
    return LineImage(b64_json=base64.b64encode(content).decode())
