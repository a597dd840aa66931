"""text_to_image: pictures from a description, by a model of the catalogue where there is one, else drawn in layers."""

from typing import Annotated

from pydantic import Field

from mutoscope.engines import registry
from mutoscope.engines.choices import choose_style
from mutoscope.engines.models import Model
from mutoscope.engines.tasks import Drawer, Task
from mutoscope.films.request import Text
from mutoscope.kinds import generate
from mutoscope.kinds.kind import Kind, Recipe, Recipes
from mutoscope.kinds.picture_models import choose_model, fit, model_recipe, require_opaque
from mutoscope.kinds.picture_request import PictureRequest, require_size, seeds, steps_of, together
from mutoscope.media.picture_format import Background, picture_file, require_transparency
from mutoscope.render.timeline import Aspect
from mutoscope.settings import Settings
from mutoscope.stages.contracts.image import IMAGE, ImageInputs, partial_file
from mutoscope.stages.stage import EngineId

SERVED = "text_to_image"


class TextToImageRequest(PictureRequest):
    """Without a width and a height, `aspect` says them. `partials` are pictures on the way, delivered as well."""

    prompt: Annotated[Text, Field(min_length=1, max_length=4_000)]
    negative_prompt: Annotated[Text, Field(max_length=4_000)] = ""
    keywords: Annotated[tuple[Text, ...], Field(max_length=20)] = ()
    aspect: Aspect = Aspect.WIDE
    style: Text | None = None
    partials: Annotated[int, Field(ge=0, le=3)] = 0


def recipe(request: TextToImageRequest, settings: Settings) -> Recipe | Recipes:
    """Raises UnknownStyle, FormatOpaque, SizeNotMade, and what `choose_model` and its model refuse."""
    require_transparency(request.background, request.format)
    drawer = registry.drawer(settings)
    style = choose_style(drawer, request.style)
    width, height = _size(request)
    require_size(width, height)
    model = choose_model(request.model, SERVED, drawer.name, settings)
    if model is None:
        return together([_drawn(request, drawer, style, (width, height), seed) for seed in seeds(request)])
    require_opaque(model, request.background, drawer.name)
    return together([_by_model(request, model, drawer, (width, height), seed, settings) for seed in seeds(request)])


def _size(request: TextToImageRequest) -> tuple[int, int]:
    """A side that is left out follows from the other by the aspect."""
    across, down = request.aspect.size
    width = request.width or round(request.height * across / down) or across
    height = request.height or round(request.width * down / across) or down
    return width, height


def _drawn(request: TextToImageRequest, drawer: Drawer, style: str, size: tuple[int, int], seed: int) -> Recipe:
    inputs = ImageInputs(
        engine=EngineId(name=drawer.name, version=drawer.version),
        prompt=request.prompt,
        avoid=request.negative_prompt,
        keywords=request.keywords,
        style=style,
        width=size[0],
        height=size[1],
        seed=seed,
        format=request.format,
        compression=request.compression,
        transparent=request.background is Background.TRANSPARENT,
        partials=request.partials,
    )
    partials = {f"partial_{number}": partial_file(number, request.format) for number in range(1, request.partials + 1)}
    return Recipe(stage=IMAGE, inputs=inputs, files={"image": picture_file(request.format), **partials})


def _by_model(
    request: TextToImageRequest, model: Model, drawer: Drawer, size: tuple[int, int], seed: int, settings: Settings
) -> Recipe:
    """A style is said in words, because models know no names of ours."""
    words = [request.prompt, *request.keywords, drawer.styles()[request.style] if request.style else ""]
    width, height = fit(model, *size)
    order = generate.GenerateRequest(
        model=model.name,
        prompt=", ".join(word for word in words if word)[: model.limits.prompt],
        negative_prompt=request.negative_prompt,
        width=width,
        height=height,
        steps=steps_of(request, model),
        seed=seed,
        exact=request.exact,
        pictures={},
    )
    return model_recipe(
        order, settings, width=size[0], height=size[1], format=request.format, compression=request.compression
    )


def takes_model(request: TextToImageRequest, settings: Settings) -> bool:
    return choose_model(request.model, SERVED, registry.drawer(settings).name, settings) is not None


TEXT_TO_IMAGE = Kind(
    name="text_to_image",
    summary="Pictures from a description.",
    request=TextToImageRequest,
    recipe=recipe,
    takes_model=takes_model,
    stages=("image", "generate", "develop"),
    task=Task.DRAW,
)
