"""What every kind of picture takes: how many, how large, in which format, on which background, by which model."""

from enum import StrEnum
from typing import Annotated

from pydantic import Field

from mutoscope.engines.models import Model
from mutoscope.errors import InvalidInput
from mutoscope.kinds.kind import KindRequest, Recipe, Recipes
from mutoscope.media.picture_format import Background, PictureFormat

MOST_PICTURES = 10
SMALLEST_SIDE, LARGEST_SIDE = 64, 4_096
MOST_MEGAPIXELS = 9
MOST_SEED = 2**31 - 1


class Quality(StrEnum):
    """How many steps a model takes; the embedded engines work at one quality."""

    AUTO = "auto"
    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"


class SizeNotMade(InvalidInput):
    """A picture of {width} by {height} pixels is not made."""

    code = "size_not_made"
    hint = f"A side has {SMALLEST_SIDE} to {LARGEST_SIDE} pixels, the whole at most {MOST_MEGAPIXELS} megapixels."


Count = Annotated[int, Field(ge=1, le=MOST_PICTURES)]
Side = Annotated[int, Field(ge=0, le=LARGEST_SIDE, description="Pixels; 0 leaves it to the kind.")]
Compression = Annotated[int, Field(ge=0, le=100, description="100 keeps the most; PNG loses nothing.")]
Seed = Annotated[int, Field(ge=0, le=MOST_SEED)]
ModelName = Annotated[str, Field(max_length=64, description="Empty: the best that this studio runs.")]


class PictureRequest(KindRequest):
    n: Count = 1
    width: Side = 0
    height: Side = 0
    format: PictureFormat = PictureFormat.PNG
    compression: Compression = 100
    background: Background = Background.AUTO
    quality: Quality = Quality.AUTO
    model: ModelName = ""
    seed: Seed = 0
    steps: Annotated[int, Field(ge=0, le=200, description="Of a model; 0 leaves them to `quality`.")] = 0
    exact: bool = False
    """For models: never share a batch, so that the same order gives the same bytes. The embedded engines always do."""


def require_size(width: int, height: int) -> None:
    """Raises SizeNotMade."""
    if min(width, height) < SMALLEST_SIDE or width * height > MOST_MEGAPIXELS * 1_000_000:
        raise SizeNotMade(param="width", width=width, height=height)


def seeds(request: PictureRequest) -> tuple[int, ...]:
    """One for each picture: the first of several is the one that would have come alone."""
    return tuple((request.seed + number) % (MOST_SEED + 1) for number in range(request.n))


def steps_of(request: PictureRequest, model: Model) -> int:
    """How many steps the model takes; 0 leaves it to its row."""
    if request.steps:
        return request.steps
    quality = request.quality
    share = {Quality.AUTO: 0.0, Quality.LOW: 0.5, Quality.MEDIUM: 0.8, Quality.HIGH: 1.5}[quality]
    return min(round(model.defaults.steps * share), model.limits.steps or 1_000) if share else 0


def together(recipes: list[Recipe]) -> Recipe | Recipes:
    return recipes[0] if len(recipes) == 1 else Recipes(tuple(recipes))
