"""image_to_video: a clip from a picture: the camera moves over it as the prompt asks, and so does its air."""

from typing import Annotated

from pydantic import Field

from mutoscope.films.request import Text
from mutoscope.kinds.clip_request import ClipRequest
from mutoscope.kinds.generate import PictureKey
from mutoscope.kinds.kind import Kind, Recipe
from mutoscope.render.clip import CLIP_FILES
from mutoscope.settings import Settings
from mutoscope.stages.clip import CLIP, ClipInputs


class ImageToVideoRequest(ClipRequest):
    """`image` is a key that PUT /v1/inputs/{filename} answered, or the id of a library item.

    English words of the prompt say how the camera moves (zoom in, pan left, static shot) and what falls or drifts
    (rain, snow, leaves, petals, fireflies, bubbles, dust).
    """

    image: PictureKey
    prompt: Annotated[Text, Field(max_length=4_000)] = ""


def recipe(request: ImageToVideoRequest, settings: Settings) -> Recipe:
    inputs = ClipInputs(
        image=request.image,
        sound=request.sound(settings),
        **request.model_dump(
            include={"prompt", "negative_prompt", "seconds", "width", "height", "fps", "language", "seed"}
        ),
    )
    return Recipe(stage=CLIP, inputs=inputs, files=CLIP_FILES)


IMAGE_TO_VIDEO = Kind(
    name="image_to_video", summary="A clip from a picture.", request=ImageToVideoRequest, recipe=recipe
)
