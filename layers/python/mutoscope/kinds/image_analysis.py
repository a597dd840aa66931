"""image_analysis: what a picture is like, in words and figures, and prompts for new pictures of its kind."""

from typing import Annotated

from pydantic import Field

from mutoscope.engines import registry
from mutoscope.engines.tasks import Task
from mutoscope.engines.understanding import Focus
from mutoscope.films.request import Text
from mutoscope.kinds.kind import Kind, KindRequest, Recipe
from mutoscope.media.inputs import PictureInput
from mutoscope.settings import Settings
from mutoscope.stages.contracts.look import JSON, LOOK, TEXT, LookInputs
from mutoscope.stages.stage import EngineId


class ImageAnalysisRequest(KindRequest):
    """`subject` is what you say the picture shows: the prompts that are offered name it."""

    image: PictureInput
    focus: Focus = Focus.ALL
    subject: Annotated[Text, Field(max_length=500)] = ""


def recipe(request: ImageAnalysisRequest, settings: Settings) -> Recipe:
    engine = registry.looker(settings)
    inputs = LookInputs(
        engine=EngineId(name=engine.name, version=engine.version),
        image=request.image,
        focus=request.focus,
        subject=request.subject,
    )
    return Recipe(stage=LOOK, inputs=inputs, files={"json": JSON, "text": TEXT})


IMAGE_ANALYSIS = Kind(
    name="image_analysis",
    summary="What a picture is like, measured, with new prompts offered.",
    request=ImageAnalysisRequest,
    recipe=recipe,
    with_own_keys=True,
    stages=("look",),
    task=Task.LOOK,
    better=(
        "Without a model the picture is measured and nothing in it is recognised. For a description of what it shows,"
        " keep your OpenAI key with POST /v1/provider_keys, or set OPENAI_BASE_URL."
    ),
)
