"""text_to_image: a picture from a description."""

from typing import Annotated

from pydantic import Field

from mutoscope.engines import registry
from mutoscope.engines.choices import choose_style
from mutoscope.engines.tasks import Task
from mutoscope.films.request import Text
from mutoscope.kinds.kind import Kind, KindRequest, Recipe
from mutoscope.render.timeline import Aspect
from mutoscope.settings import Settings
from mutoscope.stages.picture import PICTURE, PICTURE_STAGE, PictureInputs
from mutoscope.stages.stage import EngineId


class TextToImageRequest(KindRequest):
    prompt: Annotated[Text, Field(min_length=1, max_length=4_000)]
    keywords: Annotated[tuple[Text, ...], Field(max_length=20)] = ()
    aspect: Aspect = Aspect.WIDE
    style: Text | None = None
    seed: Annotated[int, Field(ge=0, le=2**31 - 1)] = 0


def recipe(request: TextToImageRequest, settings: Settings) -> Recipe:
    drawer = registry.drawer(settings)
    width, height = request.aspect.size
    inputs = PictureInputs(
        engine=EngineId(name=drawer.name, version=drawer.version),
        prompt=request.prompt,
        keywords=request.keywords,
        style=choose_style(drawer, request.style),
        width=width,
        height=height,
        seed=request.seed,
        reserve_bottom=0.0,
    )
    return Recipe(stage=PICTURE_STAGE, inputs=inputs, files={"image": PICTURE})


TEXT_TO_IMAGE = Kind(
    name="text_to_image",
    summary="A picture from a description.",
    request=TextToImageRequest,
    recipe=recipe,
    stages=("picture",),
    task=Task.DRAW,
)
