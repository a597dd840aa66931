"""video_extension: a video of one's own that goes on from its last frame, moved by the prompt."""

from typing import Annotated

from pydantic import Field

from mutoscope.films.request import Text
from mutoscope.kinds.clip_request import Seed
from mutoscope.kinds.kind import Kind, KindRequest, Recipe
from mutoscope.media.inputs import PictureInput
from mutoscope.render.clip_files import CLIP_FILES
from mutoscope.settings import Settings
from mutoscope.stages.contracts.extension import EXTENSION, ExtensionInputs

KIND = "video_extension"
MoreSeconds = Annotated[int, Field(ge=1, le=60, description="How much longer it becomes.")]


class VideoExtensionRequest(KindRequest):
    """`video` is the id of a library item or of a job that made one, at most 120 seconds long with what is added.

    English words of the prompt say how the camera moves (zoom in, pan left, static shot) and what falls or drifts.
    """

    video: PictureInput
    prompt: Annotated[Text, Field(max_length=4_000)] = ""
    seconds: MoreSeconds = 5
    seed: Seed = 0


def recipe(request: VideoExtensionRequest, _: Settings) -> Recipe:
    inputs = ExtensionInputs(**request.model_dump())
    return Recipe(stage=EXTENSION, inputs=inputs, files=CLIP_FILES)


VIDEO_EXTENSION = Kind(
    name=KIND,
    summary="A video of one's own that goes on from its last frame.",
    request=VideoExtensionRequest,
    recipe=recipe,
    stages=("extension",),
)
