"""speech: a text spoken by a voice."""

from typing import Annotated

from pydantic import Field

from mutoscope.engines import registry
from mutoscope.engines.choices import choose_voice
from mutoscope.engines.languages import require_language
from mutoscope.engines.tasks import Task
from mutoscope.films.request import Text
from mutoscope.kinds.kind import Kind, KindRequest, Recipe
from mutoscope.settings import Settings
from mutoscope.stages.stage import EngineId
from mutoscope.stages.voice import VOICE, SoundFormat, VoiceInputs


class SpeechRequest(KindRequest):
    input: Annotated[Text, Field(min_length=1, max_length=4_096)]
    language: Text = "en"
    voice: Text | None = None
    format: SoundFormat = SoundFormat.FLAC


def recipe(request: SpeechRequest, settings: Settings) -> Recipe:
    speaker = registry.speaker(settings)
    language = require_language(request.language)
    inputs = VoiceInputs(
        engine=EngineId(name=speaker.name, version=speaker.version),
        text=request.input,
        language=language,
        voice=choose_voice(speaker, language, request.voice),
        format=request.format,
    )
    return Recipe(stage=VOICE, inputs=inputs, files={"audio": request.format.file})


SPEECH = Kind(
    name="speech",
    summary="A text spoken by a voice.",
    request=SpeechRequest,
    recipe=recipe,
    stages=("voice",),
    task=Task.SPEAK,
)
