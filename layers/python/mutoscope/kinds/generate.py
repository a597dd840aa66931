"""generate: one order of one model of our own, within the limits that its row of the catalogue states."""

from typing import Annotated

from pydantic import Field

from mutoscope.engines.models import Model, Output, UnknownModel, orderable, require_model
from mutoscope.engines.tasks import Region
from mutoscope.errors import InvalidInput
from mutoscope.films.request import Text
from mutoscope.kinds.kind import Kind, KindRequest, Recipe
from mutoscope.media.inputs import KEY, InputKey
from mutoscope.media.references import REFERENCE
from mutoscope.settings import Settings
from mutoscope.stages.contracts.generate import FILES, GENERATE_STAGE, GIF, FrameFormat, GenerateInputs
from mutoscope.stages.stage import EngineId

PictureKey = Annotated[str, Field(pattern=rf"^(?:{KEY.pattern}|{REFERENCE.pattern})$", max_length=200)]
"""A key that PUT /v1/inputs/{filename} answered, or an id of PUT /v1/references/{filename}."""
MOST_FRAMES = 1_000
Role = Annotated[str, Field(pattern=r"^[a-z_]{1,20}$")]


class NoModels(InvalidInput):
    """This studio runs no models of its own."""

    code = "no_models"
    hint = "docs/models.md says how to start a worker with models; other kinds need none."


class ModelNotForSale(InvalidInput):
    """The licence of the model {model} ({licence}) forbids to sell what it makes."""

    code = "model_not_for_sale"
    hint = "Choose another model; whoever runs the studio may allow it with MUTOSCOPE_NONCOMMERCIAL_MODELS=1."


class BeyondModel(InvalidInput):
    """The model {model} does not take {name} of {value}: {limit}."""

    code = "beyond_the_model"
    hint = "Change it, or choose another model."


class InputLacking(InvalidInput):
    """The model {model} needs {name}."""

    code = "input_lacking"
    hint = "It needs {needs}; a picture is given by its role in `pictures`, a sound in `sound`."


class GenerateRequest(KindRequest):
    """What is left out is the model's default; 0 counts as left out."""

    model: Annotated[str, Field(max_length=64)]
    prompt: Annotated[Text, Field(max_length=4_000)] = ""
    negative_prompt: Annotated[Text, Field(max_length=4_000)] = ""
    width: Annotated[int, Field(ge=0, le=8_192)] = 0
    height: Annotated[int, Field(ge=0, le=8_192)] = 0
    frames: Annotated[int, Field(ge=0, le=MOST_FRAMES)] = 0
    fps: Annotated[int, Field(ge=0, le=60)] = 0
    seconds: Annotated[float, Field(ge=0, le=600)] = 0.0
    steps: Annotated[int, Field(ge=0, le=200)] = 0
    guidance: Annotated[float, Field(ge=0, le=30)] = 0.0
    strength: Annotated[float, Field(ge=0, le=1)] = 0.0
    seed: Annotated[int, Field(ge=0, le=2**31 - 1)] = 0
    exact: bool = False
    region: Region = Region.WHOLE
    format: FrameFormat = FrameFormat.MP4
    pictures: Annotated[dict[Role, PictureKey], Field(max_length=6, default_factory=dict)]
    sound: InputKey = ""


def recipe(request: GenerateRequest, settings: Settings) -> Recipe:
    """Raises NoModels, UnknownModel, ModelNotForSale, InputLacking, BeyondModel."""
    if not settings.gpu_queue:
        raise NoModels(param="model")
    model = require_model(settings.catalogue, request.model)
    if not model.kinds:
        raise UnknownModel(param="model", model=model.name, known=", ".join(orderable(settings.catalogue)))
    if not model.licence.commercial and not settings.noncommercial_models:
        raise ModelNotForSale(param="model", model=model.name, licence=model.licence.name)
    asked = request.model_dump(exclude={"model"})
    defaults = model.defaults.model_dump()
    inputs = GenerateInputs(
        engine=EngineId(name=model.name, version=model.version),
        **{name: value or defaults.get(name, value) for name, value in asked.items()},
    )
    _require_inputs(model, inputs)
    _require_limits(model, inputs)
    variant, file = GIF if inputs.format is FrameFormat.GIF else FILES[model.output]
    return Recipe(stage=GENERATE_STAGE, inputs=inputs, files={variant: file})


def _require_inputs(model: Model, inputs: GenerateInputs) -> None:
    given = {name for name in ("prompt", "sound") if getattr(inputs, name)} | inputs.pictures.keys()
    lacking = next((name for name in model.needs if name not in given), None)
    if lacking:
        raise InputLacking(param=lacking, model=model.name, name=lacking, needs=", ".join(model.needs))


def _require_limits(model: Model, inputs: GenerateInputs) -> None:
    limits = model.limits
    if inputs.format is FrameFormat.GIF and model.output is not Output.FRAMES:
        limit = "it makes nothing that moves"
        raise BeyondModel(param="format", model=model.name, name="a format", value=inputs.format, limit=limit)
    for name in ("width", "height"):
        side = getattr(inputs, name)
        fits = limits.least_side <= side <= limits.side and side % limits.multiple == 0
        if limits.side and not fits:
            span = f"{limits.least_side} to {limits.side} pixels, in steps of {limits.multiple}"
            raise BeyondModel(param=name, model=model.name, name=name, value=side, limit=span)
    for name in ("steps", "frames", "seconds"):
        value, most = getattr(inputs, name), getattr(limits, name)
        if most and value > most:
            raise BeyondModel(param=name, model=model.name, name=name, value=value, limit=f"at most {most}")
    if limits.frames and (inputs.frames - 1) % limits.frame_step:
        rule = f"one more than a multiple of {limits.frame_step}"
        raise BeyondModel(param="frames", model=model.name, name="frames", value=inputs.frames, limit=rule)
    if len(inputs.prompt) > limits.prompt:
        most = f"at most {limits.prompt} characters"
        raise BeyondModel(param="prompt", model=model.name, name="a prompt", value=len(inputs.prompt), limit=most)


GENERATE = Kind(
    name="generate",
    summary="What one model of the studio's own makes: a picture, a video, a sound or a text.",
    request=GenerateRequest,
    recipe=recipe,
    needs_gpu=True,
    stages=("generate",),
)
