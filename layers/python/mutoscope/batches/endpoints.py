"""What the lines of a batch may be: requests of one route, ordered and shown as that route does it.

Adding a route is one `Endpoint` here; its body is what that route takes as JSON.
"""

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated, Any, TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from mutoscope.audit.actor import Actor
from mutoscope.batches.images import edit_input, generation_input, show_images
from mutoscope.errors import InvalidInput
from mutoscope.explain import explain
from mutoscope.idempotency import Idempotency
from mutoscope.images.request import EditBody, PromptBody, in_openai_names
from mutoscope.jobs.job import Job
from mutoscope.jobs.order import order_job
from mutoscope.jobs.resource import show_job
from mutoscope.json_depth import ShallowObject
from mutoscope.kinds.image_edit import IMAGE_EDIT
from mutoscope.kinds.text_to_image import TEXT_TO_IMAGE
from mutoscope.ports import Line
from mutoscope.studio import Studio
from mutoscope.videos.order import order_video
from mutoscope.videos.reference import image_of
from mutoscope.videos.request import VideoOrder
from mutoscope.videos.video import VideoResource, require_video_of_job, show_video

M = TypeVar("M", bound=BaseModel)


class UnknownEndpoint(InvalidInput):
    """A batch cannot hold requests of {endpoint}."""

    code = "unknown_endpoint"
    hint = "Choose one of: {known}."


class InvalidLine(InvalidInput):
    """The body of the line is not valid: {reason}."""

    code = "invalid_line"
    hint = "Send what POST {endpoint} takes as JSON."


@dataclass(frozen=True)
class LineOrder:
    """One line as it is ordered: whose it is, and the key that makes it one order however often it is tried."""

    line_id: str
    batch_id: str
    user_id: str
    actor: Actor
    idempotency: Idempotency

    @property
    def video_id(self) -> str:
        """The same whenever the line is ordered; among all videos it stands where its batch was made."""
        made_at, number = self.batch_id.partition("_")[2][:10], self.line_id[-5:]
        return f"video_{made_at}{number}{hashlib.sha256(self.line_id.encode()).hexdigest()[:11]}"


@dataclass(frozen=True)
class Endpoint:
    """`order` accepts the line's job and answers its id; `show` is what the route would answer of the job
    and the line's body once it is completed."""

    permission: str
    order: Callable[[Studio, LineOrder, dict[str, Any]], str]
    show: Callable[[Studio, Job, dict[str, Any]], BaseModel]


class JobLine(BaseModel):
    model_config = ConfigDict(extra="forbid")

    kind: Annotated[str, Field(max_length=64)]
    input: ShallowObject
    max_credits: Annotated[int | None, Field(ge=0)] = None


def _order_job(studio: Studio, order: LineOrder, body: dict[str, Any]) -> str:
    line = _read(JobLine, body, JOBS)
    ordered = order_job(
        studio,
        order.user_id,
        line.kind,
        line.input,
        order.idempotency,
        actor=order.actor,
        max_credits=line.max_credits,
        line=Line.BATCH,
    )
    return str(json.loads(ordered)["id"])


def _order_video(studio: Studio, order: LineOrder, body: dict[str, Any]) -> str:
    line = _read(VideoOrder, body, VIDEOS)
    image = image_of(studio, order.user_id, order.actor, line.input_reference) if line.input_reference else None
    return order_video(studio, order.user_id, order.actor, order.video_id, line, image=image, line=Line.BATCH).job_id


def _show_video(studio: Studio, job: Job, _: dict[str, Any]) -> VideoResource:
    return show_video(studio, require_video_of_job(studio.database, job))


def _order_image(studio: Studio, order: LineOrder, body: dict[str, Any]) -> str:
    line = _read(PromptBody, body, IMAGES)
    return _order_pictures(studio, order, TEXT_TO_IMAGE.name, generation_input(studio, line), line.max_credits)


def _order_edit(studio: Studio, order: LineOrder, body: dict[str, Any]) -> str:
    line = _read(EditBody, body, EDITS)
    given = edit_input(studio, order.user_id, order.actor, line)
    return _order_pictures(studio, order, IMAGE_EDIT.name, given, line.max_credits)


def _order_pictures(studio: Studio, order: LineOrder, kind: str, given: dict[str, Any], max_credits: int | None) -> str:
    def ordered() -> str:
        return order_job(
            studio,
            order.user_id,
            kind,
            given,
            order.idempotency,
            actor=order.actor,
            max_credits=max_credits,
            line=Line.BATCH,
        )

    return str(json.loads(in_openai_names(ordered))["id"])


JOBS, VIDEOS = "/v1/jobs", "/v1/videos"
IMAGES, EDITS = "/v1/images/generations", "/v1/images/edits"
ENDPOINTS = {
    JOBS: Endpoint("jobs:write", _order_job, lambda studio, job, _: show_job(studio, job)),
    VIDEOS: Endpoint("videos:write", _order_video, _show_video),
    IMAGES: Endpoint(
        "jobs:write", _order_image, lambda studio, job, body: show_images(studio, job, _read(PromptBody, body, IMAGES))
    ),
    EDITS: Endpoint(
        "jobs:write", _order_edit, lambda studio, job, body: show_images(studio, job, _read(EditBody, body, EDITS))
    ),
}


def _read(model: type[M], body: dict[str, Any], endpoint: str) -> M:
    try:
        return model.model_validate(body)
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"])
        raise InvalidLine(param=where or None, reason=f"{where}: {explain(first)}", endpoint=endpoint) from error


def require_endpoint(name: str) -> Endpoint:
    if name not in ENDPOINTS:
        raise UnknownEndpoint(param="endpoint", endpoint=name, known=", ".join(ENDPOINTS))
    return ENDPOINTS[name]
