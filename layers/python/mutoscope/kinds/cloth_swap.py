"""cloth_swap: a person in other clothes, which another picture shows; everything but the clothes stays as it is."""

from typing import Annotated

from pydantic import Field

from mutoscope.engines.models import Model, orderable, require_model
from mutoscope.engines.tasks import Region
from mutoscope.films.request import Text
from mutoscope.kinds import generate
from mutoscope.kinds.kind import Kind, KindRequest, Recipe
from mutoscope.settings import Settings

_ASKED = "The person of the first picture wears the garment of the second picture; nothing else changes."


class ClothSwapRequest(KindRequest):
    """`person` and `garment` are keys of PUT /v1/inputs/{filename}, or ids of references.

    Left out, `model` is the first of the catalogue that may be used here. `region` says which clothes go; width times
    height, how many pixels are painted, at the proportions of the picture.
    """

    person: generate.PictureKey
    garment: generate.PictureKey
    region: Region = Region.WHOLE
    prompt: Annotated[Text, Field(max_length=4_000)] = ""
    model: Annotated[str, Field(max_length=64)] = ""
    width: Annotated[int, Field(ge=0, le=8_192)] = 0
    height: Annotated[int, Field(ge=0, le=8_192)] = 0
    steps: Annotated[int, Field(ge=0, le=200)] = 0
    seed: Annotated[int, Field(ge=0, le=2**31 - 1)] = 0


def recipe(request: ClothSwapRequest, settings: Settings) -> Recipe:
    order = generate.GenerateRequest(
        model=_choose(request.model, settings),
        prompt=request.prompt or _ASKED,
        region=request.region,
        width=request.width,
        height=request.height,
        steps=request.steps,
        seed=request.seed,
        pictures={"image": request.person, "garment": request.garment},
    )
    return generate.recipe(order, settings)


def _choose(name: str, settings: Settings) -> str:
    """Raises UnknownModel."""
    if name:
        return require_model(settings.catalogue, name).name
    rows = [row for row in orderable(settings.catalogue).values() if _serves(row)]
    allowed = [row for row in rows if row.licence.commercial or settings.noncommercial_models]
    return (allowed or rows)[0].name


def _serves(row: Model) -> bool:
    """A row that needs a mask of its own would ask its user to draw one."""
    return "cloth_swap" in row.kinds and "mask" not in row.needs


CLOTH_SWAP = Kind(
    name="cloth_swap",
    summary="A person in the clothes that another picture shows.",
    request=ClothSwapRequest,
    recipe=recipe,
    needs_gpu=True,
    stages=("generate",),
)
