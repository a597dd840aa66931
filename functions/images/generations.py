"""POST /v1/images/generations: pictures from words."""

import json

import anyio.to_thread
from fastapi import Response

from functions.images.answers import Asked, ImagesAnswer, answer
from mutoscope.adapters.http.caller import CurrentActor, CurrentStudio, CurrentUser, needs
from mutoscope.adapters.http.forms import FormRouter
from mutoscope.adapters.http.idempotency import Once
from mutoscope.images.request import PromptBody, in_openai_names, size_of
from mutoscope.jobs.order import order_job
from mutoscope.kinds.text_to_image import TEXT_TO_IMAGE

router = FormRouter(prefix="/v1/images", tags=["images"])


@router.post("/generations", response_model=ImagesAnswer, dependencies=[needs("jobs:write")])
async def create_image(
    body: PromptBody, studio: CurrentStudio, user_id: CurrentUser, actor: CurrentActor, once: Once
) -> Response:
    """The pictures once they are made, or as events with what was laid so far. The job is named in x-mutoscope-job."""
    partials = (body.partial_images or 0) if body.stream else 0
    width, height = in_openai_names(lambda: size_of(body.size, body.prompt))

    def order() -> str:
        given = {**body.order(studio.settings), "width": width, "height": height, "partials": partials}
        before = once.of(body)
        ordered = order_job(
            studio, user_id, TEXT_TO_IMAGE.name, given, before, actor=actor, max_credits=body.max_credits
        )
        return str(json.loads(ordered)["id"])

    job_id = await anyio.to_thread.run_sync(in_openai_names, order)
    return await answer(studio, Asked(body, "image_generation", job_id, user_id, partials, f"{width}x{height}"))
