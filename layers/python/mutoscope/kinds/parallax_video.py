"""parallax_video: the 3D video: one picture seen in depth by a moving camera."""

from typing import Annotated

from pydantic import Field, model_validator

from mutoscope.clips.camera_path import Path
from mutoscope.engines import registry
from mutoscope.engines.choices import choose_style
from mutoscope.engines.languages import require_language
from mutoscope.films.request import Text
from mutoscope.kinds.clip_by_model import goes_to_model, model_recipe
from mutoscope.kinds.clip_request import ClipRequest
from mutoscope.kinds.kind import Kind, Recipe
from mutoscope.media.inputs import PictureInput
from mutoscope.render.clip_files import CLIP_FILES
from mutoscope.settings import Settings
from mutoscope.stages.contracts.parallax import DEPTH_MAP, PARALLAX, ParallaxInputs
from mutoscope.stages.stage import EngineId

KIND = "parallax_video"


class ParallaxVideoRequest(ClipRequest):
    """`image` is a picture of one's own, of which the depth is estimated; without one, `prompt` is drawn in layers.

    `path` says how the camera goes: an orbit ends where it began, so that the clip loops.
    """

    image: PictureInput | None = None
    prompt: Annotated[Text, Field(max_length=4_000)] = ""
    path: Path = Path.ORBIT
    style: Text | None = None

    @model_validator(mode="after")
    def _shows_something(self) -> "ParallaxVideoRequest":
        if not self.prompt and not self.image:
            raise ValueError("send a prompt, an image, or both")
        return self


def recipe(request: ParallaxVideoRequest, settings: Settings) -> Recipe:
    by_model = model_recipe(KIND, request, settings, pictures={"image": request.image} if request.image else {})
    if by_model is not None:
        return by_model
    drawer = registry.drawer(settings)
    inputs = ParallaxInputs(
        drawer=None if request.image else EngineId(name=drawer.name, version=drawer.version),
        style="" if request.image else choose_style(drawer, request.style),
        image=request.image or "",
        sound=request.sound(settings),
        language=require_language(request.language),
        **request.model_dump(
            include={"prompt", "negative_prompt", "path", "seconds", "width", "height", "fps", "seed"}
        ),
    )
    files = {**CLIP_FILES, "depth": DEPTH_MAP} if request.image else CLIP_FILES
    return Recipe(stage=PARALLAX, inputs=inputs, files=files)


PARALLAX_VIDEO = Kind(
    name=KIND,
    summary="The 3D video: one picture seen in depth by a moving camera.",
    request=ParallaxVideoRequest,
    recipe=recipe,
    takes_model=lambda request, settings: goes_to_model(KIND, request, settings),
    stages=("parallax", "generate"),
)
