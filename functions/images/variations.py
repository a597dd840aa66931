"""POST /v1/images/variations: pictures like the one that is sent."""

import json
from typing import Annotated

import anyio.to_thread
from fastapi import Depends, Response

from functions.images.answers import Asked, ImagesAnswer, answer
from functions.images.own_picture import own_picture
from mutoscope.adapters.http.caller import CurrentActor, CurrentStudio, CurrentUser, needs
from mutoscope.adapters.http.forms import Files, FormRouter, Uploaded
from mutoscope.adapters.http.idempotency import Once
from mutoscope.images.named import NamedPicture
from mutoscope.images.request import ImageBody, ResponseFormat, in_openai_names, own_size_of
from mutoscope.jobs.order import order_job
from mutoscope.kinds.image_variation import IMAGE_VARIATION

router = FormRouter(prefix="/v1/images", tags=["images"])

Sent = Annotated[Uploaded, Depends(Files("image"))]


class VariationBody(ImageBody):
    """In a form `image` is a file; in JSON it names a picture or holds it as a data URL."""

    image: NamedPicture | None = None

    @property
    def answers_with(self) -> ResponseFormat:
        """As at OpenAI: DALL-E 2 is what makes variations unless another model is named, and it answers with links."""
        return super().answers_with if self.model or self.response_format else ResponseFormat.URL


@router.post("/variations", response_model=ImagesAnswer, dependencies=[needs("jobs:write")])
async def vary_image(
    body: VariationBody, sent: Sent, studio: CurrentStudio, user_id: CurrentUser, actor: CurrentActor, once: Once
) -> Response:
    def order() -> str:
        image = own_picture(studio, user_id, sent, "image", body.image, actor=actor)
        width, height = own_size_of(body.size)
        given = {**body.order(studio.settings), "image": image, "width": width, "height": height}
        before = once.of(body, *sent.hashes)
        ordered = order_job(
            studio, user_id, IMAGE_VARIATION.name, given, before, actor=actor, max_credits=body.max_credits
        )
        return str(json.loads(ordered)["id"])

    job_id = await anyio.to_thread.run_sync(in_openai_names, order)
    return await answer(studio, Asked(body, "image_variation", job_id, user_id))
