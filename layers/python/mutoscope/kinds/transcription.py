"""transcription: what is said in a recording, as text, as subtitles, and word by word."""

from typing import Annotated

from pydantic import Field

from mutoscope.engines import registry
from mutoscope.engines.languages import require_language
from mutoscope.engines.tasks import Task
from mutoscope.errors import InvalidInput
from mutoscope.films.request import Text
from mutoscope.kinds.kind import Kind, KindRequest, Recipe
from mutoscope.media.inputs import InputKey
from mutoscope.settings import Settings
from mutoscope.stages.contracts.transcribe import JSON, SRT, TEXT, TRANSCRIBE, VTT, TranscribeInputs
from mutoscope.stages.stage import EngineId


class SoundLacking(InvalidInput):
    """There is no recording to transcribe."""

    code = "sound_lacking"
    hint = "Give the key that PUT /v1/inputs/{{filename}} answered, or the id of a sound in the library."


class TranscriptionRequest(KindRequest):
    """`language`, left out, is told by the engine; `prompt` may hold names that are said."""

    sound: InputKey
    language: Text | None = None
    prompt: Annotated[Text, Field(max_length=4_000)] = ""


def recipe(request: TranscriptionRequest, settings: Settings) -> Recipe:
    if not request.sound:
        raise SoundLacking(param="sound")
    engine = registry.transcriber(settings)
    inputs = TranscribeInputs(
        engine=EngineId(name=engine.name, version=engine.version),
        sound=request.sound,
        language=require_language(request.language) if request.language else "",
        prompt=request.prompt,
    )
    return Recipe(stage=TRANSCRIBE, inputs=inputs, files={"json": JSON, "text": TEXT, "srt": SRT, "vtt": VTT})


TRANSCRIPTION = Kind(
    name="transcription",
    summary="What is said in a recording: text, subtitles, and the time of each word.",
    request=TranscriptionRequest,
    recipe=recipe,
    with_own_keys=True,
    stages=("transcribe",),
    task=Task.TRANSCRIBE,
    better=(
        "The studio's own speech is known again without a model. For any other, keep your OpenAI key with"
        " POST /v1/provider_keys, or set OPENAI_BASE_URL and OPENAI_API_KEY."
    ),
)
