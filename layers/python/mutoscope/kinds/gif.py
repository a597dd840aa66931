"""gif: a short loop from a description or from a picture, as a GIF without a seam."""

from typing import Annotated

from pydantic import Field, model_validator

from mutoscope.clips.sound_order import ClipSound
from mutoscope.engines import registry
from mutoscope.engines.choices import choose_style
from mutoscope.engines.languages import require_language
from mutoscope.engines.models import Model, orderable
from mutoscope.engines.tasks import Task
from mutoscope.films.request import Text
from mutoscope.kinds import generate
from mutoscope.kinds.clip_request import Seed
from mutoscope.kinds.kind import Kind, KindRequest, Recipe
from mutoscope.media.inputs import PictureInput
from mutoscope.settings import Settings
from mutoscope.stages.contracts.generate import FrameFormat
from mutoscope.stages.contracts.gif import ANIMATION, GIF_STAGE
from mutoscope.stages.contracts.moving_pictures import ClipInputs
from mutoscope.stages.stage import EngineId

KIND = "gif"
MOST_PIXELS = 50_000_000
"""Of all frames together: they are held at once."""
Side = Annotated[int, Field(ge=64, le=800, multiple_of=2)]


class GifRequest(KindRequest):
    """A description, a picture with or without one, or both; `model` is a row of the catalogue that draws it.

    A GIF counts in hundredths of a second, so that 24 frames a second are played as 25.
    """

    prompt: Annotated[Text, Field(max_length=4_000)] = ""
    image: PictureInput | None = None
    negative_prompt: Annotated[Text, Field(max_length=4_000)] = ""
    seconds: Annotated[int, Field(ge=1, le=8)] = 3
    width: Side = 480
    height: Side = 480
    fps: Annotated[int, Field(ge=4, le=25)] = 20
    style: Text | None = None
    language: Text = "en"
    seed: Seed = 0
    model: Annotated[str, Field(max_length=64)] = ""

    @model_validator(mode="after")
    def _shows_something(self) -> "GifRequest":
        if not self.prompt and not self.image:
            raise ValueError("send a prompt, an image, or both")
        if self.width * self.height * self.fps * self.seconds > MOST_PIXELS:
            raise ValueError(f"{self.fps * self.seconds} frames of {self.width} by {self.height} pixels are too many")
        return self


def recipe(request: GifRequest, settings: Settings) -> Recipe:
    """Raises UnknownStyle, UnknownLanguage, and what `generate` refuses of a model."""
    model = request.model or _choose(request, settings)
    if model:
        return generate.recipe(_order(request, model), settings)
    drawer = registry.drawer(settings)
    inputs = ClipInputs(
        drawer=None if request.image else EngineId(name=drawer.name, version=drawer.version),
        style="" if request.image else choose_style(drawer, request.style),
        image=request.image or "",
        language=require_language(request.language),
        sound=ClipSound(),
        **request.model_dump(include={"prompt", "negative_prompt", "seconds", "width", "height", "fps", "seed"}),
    )
    return Recipe(stage=GIF_STAGE, inputs=inputs, files={"gif": ANIMATION})


def _goes_to_model(request: GifRequest, settings: Settings) -> bool:
    return bool(request.model or _choose(request, settings))


def _choose(request: GifRequest, settings: Settings) -> str:
    """A model makes few frames: what is longer than its own loop is drawn."""
    if not settings.gpu_queue or request.image:
        return ""
    rows = (row for row in orderable(settings.catalogue).values() if KIND in row.kinds and _can(row, request))
    allowed = (row.name for row in rows if row.licence.commercial or settings.noncommercial_models)
    return next(allowed, "")


def _can(row: Model, request: GifRequest) -> bool:
    limits = row.limits
    sides = (request.width, request.height)
    fits = all(limits.least_side <= side <= limits.side and side % limits.multiple == 0 for side in sides)
    return fits and request.seconds * row.defaults.fps <= limits.frames and len(request.prompt) <= limits.prompt


def _order(request: GifRequest, model: str) -> generate.GenerateRequest:
    return generate.GenerateRequest(
        model=model,
        format=FrameFormat.GIF,
        pictures={"image": request.image} if request.image else {},
        **request.model_dump(include={"prompt", "negative_prompt", "width", "height", "seed"}),
    )


GIF = Kind(
    name=KIND,
    summary="A short loop from a description or from a picture.",
    request=GifRequest,
    recipe=recipe,
    takes_model=_goes_to_model,
    stages=("gif", "generate"),
    task=Task.DRAW,
)
