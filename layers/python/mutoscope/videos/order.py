"""Ordering a video: once more whatever breaks off, or filmed again from another.

The job is accepted under a key of the video's own id, and the video is recorded behind it: to do all of it again under
the same id changes nothing.
"""

import hashlib
import json
from typing import Any

from mutoscope.audit.actor import Actor
from mutoscope.errors import InvalidInput
from mutoscope.idempotency import explicit
from mutoscope.jobs.order import order_job
from mutoscope.ports import Line
from mutoscope.studio import Studio
from mutoscope.videos.footage import Footage
from mutoscope.videos.plan import Plan, plan_video, require_video_model
from mutoscope.videos.request import VideoEdit, VideoOrder
from mutoscope.videos.video import Video, require_video

_FIELDS = {"width": "size", "height": "size", "image": "input_reference"}
"""What the client calls the fields of a kind's input that it does not have."""


def order_video(
    studio: Studio,
    user_id: str,
    actor: Actor,
    video_id: str,
    order: VideoOrder,
    *,
    image: str | None = None,
    remixed_from: str | None = None,
    plan: Plan | None = None,
    line: Line = Line.INTERACTIVE,
) -> Video:
    """`image` names the picture that it begins with; `plan` is given where the order alone does not say it."""
    require_video_model(studio.settings, order.model)
    plan = plan or plan_video(order, image)
    job_id = order_plan(studio, user_id, actor, video_id, plan, order.max_credits, line)
    return record_video(
        studio, user_id, video_id, job_id, plan,
        prompt=order.prompt, ordered=order.given(), remixed_from=remixed_from, image=image,
    )  # fmt: skip


def record_video(
    studio: Studio,
    user_id: str,
    video_id: str,
    job_id: str,
    plan: Plan,
    *,
    prompt: str,
    ordered: dict[str, Any],
    remixed_from: str | None,
    image: str | None = None,
) -> Video:
    """`ordered` is what a remix begins with."""
    studio.database.row(
        "create_video",
        video_id=video_id,
        user_id=user_id,
        job_id=job_id,
        prompt=prompt,
        model=plan.model,
        seconds=plan.seconds,
        size=plan.size,
        remixed_from=remixed_from,
        ordered=ordered,
        image=image,
    )
    return require_video(studio.database, video_id, user_id=user_id)


def edit_video(studio: Studio, user_id: str, actor: Actor, video_id: str, footage: Footage, edit: VideoEdit) -> Video:
    """What is seen in the footage is filmed again as the prompt says: a clip that begins with its picture."""
    said = {name: value for name, value in edit.given().items() if name != "video"}
    order = VideoOrder.model_validate({"size": footage.size, "seconds": footage.seconds, **said})
    return order_video(studio, user_id, actor, video_id, order, image=footage.image, remixed_from=footage.video_id)


def order_plan(
    studio: Studio,
    user_id: str,
    actor: Actor,
    video_id: str,
    plan: Plan,
    max_credits: int | None,
    line: Line = Line.INTERACTIVE,
) -> str:
    """Answers the job's id."""
    fingerprint = hashlib.sha256(json.dumps(plan.input, sort_keys=True).encode()).hexdigest()
    key = explicit(f"video:{video_id}", fingerprint)
    try:
        ordered = order_job(
            studio, user_id, plan.kind, plan.input, key, actor=actor, max_credits=max_credits, line=line
        )
    except InvalidInput as error:
        field = (error.param or "").removeprefix("input.")
        error.param = _FIELDS.get(field, field) or None
        raise
    return str(json.loads(ordered)["id"])
