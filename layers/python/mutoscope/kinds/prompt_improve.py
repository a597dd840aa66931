"""prompt_improve: a prompt for a picture, a film or a piece of music, said better in several ways."""

from typing import Annotated

from pydantic import Field

from mutoscope.engines import registry
from mutoscope.engines.tasks import Task
from mutoscope.engines.understanding import Medium
from mutoscope.films.request import Text
from mutoscope.kinds.kind import Kind, KindRequest, Recipe
from mutoscope.settings import Settings
from mutoscope.stages.contracts.improve import IMPROVE, JSON, TEXT, ImproveInputs
from mutoscope.stages.stage import EngineId


class PromptImproveRequest(KindRequest):
    prompt: Annotated[Text, Field(min_length=1, max_length=4_000)]
    medium: Medium = Medium.IMAGE
    style: Annotated[Text, Field(max_length=200)] = ""
    count: Annotated[int, Field(ge=1, le=10)] = 3
    seed: Annotated[int, Field(ge=0, le=2**31 - 1)] = 0


def recipe(request: PromptImproveRequest, settings: Settings) -> Recipe:
    engine = registry.improver(settings)
    inputs = ImproveInputs(engine=EngineId(name=engine.name, version=engine.version), **request.model_dump())
    return Recipe(stage=IMPROVE, inputs=inputs, files={"json": JSON, "text": TEXT})


PROMPT_IMPROVE = Kind(
    name="prompt_improve",
    summary="A prompt said better, in several ways.",
    request=PromptImproveRequest,
    recipe=recipe,
    with_own_keys=True,
    stages=("improve",),
    task=Task.IMPROVE,
    better=(
        "Without a model, phrases for what the prompt lacks are added to your own words. For prompts by a language"
        " model, keep your OpenAI key with POST /v1/provider_keys, or set OPENAI_BASE_URL."
    ),
)
