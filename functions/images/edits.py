"""POST /v1/images/edits: a picture that is sent, changed as the words say, where its mask is clear."""

import json
from typing import Annotated

import anyio.to_thread
from fastapi import Depends, Response

from functions.images.answers import Asked, ImagesAnswer, answer
from functions.images.own_picture import own_picture
from mutoscope.adapters.http.caller import CurrentActor, CurrentStudio, CurrentUser, needs
from mutoscope.adapters.http.forms import Files, FormRouter, Uploaded
from mutoscope.adapters.http.idempotency import Once
from mutoscope.images.request import EditBody, in_openai_names, own_size_of
from mutoscope.jobs.order import order_job
from mutoscope.kinds.image_edit import IMAGE_EDIT

router = FormRouter(prefix="/v1/images", tags=["images"])

Sent = Annotated[Uploaded, Depends(Files("image", "mask"))]


@router.post("/edits", response_model=ImagesAnswer, dependencies=[needs("jobs:write")])
async def edit_image(
    body: EditBody, sent: Sent, studio: CurrentStudio, user_id: CurrentUser, actor: CurrentActor, once: Once
) -> Response:
    """Without models, what the studio cannot carry out is refused, with the words that it does not know."""

    def order() -> str:
        image = own_picture(studio, user_id, sent, "image", body.picture, actor=actor)
        mask = own_picture(studio, user_id, sent, "mask", body.mask, actor=actor, is_needed=False)
        width, height = own_size_of(body.size)
        files = {"image": image, "mask": mask, "strength": body.strength}
        given = {**body.order(studio.settings), **files, "width": width, "height": height}
        before = once.of(body, *sent.hashes)
        ordered = order_job(studio, user_id, IMAGE_EDIT.name, given, before, actor=actor, max_credits=body.max_credits)
        return str(json.loads(ordered)["id"])

    job_id = await anyio.to_thread.run_sync(in_openai_names, order)
    return await answer(studio, Asked(body, "image_edit", job_id, user_id))
