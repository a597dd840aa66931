"""image_variation: pictures like one of one's own, by a model of the catalogue, else in other framing and light."""

from typing import Annotated

from pydantic import Field

from mutoscope.engines import registry
from mutoscope.engines.choices import choose_style
from mutoscope.engines.models import Model
from mutoscope.engines.tasks import Task
from mutoscope.films.request import Text
from mutoscope.kinds import generate
from mutoscope.kinds.kind import Kind, Recipe, Recipes
from mutoscope.kinds.picture_models import choose_model, fit, model_recipe, require_opaque
from mutoscope.kinds.picture_request import PictureRequest, require_size, seeds, steps_of, together
from mutoscope.media.inputs import PictureInput
from mutoscope.media.picture_format import picture_file, require_transparency
from mutoscope.settings import Settings
from mutoscope.stages.contracts.retouch import RETOUCH, RetouchInputs
from mutoscope.stages.stage import EngineId

SERVED = "image_variation"
_LIKE_IT = "the same picture, somewhat different"


class ImageVariationRequest(PictureRequest):
    """`prompt` is for models alone: what the picture shows. `strength` is how far they may go away from it."""

    image: PictureInput
    prompt: Annotated[Text, Field(max_length=4_000)] = ""
    strength: Annotated[float, Field(ge=0, le=1)] = 0.0


def recipe(request: ImageVariationRequest, settings: Settings) -> Recipe | Recipes:
    """Raises FormatOpaque, SizeNotMade, and what `choose_model` and its model refuse."""
    require_transparency(request.background, request.format)
    if request.width and request.height:
        require_size(request.width, request.height)
    editor = registry.editor(settings)
    model = choose_model(request.model, SERVED, editor.name, settings)
    if model is not None:
        require_opaque(model, request.background, editor.name)
        return together([_by_model(request, model, seed, settings) for seed in seeds(request)])
    engine = EngineId(name=editor.name, version=editor.version)
    style = choose_style(registry.drawer(settings), None)
    return together([_varied(request, engine, style, number) for number in range(request.n)])


def _varied(request: ImageVariationRequest, engine: EngineId, style: str, number: int) -> Recipe:
    inputs = RetouchInputs(
        engine=engine,
        image=request.image,
        mask="",
        prompt="",
        style=style,
        seed=request.seed,
        variation=number,
        width=request.width,
        height=request.height,
        format=request.format,
        compression=request.compression,
    )
    return Recipe(stage=RETOUCH, inputs=inputs, files={"image": picture_file(request.format)})


def _by_model(request: ImageVariationRequest, model: Model, seed: int, settings: Settings) -> Recipe:
    defaults = model.defaults
    width, height = fit(model, request.width or defaults.width or 1_024, request.height or defaults.height or 1_024)
    order = generate.GenerateRequest(
        model=model.name,
        prompt=request.prompt or _LIKE_IT,
        width=width,
        height=height,
        steps=steps_of(request, model),
        strength=request.strength,
        seed=seed,
        exact=request.exact,
        pictures={"image": request.image},
    )
    return model_recipe(
        order,
        settings,
        width=request.width,
        height=request.height,
        format=request.format,
        compression=request.compression,
    )


def takes_model(request: ImageVariationRequest, settings: Settings) -> bool:
    return choose_model(request.model, SERVED, registry.editor(settings).name, settings) is not None


IMAGE_VARIATION = Kind(
    name="image_variation",
    summary="Pictures like one of one's own.",
    request=ImageVariationRequest,
    recipe=recipe,
    takes_model=takes_model,
    stages=("retouch", "generate", "develop"),
    task=Task.EDIT,
)
