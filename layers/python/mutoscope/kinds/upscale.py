"""upscale: a picture of one's own, larger: by the embedded resampler, or by a model that is named.

The resampler keeps edges sharp and invents nothing. Models invent detail that fits, and take small pictures only, so
none is chosen without being named.
"""

from typing import Annotated

from pydantic import Field

from mutoscope.engines import registry
from mutoscope.engines.tasks import Task
from mutoscope.films.request import Text
from mutoscope.kinds import generate
from mutoscope.kinds.kind import Kind, KindRequest, Recipe
from mutoscope.kinds.picture_models import choose_model, model_recipe
from mutoscope.kinds.picture_request import Compression, ModelName, Seed
from mutoscope.media.inputs import PictureInput
from mutoscope.media.picture_format import PictureFormat, picture_file
from mutoscope.settings import Settings
from mutoscope.stages.contracts.enlarge import ENLARGE, EnlargeInputs
from mutoscope.stages.stage import EngineId

SERVED = "upscale"


class UpscaleRequest(KindRequest):
    """A model has its own factor. `prompt` is for models alone: what the picture shows."""

    image: PictureInput
    factor: Annotated[float, Field(gt=1, le=8)] = 2.0
    sharpness: Annotated[float, Field(ge=0, le=2, description="0 sharpens nothing, 1 suits most pictures.")] = 1.0
    format: PictureFormat = PictureFormat.PNG
    compression: Compression = 100
    model: ModelName = ""
    prompt: Annotated[Text, Field(max_length=2_000)] = ""
    seed: Seed = 0


def recipe(request: UpscaleRequest, settings: Settings) -> Recipe:
    """Raises NoModels, UnknownModel, ModelUnfit, and what the model refuses."""
    upscaler = registry.upscaler(settings)
    if takes_model(request, settings):
        order = generate.GenerateRequest(
            model=request.model, prompt=request.prompt, seed=request.seed, pictures={"image": request.image}
        )
        return model_recipe(order, settings, width=0, height=0, format=request.format, compression=request.compression)
    inputs = EnlargeInputs(
        engine=EngineId(name=upscaler.name, version=upscaler.version),
        image=request.image,
        factor=request.factor,
        sharpness=request.sharpness,
        format=request.format,
        compression=request.compression,
    )
    return Recipe(stage=ENLARGE, inputs=inputs, files={"image": picture_file(request.format)})


def takes_model(request: UpscaleRequest, settings: Settings) -> bool:
    """Raises what `choose_model` does for a model that is named and does not serve."""
    upscaler = registry.upscaler(settings)
    return choose_model(request.model or upscaler.name, SERVED, upscaler.name, settings) is not None


UPSCALE = Kind(
    name="upscale",
    summary="A picture of one's own, larger, by a classical resampler or by a model.",
    request=UpscaleRequest,
    recipe=recipe,
    takes_model=takes_model,
    stages=("enlarge", "generate", "develop"),
    task=Task.UPSCALE,
)
