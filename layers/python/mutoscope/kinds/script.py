"""script: a film's script from a topic, a text or a page, to be read and edited before a film is ordered with it."""

from typing import Annotated

from pydantic import Field, model_validator

from mutoscope.documents.public_address import require_public_https
from mutoscope.engines import registry
from mutoscope.engines.choices import choose_voice
from mutoscope.engines.languages import require_language
from mutoscope.engines.tasks import Task
from mutoscope.engines.write.outline import require_topic
from mutoscope.films.request import LONGEST_SECONDS, LONGEST_TOPIC, SHORTEST_SECONDS, Text
from mutoscope.kinds.kind import Kind, KindRequest, Recipe
from mutoscope.settings import Settings
from mutoscope.stages.contracts.script import JSON_FILE, SCRIPT, TEXT_FILE
from mutoscope.stages.contracts.write import WriteInputs
from mutoscope.stages.stage import EngineId

MOST_TEXT = 40_000
"""The order is kept whole in the record; what is longer is told by its address."""


class ScriptOrder(KindRequest):
    """Exactly one of `topic`, `text` and `source_url` says what the script is about; `voice` says who will tell it."""

    topic: Annotated[Text, Field(min_length=1, max_length=LONGEST_TOPIC)] | None = None
    text: Annotated[Text, Field(min_length=1, max_length=MOST_TEXT)] | None = None
    source_url: Annotated[Text, Field(min_length=1, max_length=2_000)] | None = None
    title: Annotated[Text, Field(min_length=1, max_length=200)] | None = None
    language: Text = "en"
    seconds: Annotated[int, Field(ge=SHORTEST_SECONDS, le=LONGEST_SECONDS)] = 60
    voice: Text | None = None
    seed: Annotated[int, Field(ge=0, le=2**31 - 1)] = 0

    @model_validator(mode="after")
    def _has_one_source(self) -> "ScriptOrder":
        given = [name for name in ("topic", "text", "source_url") if getattr(self, name) is not None]
        if len(given) != 1:
            raise ValueError(f"send exactly one of topic, text and source_url; this has {', '.join(given) or 'none'}")
        return self


def recipe(request: ScriptOrder, settings: Settings) -> Recipe:
    language, speaker = require_language(request.language), registry.speaker(settings)
    voice = choose_voice(speaker, language, request.voice)
    writer = registry.writer(settings)
    if request.topic is not None:
        require_topic(request.topic)
    if request.source_url is not None:
        require_public_https(request.source_url)
    inputs = WriteInputs(
        engine=EngineId(name=writer.name, version=writer.version),
        topic=request.topic,
        text=request.text,
        source_url=request.source_url,
        title=request.title,
        language=language,
        seconds=request.seconds,
        pace=next(each.pace for each in speaker.voices() if each.name == voice),
        seed=request.seed,
    )
    return Recipe(stage=SCRIPT, inputs=inputs, files={"json": JSON_FILE, "text": TEXT_FILE})


SCRIPT_KIND = Kind(
    name="script",
    summary="A film's script from a topic, a text or a page.",
    request=ScriptOrder,
    recipe=recipe,
    with_own_keys=True,
    stages=("script",),
    task=Task.WRITE,
    better="For scripts by a language model, keep your OpenAI key with POST /v1/provider_keys, or set OPENAI_BASE_URL.",
)
