"""Which model of the catalogue makes a picture, and what it is asked for so that the size that was ordered comes out.

Without workers that run models, or where the embedded engine is named, there is none.
"""

from collections.abc import Callable

from mutoscope.engines.models import Model, UnknownModel, orderable
from mutoscope.errors import InvalidInput
from mutoscope.kinds import generate
from mutoscope.kinds.kind import Recipe, Step
from mutoscope.media.picture_format import Background, PictureFormat, picture_file
from mutoscope.settings import Settings
from mutoscope.stages.contracts.develop import DEVELOP, DevelopInputs
from mutoscope.stages.contracts.generate import GenerateInputs


class ModelOpaque(InvalidInput):
    """The model {model} makes no transparent background."""

    code = "model_opaque"
    hint = "Leave background out, or name the model `{embedded}`, whose pictures are laid in layers."


class ModelUnfit(InvalidInput):
    """The model {model} does not serve this order of the kind {kind}."""

    code = "model_unfit"
    hint = "Choose one of: {known}."


def choose_model(
    name: str, served: str, embedded: str, settings: Settings, *, fits: Callable[[Model], bool] = lambda _: True
) -> Model | None:
    """`name` empty chooses the first that serves and may be used here; None is the embedded engine.

    `served` is what the row has to serve, as its `kinds` name it, and `fits` what else it has to. Raises NoModels,
    UnknownModel, ModelUnfit.
    """
    if name == embedded or (not name and not settings.gpu_queue):
        return None
    rows = orderable(settings.catalogue)
    fitting = [row for row in rows.values() if served in row.kinds and row.engine != "comfyui" and fits(row)]
    allowed = [row for row in fitting if row.licence.commercial or settings.noncommercial_models]
    known = ", ".join([embedded, *(row.name for row in allowed)])
    if not name:
        return allowed[0] if allowed else None
    if name not in rows:
        raise UnknownModel(param="model", model=name, known=known)
    if served not in (model := rows[name]).kinds or not fits(model):
        raise ModelUnfit(param="model", model=name, kind=served, known=known)
    if not settings.gpu_queue:
        raise generate.NoModels(param="model")
    return model


def require_opaque(model: Model, background: Background, embedded: str) -> None:
    if background is Background.TRANSPARENT:
        raise ModelOpaque(param="background", model=model.name, embedded=embedded)


def fit(model: Model, width: int, height: int) -> tuple[int, int]:
    """A size that the model takes, of the proportions asked for and about the area it was trained at."""
    return model.limits.fit(width, height, model.defaults.width * model.defaults.height or width * height)


def model_recipe(
    order: generate.GenerateRequest,
    settings: Settings,
    *,
    width: int,
    height: int,
    format: PictureFormat,
    compression: int,
) -> Recipe:
    """What the model makes, then brought to `width` by `height` (0: as it comes) and to the format.

    A picture that is given keeps its proportions, whatever the size: the model would see it stretched otherwise.
    Raises what `generate.recipe` does.
    """
    made = generate.recipe(order, settings)
    assert isinstance(made.inputs, GenerateInputs)
    asked = made.inputs.model_copy(update={"like_picture": "image" in order.pictures})
    mask = order.pictures.get("mask", "")
    inputs = DevelopInputs(
        source=made.stage.key(asked),
        width=width,
        height=height,
        format=format,
        compression=compression,
        image=order.pictures.get("image", "") if mask else "",
        mask=mask,
    )
    before = (Step(made.stage, asked),)
    return Recipe(stage=DEVELOP, inputs=inputs, files={"image": picture_file(format)}, before=before)
