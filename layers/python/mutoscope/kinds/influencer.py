"""influencer: another picture of the same person, from a reference that its owner keeps."""

from typing import Annotated

from pydantic import Field

from mutoscope.films.request import Text
from mutoscope.kinds import generate
from mutoscope.kinds.kind import Kind, KindRequest, Recipe
from mutoscope.media.references import REFERENCE
from mutoscope.settings import Settings

MODEL = "persona"


class InfluencerRequest(KindRequest):
    """`reference` is an id that PUT /v1/references/{filename} answered; width and height left out are the model's."""

    reference: Annotated[str, Field(pattern=rf"^{REFERENCE.pattern}$")]
    prompt: Annotated[Text, Field(min_length=1, max_length=4_000)]
    negative_prompt: Annotated[Text, Field(max_length=4_000)] = ""
    width: Annotated[int, Field(ge=0, le=8_192)] = 0
    height: Annotated[int, Field(ge=0, le=8_192)] = 0
    steps: Annotated[int, Field(ge=0, le=200)] = 0
    seed: Annotated[int, Field(ge=0, le=2**31 - 1)] = 0


def recipe(request: InfluencerRequest, settings: Settings) -> Recipe:
    asked = request.model_dump(exclude={"reference"})
    order = generate.GenerateRequest(model=MODEL, pictures={"reference": request.reference}, **asked)
    return generate.recipe(order, settings)


INFLUENCER = Kind(
    name="influencer",
    summary="Another picture of the same person, from a reference that is kept.",
    request=InfluencerRequest,
    recipe=recipe,
    needs_gpu=True,
    stages=("generate",),
)
