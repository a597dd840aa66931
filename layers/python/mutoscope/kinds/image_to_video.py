"""image_to_video: a clip from a picture: the camera moves over it as the prompt asks, and so does its air."""

from typing import Annotated

from pydantic import Field

from mutoscope.engines.languages import require_language
from mutoscope.films.request import Text
from mutoscope.kinds.clip_by_model import goes_to_model, model_recipe
from mutoscope.kinds.clip_request import ClipRequest
from mutoscope.kinds.kind import Kind, Recipe
from mutoscope.media.inputs import PictureInput
from mutoscope.render.clip_files import CLIP_FILES
from mutoscope.settings import Settings
from mutoscope.stages.contracts.clip import CLIP
from mutoscope.stages.contracts.moving_pictures import ClipInputs

KIND = "image_to_video"


class ImageToVideoRequest(ClipRequest):
    """`image` is a key that PUT /v1/inputs/{filename} answered, the id of a library item, or a job's picture.

    English words of the prompt say how the camera moves (zoom in, pan left, static shot) and what falls or drifts
    (rain, snow, leaves, petals, fireflies, bubbles, dust).
    """

    image: PictureInput
    prompt: Annotated[Text, Field(max_length=4_000)] = ""


def recipe(request: ImageToVideoRequest, settings: Settings) -> Recipe:
    by_model = model_recipe(KIND, request, settings, pictures={"image": request.image})
    if by_model is not None:
        return by_model
    inputs = ClipInputs(
        image=request.image,
        sound=request.sound(settings),
        language=require_language(request.language),
        **request.model_dump(include={"prompt", "negative_prompt", "seconds", "width", "height", "fps", "seed"}),
    )
    return Recipe(stage=CLIP, inputs=inputs, files=CLIP_FILES)


IMAGE_TO_VIDEO = Kind(
    name=KIND,
    summary="A clip from a picture.",
    request=ImageToVideoRequest,
    recipe=recipe,
    takes_model=lambda request, settings: goes_to_model(KIND, request, settings),
    stages=("clip", "generate"),
)
