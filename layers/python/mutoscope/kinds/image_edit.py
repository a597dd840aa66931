"""image_edit: a picture of one's own, changed as an instruction says, in its clear part alone where a mask is given.

A model of the catalogue does it where there is one, else the embedded retoucher, which follows an instruction whole or
refuses it before it is ordered.
"""

from typing import Annotated

from pydantic import Field

from mutoscope.engines import registry
from mutoscope.engines.choices import choose_style
from mutoscope.engines.models import Model
from mutoscope.engines.tasks import Editor, Task
from mutoscope.films.request import Text
from mutoscope.kinds import generate
from mutoscope.kinds.kind import Kind, Recipe, Recipes
from mutoscope.kinds.picture_models import choose_model, fit, model_recipe, require_opaque
from mutoscope.kinds.picture_request import PictureRequest, require_size, seeds, steps_of, together
from mutoscope.media.inputs import PictureInput
from mutoscope.media.picture_format import Background, picture_file, require_transparency
from mutoscope.settings import Settings
from mutoscope.stages.contracts.retouch import RETOUCH, RetouchInputs
from mutoscope.stages.stage import EngineId

SERVED = "image_edit"
_CLEAR = "transparent background"


class ImageEditRequest(PictureRequest):
    """Without a width and a height, the result has the picture's own size, or the model's.

    `mask` has the size of `image`: what is clear in it (or white, in a mask without clear parts) is what may change.
    `strength`, for models, is how far the result may go away from the picture.
    """

    prompt: Annotated[Text, Field(min_length=1, max_length=4_000)]
    image: PictureInput
    mask: PictureInput | None = None
    negative_prompt: Annotated[Text, Field(max_length=4_000)] = ""
    style: Text | None = None
    strength: Annotated[float, Field(ge=0, le=1)] = 0.0


def recipe(request: ImageEditRequest, settings: Settings) -> Recipe | Recipes:
    """Raises EditNotUnderstood, FormatOpaque, UnknownStyle, and what `choose_model` and its model refuse."""
    require_transparency(request.background, request.format)
    if request.width and request.height:
        require_size(request.width, request.height)
    editor = registry.editor(settings)
    style = choose_style(registry.drawer(settings), request.style)
    model = _choose_model(request, settings)
    if model is None:
        prompt = _with_background(request)
        editor.require(prompt, masked=request.mask is not None)
        return together([_retouched(request, editor, prompt, style, number) for number in range(request.n)])
    require_opaque(model, request.background, editor.name)
    return together([_by_model(request, model, seed, settings) for seed in seeds(request)])


def _choose_model(request: ImageEditRequest, settings: Settings) -> Model | None:
    """One that paints within a mask where there is one, and one that needs none where there is not."""
    masked = request.mask is not None
    embedded = registry.editor(settings).name
    return choose_model(request.model, SERVED, embedded, settings, fits=lambda row: ("mask" in row.needs) == masked)


def _with_background(request: ImageEditRequest) -> str:
    """A background that is to be clear is an edit of its own, unless the words ask for it already."""
    if request.background is not Background.TRANSPARENT or "background" in request.prompt.lower():
        return request.prompt
    return f"{request.prompt}, {_CLEAR}"


def _retouched(request: ImageEditRequest, editor: Editor, prompt: str, style: str, number: int) -> Recipe:
    inputs = RetouchInputs(
        engine=EngineId(name=editor.name, version=editor.version),
        image=request.image,
        mask=request.mask or "",
        prompt=prompt,
        style=style,
        seed=request.seed,
        variation=number,
        width=request.width,
        height=request.height,
        format=request.format,
        compression=request.compression,
    )
    return Recipe(stage=RETOUCH, inputs=inputs, files={"image": picture_file(request.format)})


def _by_model(request: ImageEditRequest, model: Model, seed: int, settings: Settings) -> Recipe:
    defaults = model.defaults
    size = (request.width or defaults.width or 1_024, request.height or defaults.height or 1_024)
    width, height = fit(model, *size)
    order = generate.GenerateRequest(
        model=model.name,
        prompt=request.prompt[: model.limits.prompt],
        negative_prompt=request.negative_prompt,
        width=width,
        height=height,
        steps=steps_of(request, model),
        strength=request.strength,
        seed=seed,
        exact=request.exact,
        pictures={"image": request.image, **({"mask": request.mask} if request.mask else {})},
    )
    return model_recipe(
        order,
        settings,
        width=request.width,
        height=request.height,
        format=request.format,
        compression=request.compression,
    )


def takes_model(request: ImageEditRequest, settings: Settings) -> bool:
    return _choose_model(request, settings) is not None


IMAGE_EDIT = Kind(
    name="image_edit",
    summary="A picture of one's own, changed as an instruction says.",
    request=ImageEditRequest,
    recipe=recipe,
    takes_model=takes_model,
    stages=("retouch", "generate", "develop"),
    task=Task.EDIT,
)
